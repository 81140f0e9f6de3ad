import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Models, startModels } from './server.ts';

let models: Models;
let client: OpenAI;

beforeAll(async () => {
  models = await startModels({ pace: 0 });
  client = new OpenAI({ apiKey: 'any', baseURL: models.url, maxRetries: 0 });
});
afterAll(() => models.close());

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

describe('the server', () => {
  it('answers while its engines load', async () => {
    const other = await startModels();
    const answered: string[] = [];
    const fresh = new OpenAI({ apiKey: 'any', baseURL: other.url, maxRetries: 0 });
    await Promise.all([
      fresh.embeddings.create({ model: 'm', input: 'coral' }).then(() => answered.push('vector')),
      fresh.models.list().then(() => answered.push('list')),
    ]);
    expect(answered).toEqual(['list', 'vector']);
    await other.close();
  });

  it('says what answers: a header on every reply, and a list of models', async () => {
    const response = await fetch(`${models.url}/models`);
    expect(response.headers.get('x-model-engine')).toBeTruthy();
    const listed = await client.models.list();
    expect(listed.data.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.values(models.engines)));
  });

  it('answers unknown paths, wrong methods and bad bodies with errors in the form of OpenAI', async () => {
    const unknown = await fetch(`${models.url}/nothing`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    expect((await fetch(`${models.url}/embeddings`)).status).toBe(405);
    const malformed = await fetch(`${models.url}/chat/completions`, { method: 'POST', body: '{' });
    expect(malformed.status).toBe(400);
    await expect(client.embeddings.create({ model: 'm', input: [] })).rejects.toMatchObject({
      status: 400,
      param: 'input',
    });
  });
});

describe('embeddings', () => {
  it('are the same numbers as floats and in base64', async () => {
    const input = ['Coral reefs are built by polyps.'];
    const floats = await client.embeddings.create({ model: 'm', input, encoding_format: 'float' });
    const coded = await client.embeddings.create({ model: 'm', input, encoding_format: 'base64' });
    const text = String(coded.data[0]?.embedding);
    const bytes = Buffer.from(text, 'base64');
    const decoded = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    expect(decoded).toHaveLength(1536);
    expect([...decoded]).toEqual(floats.data[0]?.embedding);
    expect(floats.usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('put a paraphrase nearer than a stranger, and have length 1', async () => {
    const input = [
      'The doctor cured the sick child.',
      'A physician healed an ill kid.',
      'Stocks fell on Monday.',
    ];
    const { data } = await client.embeddings.create({ model: 'm', input });
    const [a = [], b = [], c = []] = data.map(({ embedding }) => embedding);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.15);
    expect(dot(a, a)).toBeCloseTo(1, 5);
  });

  it('can be shortened', async () => {
    const { data } = await client.embeddings.create({ model: 'm', input: 'short', dimensions: 256 });
    expect(data[0]?.embedding).toHaveLength(256);
  });
});
