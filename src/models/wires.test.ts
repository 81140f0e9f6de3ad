/** The requests that OpenAI's and ElevenLabs' references document, and what becomes of answers that break them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, jsonAnswer, startWire, type Wire } from '../../dev/wire.ts';
import { openElevenLabs } from './elevenlabs.ts';
import { openOpenAi } from './openai.ts';
import type { Provider, SpeechProvider } from './provider.ts';

let wire: Wire;
let openai: Provider;
let elevenlabs: SpeechProvider;
beforeAll(async () => {
  wire = await startWire();
  openai = openOpenAi({ apiKey: 'sk-test', baseUrl: `${wire.url}/v1` });
  elevenlabs = openElevenLabs({
    apiKey: 'xi-test',
    baseUrl: wire.url,
    fetch: (url, init) => fetch(url, init),
  });
});
afterAll(() => wire.close());

const signal = undefined;
const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Why?' },
];
const schema = z.object({ ok: z.boolean() });

const CALLS = {
  'a structured answer': () =>
    openai.answer({ model: 'gpt-4.1', temperature: 0.5, messages, name: 'verdict', schema, signal }),
  'a streamed answer': async () => {
    const ask = { model: 'gpt-4.1', temperature: 0.6, messages, tools: [], firstRound: 0, lastRound: 3 };
    const stop = new AbortController().signal;
    for await (const _ of openai.chat({ ...ask, signal: stop, used: () => undefined }));
  },
  embeddings: () => openai.embed({ model: 'text-embedding-3-small', texts: ['one'] }),
  speech: () => openai.speak({ model: 'tts-1', voice: 'alloy', text: 'Hello.', signal }),
  transcription: () =>
    openai.transcribe({ model: 'whisper-1', audio: new Uint8Array(7), mimeType: 'audio/webm;codecs=opus' }),
  'a picture': () => openai.paint({ model: 'gpt-image-1', quality: 'low', prompt: 'A bee.' }),
  'a picture by dall-e': () => openai.paint({ model: 'dall-e-3', quality: 'high', prompt: 'A bee.' }),
  'speech by ElevenLabs': () =>
    elevenlabs.speak({ model: 'eleven_multilingual_v2', voice: 'Rachel1', text: 'Hello.', signal }),
  'transcription by ElevenLabs': () =>
    elevenlabs.transcribe({ model: 'scribe_v1', audio: new Uint8Array(7), mimeType: 'audio/mp4' }),
} as const;
type Call = keyof typeof CALLS;

/**
 * As documented at https://platform.openai.com/docs/api-reference and
 * https://elevenlabs.io/docs/api-reference/text-to-speech/convert, …/speech-to-text/convert.
 */
const DOCUMENTED: Readonly<Record<Call, { path: string; type: string; body: unknown }>> = {
  'a structured answer': {
    path: '/v1/chat/completions',
    type: 'application/json',
    body: {
      ...{ model: 'gpt-4.1', temperature: 0.5, messages },
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'verdict',
          strict: true,
          schema: {
            $schema: expect.any(String),
            type: 'object',
            properties: { ok: { type: 'boolean' } },
            required: ['ok'],
            additionalProperties: false,
          },
        },
      },
    },
  },
  'a streamed answer': {
    path: '/v1/chat/completions',
    type: 'application/json',
    body: {
      ...{ model: 'gpt-4.1', temperature: 0.6, messages, stream: true },
      stream_options: { include_usage: true },
    },
  },
  embeddings: {
    path: '/v1/embeddings',
    type: 'application/json',
    body: { model: 'text-embedding-3-small', input: ['one'], encoding_format: 'base64', dimensions: 1536 },
  },
  speech: {
    path: '/v1/audio/speech',
    type: 'application/json',
    body: { model: 'tts-1', voice: 'alloy', input: 'Hello.', response_format: 'mp3' },
  },
  transcription: {
    path: '/v1/audio/transcriptions',
    type: 'multipart/form-data',
    body: {
      ...{ model: 'whisper-1', response_format: 'json' },
      file: { name: 'speech.webm', type: 'audio/webm;codecs=opus', size: 7 },
    },
  },
  'a picture': {
    path: '/v1/images/generations',
    type: 'application/json',
    body: { model: 'gpt-image-1', prompt: 'A bee.', n: 1, size: '1024x1024', quality: 'low' },
  },
  'a picture by dall-e': {
    path: '/v1/images/generations',
    type: 'application/json',
    body: {
      ...{ model: 'dall-e-3', prompt: 'A bee.', n: 1, size: '1024x1024' },
      ...{ quality: 'hd', response_format: 'b64_json' },
    },
  },
  'speech by ElevenLabs': {
    path: '/v1/text-to-speech/Rachel1?output_format=mp3_44100_128',
    type: 'application/json',
    body: { text: 'Hello.', model_id: 'eleven_multilingual_v2' },
  },
  'transcription by ElevenLabs': {
    path: '/v1/speech-to-text',
    type: 'multipart/form-data',
    body: { model_id: 'scribe_v1', file: { name: 'speech', type: 'audio/mp4', size: 7 } },
  },
};

const names = z.array(z.custom<Call>()).parse(Object.keys(CALLS));

test.each(names)('%s is asked for as documented', async (name) => {
  await CALLS[name]();
  const { method, path, headers, body } = wire.asked.at(-1) ?? {};
  const documented = DOCUMENTED[name];
  expect({ method, path, type: headers?.['content-type']?.split(';')[0], body }).toEqual({
    method: 'POST',
    ...documented,
  });
  if (name.endsWith('ElevenLabs')) {
    expect(headers?.['xi-api-key']).toBe('xi-test');
    expect(headers?.['authorization']).toBeUndefined();
  } else expect(headers?.['authorization']).toBe('Bearer sk-test');
});

const html: Answer = {
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Bad gateway</title>',
};
const refusal = jsonAnswer(
  { error: { message: 'Your request was rejected.', code: 'moderation_blocked' } },
  400,
);

const FAULTS: readonly [string, Answer, readonly Call[], 'passing' | 'final'][] = [
  ['429', { ...jsonAnswer({ error: {} }, 429), headers: { 'retry-after': '2' } }, names, 'passing'],
  ['500', jsonAnswer({ error: {} }, 500), names, 'passing'],
  ['503 in HTML', { ...html, status: 503 }, names, 'passing'],
  ['an empty body', { headers: { 'content-type': 'application/json' }, body: '' }, names, 'passing'],
  ['HTML with 200', html, names, 'passing'],
  [
    'sound of no length',
    { headers: { 'content-type': 'audio/mpeg' }, body: '' },
    ['speech', 'speech by ElevenLabs'],
    'passing',
  ],
  [
    'JSON where sound was asked for',
    jsonAnswer({ audio: 'no' }),
    ['speech', 'speech by ElevenLabs'],
    'passing',
  ],
  ['a refusal by moderation', refusal, ['a picture', 'a picture by dall-e'], 'final'],
  ['a refused key', jsonAnswer({ error: { message: 'Incorrect key sk-test' } }, 401), names, 'final'],
];

test.each([
  ['transcription', 400],
  ['transcription', 415],
  ['transcription by ElevenLabs', 422],
] as const)('%s of what is no recording (%i) asks to say it again', async (name, status) => {
  wire.next(jsonAnswer({ error: { message: 'Invalid file format.' } }, status));
  await expect(CALLS[name]()).rejects.toMatchObject({
    errorType: 'validation_error',
    message: expect.stringContaining('say it again'),
  });
});

describe('an answer that is no answer becomes an upstream error', () => {
  const cases = FAULTS.flatMap(([fault, answer, calls, outlook]) =>
    calls.map((name) => [fault, name, answer, outlook] as const),
  );
  test.each(cases)('%s to %s', async (_fault, name, answer, outlook) => {
    wire.next(answer);
    const thrown = await CALLS[name]().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ errorType: 'upstream_error', outlook });
    // Nothing of the provider's own words goes on, for they may repeat a key.
    expect(String(thrown)).not.toMatch(/sk-test|Bad gateway/);
  });
});

test('a moderation that says nothing is given up soon: nothing is shown before it', async () => {
  const silent = await startWire(() => new Promise(() => {}));
  const provider = openOpenAi({ apiKey: 'sk-test', baseUrl: `${silent.url}/v1`, moderationMs: 100 });
  await expect(provider.moderate('What is a bee?')).rejects.toMatchObject({ outlook: 'passing' });
  await silent.close();
});
