import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { signUp, type TestPerson } from '../../dev/test-people.ts';
import { edgeDeps } from '../app/deps.ts';
import { openOpenAi } from './openai.ts';
import type { ChatEvent, ChatRequest, Tool } from './port.ts';
import { usageEvents } from './tables.ts';

const started = () => {
  const context = createExecutionContext();
  return { deps: edgeDeps(env, context), settled: () => waitOnExecutionContext(context) };
};

const User = (content: string) => [{ role: 'user' as const, content }];

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const textOf = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

const wordTool = (ran: unknown[]): Tool => ({
  name: 'look_up',
  description: 'Looks a word up.',
  parameters: z.object({ word: z.string() }),
  run: async (input, call) => {
    ran.push({ input, ...call });
    return `found ${JSON.stringify(input)}`;
  },
});

const Body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string() })).default([]),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
});

let admin: TestPerson;
const choose = (settings: object) =>
  admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: settings });
const set = (key: string, value: unknown) =>
  admin.ask('/api/admin/settings/system', { json: { key, value } });
const caller = (
  task: 'tutoring' | 'metadata' | 'embedding' | 'speech' | 'transcription' | 'image' = 'tutoring',
) => ({
  organizationId: admin.organizationId,
  learnerId: admin.learnerId,
  task,
});
const request = (tools: Tool[] = [], more: Partial<ChatRequest> = {}): ChatRequest => ({
  caller: caller(),
  messages: User('What is a nugget?'),
  tools,
  maxRounds: 3,
  signal: new AbortController().signal,
  ...more,
});

beforeEach(async () => {
  admin = await signUp();
});

describe('a streamed answer', () => {
  test('comes word by word, with the learner’s words in the last message', async () => {
    const model = newModel();
    await script(model, { text: 'A nugget is a small piece.' });
    await choose({ tutoringModel: model, tutoringTemp: 0.25 });
    const { deps } = started();
    const events = await collect(deps.models.streamChat(request()));
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(4);
    expect(textOf(events)).toBe('A nugget is a small piece.');
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'stop' });
    const [asked] = await heard(model);
    expect(asked?.path).toBe('/v1/chat/completions');
    expect(asked?.headers['authorization']).toBe('Bearer offline');
    expect(asked?.body).toMatchObject({
      model,
      temperature: 0.25,
      stream: true,
      messages: User('What is a nugget?'),
    });
  });

  test('runs tools, hands over each round, and waits for the consumer before the next', async () => {
    const model = newModel();
    await script(
      model,
      {
        text: 'Let me see.',
        calls: [
          { name: 'look_up', arguments: { word: 'a' } },
          { name: 'look_up', arguments: { word: 'b' } },
        ],
      },
      { calls: [{ name: 'look_up', arguments: { word: 'c' } }] },
      { text: 'Found.' },
    );
    await choose({ tutoringModel: model });
    const ran: unknown[] = [];
    const { deps } = started();
    const events: ChatEvent[] = [];
    for await (const event of deps.models.streamChat(request([wordTool(ran)], { firstRound: 0 }))) {
      events.push(event);
      if (event.type !== 'round') continue;
      await new Promise((done) => setTimeout(done, 60));
      // Nothing was asked of the model while the round was being stored.
      expect(await heard(model)).toHaveLength(event.round + 1);
    }
    expect(ran).toEqual([
      { input: { word: 'a' }, round: 0, index: 0 },
      { input: { word: 'b' }, round: 0, index: 1 },
      { input: { word: 'c' }, round: 1, index: 0 },
    ]);
    const rounds = events.filter((event) => event.type === 'round');
    expect(
      rounds.map(({ round, text, calls, results }) => [round, text, calls.length, results.length]),
    ).toEqual([
      [0, 'Let me see.', 2, 2],
      [1, '', 1, 1],
    ]);
    expect(rounds[0]?.results[1]?.content).toBe('found {"word":"b"}');
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'stop' });
    const third = Body.parse((await heard(model))[2]?.body);
    expect(third.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'tool',
      'assistant',
      'tool',
    ]);
  });

  test('tells the model of tools that are not there and of arguments that do not fit', async () => {
    const model = newModel();
    await script(
      model,
      {
        calls: [
          { name: 'fly', arguments: {} },
          { name: 'look_up', arguments: '{"word": ' },
          { name: 'look_up', arguments: { word: 7 } },
          { name: 'look_up', arguments: { word: 'ok' } },
        ],
      },
      { text: 'Sorry.' },
    );
    await choose({ tutoringModel: model });
    const ran: unknown[] = [];
    const events = await collect(started().deps.models.streamChat(request([wordTool(ran)])));
    const [round] = events.filter((event) => event.type === 'round');
    const told = round?.results.map(({ content }) => content) ?? [];
    expect(told[0]).toMatch(/Invalid tool_call.*fly/);
    expect(told[1]).toMatch(/not valid JSON/);
    expect(told[2]).toMatch(/do not fit/);
    expect(told[3]).toBe('found {"word":"ok"}');
    expect(ran).toEqual([{ input: { word: 'ok' }, round: 0, index: 3 }]);
    expect(textOf(events)).toBe('Sorry.');
  });

  test('must be given when the rounds are used up', async () => {
    const model = newModel();
    const call = { calls: [{ name: 'look_up', arguments: { word: 'again' } }] };
    await script(model, call, call, { text: 'Enough.' });
    await choose({ tutoringModel: model });
    const ran: unknown[] = [];
    const events = await collect(
      started().deps.models.streamChat(request([wordTool(ran)], { maxRounds: 3, firstRound: 1 })),
    );
    expect(ran).toHaveLength(2);
    expect(ran).toMatchObject([{ round: 1 }, { round: 2 }]);
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'rounds' });
    expect(Body.parse((await heard(model)).at(-1)?.body).tool_choice).toBe('none');
  });

  test('what a tool throws is thrown as it was', async () => {
    const model = newModel();
    await script(model, { calls: [{ name: 'look_up', arguments: { word: 'x' } }] });
    await choose({ tutoringModel: model });
    const broken = { ...wordTool([]), run: () => Promise.reject(new RangeError('of ours')) };
    await expect(collect(started().deps.models.streamChat(request([broken])))).rejects.toThrow(RangeError);
  });

  test('a consumer that goes away stops the model', async () => {
    const model = newModel();
    await script(model, { text: 'many words '.repeat(200), paceMs: 20 });
    await choose({ tutoringModel: model });
    for await (const event of started().deps.models.streamChat(request())) if (event.type === 'text') break;
    await expect.poll(async () => (await heard(model))[0]?.aborted).toBe(true);
  });

  test('a cancelled one throws the canceller’s reason, and what was said is paid for', async () => {
    const model = newModel();
    await script(model, { text: 'many words '.repeat(200), paceMs: 10 });
    await choose({ tutoringModel: model });
    const cancel = new AbortController();
    const { deps, settled } = started();
    const reading = (async () => {
      for await (const event of deps.models.streamChat(request([], { signal: cancel.signal })))
        if (event.type === 'text') cancel.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
    await settled();
    const [usage] = await deps.databases.forOrganization(admin.organizationId).sql.select().from(usageEvents);
    expect(usage).toMatchObject({ task: 'tutoring', model });
    expect(usage?.outputTokens).toBeGreaterThan(0);
  });
});

describe('a provider that fails', () => {
  test.each(['fault-500-then-ok', 'fault-429-then-ok'])('%s is asked again', async (kind) => {
    const model = newModel(kind);
    await choose({ tutoringModel: model });
    expect(textOf(await collect(started().deps.models.streamChat(request())))).toBe('All is well.');
    expect(await heard(model)).toHaveLength(2);
  });

  test('for good is left for the fallback, and without one is an upstream error that names nothing', async () => {
    const [model, fallback] = [newModel('fault-500'), newModel()];
    await script(fallback, { text: 'I can.' });
    await choose({ tutoringModel: model });
    await set('models.fallback', fallback);
    expect(textOf(await collect(started().deps.models.streamChat(request())))).toBe('I can.');
    expect(await heard(model)).toHaveLength(3);
    await set('models.fallback', null);
    await expect(collect(started().deps.models.streamChat(request()))).rejects.toMatchObject({
      errorType: 'upstream_error',
      message: 'The model provider did not answer.',
    });
  });

  test('an unknown model goes to the fallback at once, a refused key nowhere', async () => {
    const [unknown, refused, fallback] = [newModel(), newModel(), newModel()];
    await script(unknown, {
      status: 404,
      json: { error: { message: 'no such model', code: 'model_not_found' } },
    });
    await script(refused, {
      status: 401,
      json: { error: { message: 'Incorrect API key provided: sk-secret-1234' } },
    });
    await script(fallback, { text: 'I can.' });
    await set('models.fallback', fallback);
    await choose({ tutoringModel: unknown });
    expect(textOf(await collect(started().deps.models.streamChat(request())))).toBe('I can.');
    expect(await heard(unknown)).toHaveLength(1);
    await choose({ tutoringModel: refused });
    const failure = await collect(started().deps.models.streamChat(request())).catch(
      (error: unknown) => error,
    );
    expect(String(failure) + String(Object(failure).cause)).not.toContain('sk-secret');
    expect(await heard(refused)).toHaveLength(1);
  });

  test('silence ends as an error that may pass', async () => {
    const model = newModel('stall');
    const provider = openOpenAi({ apiKey: 'x', baseUrl: `${inject('scriptedUrl')}/v1`, stallMs: 150 });
    const ask = { ...request(), model, temperature: undefined, firstRound: 0, lastRound: 3, used: () => {} };
    await expect(collect(provider.chat(ask))).rejects.toMatchObject({ outlook: 'passing' });
    await expect.poll(async () => (await heard(model))[0]?.aborted).toBe(true);
  });

  test('words that are out are not said again', async () => {
    const model = newModel('drop');
    await choose({ tutoringModel: model });
    await expect(collect(started().deps.models.streamChat(request()))).rejects.toMatchObject({
      errorType: 'upstream_error',
    });
    expect(await heard(model)).toHaveLength(1);
  });

  test('goes on from the last whole round', async () => {
    const model = newModel();
    await script(
      model,
      { calls: [{ name: 'look_up', arguments: { word: 'once' } }] },
      { status: 503 },
      { text: 'Done.' },
    );
    await choose({ tutoringModel: model });
    const ran: unknown[] = [];
    const events = await collect(started().deps.models.streamChat(request([wordTool(ran)])));
    expect(ran).toHaveLength(1);
    expect(textOf(events)).toBe('Done.');
    expect(Body.parse((await heard(model)).at(-1)?.body).messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
    ]);
  });
});

describe('a structured answer', () => {
  const schema = z.object({ ok: z.boolean() });
  const ask = () =>
    started().deps.models.complete({
      caller: caller('metadata'),
      messages: User('?'),
      name: 'verdict',
      schema,
    });

  test('is asked for by schema', async () => {
    const model = newModel();
    await script(model, { json: { ok: true } });
    await choose({ metadataModel: model });
    expect(await ask()).toEqual({ ok: true });
    const [asked] = await heard(model);
    expect(asked?.body).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'verdict',
          strict: true,
          schema: { additionalProperties: false, required: ['ok'] },
        },
      },
    });
  });

  test('is mended once', async () => {
    const model = newModel('garbage-then-json');
    await choose({ metadataModel: model });
    expect(await ask()).toEqual({ ok: true });
    expect(await heard(model)).toHaveLength(2);
  });

  test('that never fits is an upstream error', async () => {
    await set('models.fallback', null);
    await choose({ metadataModel: newModel('garbage-json') });
    await expect(ask()).rejects.toMatchObject({ errorType: 'upstream_error' });
  });
});

describe('embeddings', () => {
  const floats = (...numbers: number[]) => Buffer.from(new Float32Array(numbers).buffer).toString('base64');
  const data = (...embeddings: unknown[]) => ({
    json: {
      data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })).reverse(),
      usage: { prompt_tokens: 7, total_tokens: 7 },
    },
  });

  test('are decoded from base64 or numbers, filled up, cached, and asked for once', async () => {
    const model = newModel();
    await script(model, data(floats(0.5, -0.25), [1, 2, 3]));
    await choose({ embeddingModel: model });
    const { deps } = started();
    const made = await deps.models.embed(caller('embedding'), ['one', 'two', 'one']);
    expect(made.model).toBe(model);
    expect(made.vectors.map((vector) => vector.length)).toEqual([1536, 1536, 1536]);
    expect(made.vectors.map((vector) => vector.slice(0, 3))).toEqual([
      [0.5, -0.25, 0],
      [1, 2, 3],
      [0.5, -0.25, 0],
    ]);
    expect((await deps.models.embed(caller('embedding'), ['two'])).vectors[0]?.slice(0, 3)).toEqual([
      1, 2, 3,
    ]);
    expect(await heard(model)).toHaveLength(1);
    const other = await signUp();
    await other.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { embeddingModel: model } });
    await script(model, data([9]));
    const theirs = await deps.models.embed({ organizationId: other.organizationId, task: 'embedding' }, [
      'two',
    ]);
    expect(theirs.vectors[0]?.[0]).toBe(9);
  });

  test('of a hundred texts are one request', async () => {
    const model = newModel();
    await script(model, data(...Array.from({ length: 100 }, (_, i) => [i + 1])), data(...[[1], [2], [3]]));
    await choose({ embeddingModel: model });
    const texts = Array.from({ length: 103 }, (_, i) => `text ${i}`);
    const { vectors } = await started().deps.models.embed(caller('embedding'), texts);
    expect(vectors).toHaveLength(103);
    expect(await heard(model)).toHaveLength(2);
    expect((await started().deps.models.embed(caller('embedding'), [])).vectors).toEqual([]);
  });

  test('that are garbage are an upstream error', async () => {
    const model = newModel();
    await script(model, data(['x']));
    await choose({ embeddingModel: model });
    await expect(started().deps.models.embed(caller('embedding'), ['a'])).rejects.toMatchObject({
      errorType: 'upstream_error',
    });
  });
});

describe('usage', () => {
  test('of every call is written down at its price, and costs nothing that was not used', async () => {
    const model = newModel('gpt-4.1');
    await script(model, { text: 'Yes.' });
    await choose({ tutoringModel: model });
    const { deps, settled } = started();
    await collect(deps.models.streamChat(request()));
    await settled();
    const rows = await deps.databases.forOrganization(admin.organizationId).sql.select().from(usageEvents);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      inputTokens: 100,
      outputTokens: 20,
      learnerId: admin.learnerId,
      task: 'tutoring',
    });
    expect(rows[0]?.costUsd).toBeCloseTo((100 * 2 + 20 * 8) / 1e6, 9);
  });
});
