import { createExecutionContext, env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { signUp, type TestPerson } from '../../dev/test-people.ts';
import { edgeDeps } from '../app/deps.ts';

let admin: TestPerson;
const models = () => edgeDeps(env, createExecutionContext()).models;
const voice = (json: object) => admin.ask('/api/admin/settings/voice', { method: 'PUT', json });
const caller = (task: 'speech' | 'transcription' | 'image' | 'moderation') => ({
  organizationId: admin.organizationId,
  learnerId: admin.learnerId,
  task,
});
const base64 = (text: string) => Buffer.from(text).toString('base64');

beforeEach(async () => {
  admin = await signUp();
});

describe('speech', () => {
  test.each([
    ['openai-standard', 'low'],
    ['openai-hd', 'mid'],
    ['elevenlabs', 'high'],
  ])('by %s is asked for on its own wire', async (ttsProvider, qualityTier) => {
    const model = newModel();
    await script(model, { bytes: base64('sound'), type: 'audio/mpeg' });
    await voice({ qualityTier, ttsProvider, ttsModel: model, ttsVoice: 'nova' });
    const { audio, mimeType } = await models().speak(caller('speech'), 'Good morning.');
    expect([new TextDecoder().decode(audio), mimeType]).toEqual(['sound', 'audio/mpeg']);
    const [asked] = await heard(model);
    if (ttsProvider === 'elevenlabs') {
      expect(asked?.path).toBe('/v1/text-to-speech/nova?output_format=mp3_44100_128');
      expect(asked?.headers['xi-api-key']).toBe('offline');
      expect(asked?.body).toEqual({ text: 'Good morning.', model_id: model });
    } else {
      expect(asked?.path).toBe('/v1/audio/speech');
      expect(asked?.body).toEqual({ model, voice: 'nova', input: 'Good morning.', response_format: 'mp3' });
    }
    expect(await models().voiceKey(caller('speech'))).toBe(`${ttsProvider}/${model}/nova`);
  });

  test('a change holds from the next call on', async () => {
    const [one, two] = [newModel(), newModel()];
    for (const model of [one, two]) await script(model, { bytes: base64('sound'), type: 'audio/mpeg' });
    const same = models();
    await voice({ ttsModel: one });
    await same.speak(caller('speech'), 'One.');
    await voice({ ttsModel: two, scope: 'learner', scopeId: admin.learnerId });
    await same.speak(caller('speech'), 'Two.');
    expect([await heard(one), await heard(two)].map((requests) => requests.length)).toEqual([1, 1]);
  });

  test.each([
    ['HTML', { bytes: base64('<html>'), type: 'text/html' }],
    ['nothing', { bytes: '', type: 'audio/mpeg' }],
    ['a fault', { status: 500 }],
  ])('%s instead of sound is an upstream error', async (_, reply) => {
    const model = newModel();
    await script(model, reply);
    await voice({ ttsModel: model });
    await expect(models().speak(caller('speech'), 'Hello.')).rejects.toMatchObject({
      errorType: 'upstream_error',
    });
  });
});

describe('transcription', () => {
  test.each([
    ['openai-whisper', '/v1/audio/transcriptions', 'name="model"'],
    ['elevenlabs', '/v1/speech-to-text', 'name="model_id"'],
  ])('by %s', async (sttProvider, path, field) => {
    const model = newModel();
    await script(model, { json: { text: 'Why is the sky blue?' } });
    await voice({ sttProvider, sttModel: model });
    const audio = new Uint8Array([1, 2, 3]);
    expect(await models().transcribe(caller('transcription'), audio, 'audio/webm;codecs=opus')).toEqual({
      text: 'Why is the sky blue?',
    });
    const [asked] = await heard(model);
    expect(asked?.path).toBe(path);
    expect(asked?.body).toContain(field);
    expect(asked?.body).toMatch(/filename="speech/);
  });
});

describe('pictures', () => {
  const choose = (model: string) =>
    admin.ask('/api/admin/settings/system', { json: { key: 'image.model', value: model } });

  test('come as bytes', async () => {
    const model = newModel();
    await script(model, { json: { created: 0, data: [{ b64_json: base64('picture') }] } });
    await choose(model);
    const { image, mimeType } = await models().paint(caller('image'), 'A bee.');
    expect([new TextDecoder().decode(image), mimeType]).toEqual(['picture', 'image/png']);
    expect((await heard(model))[0]?.body).toMatchObject({
      model,
      prompt: 'A bee.',
      size: '1024x1024',
      quality: 'low',
    });
  });

  test('that the provider declines are not asked for again', async () => {
    const model = newModel();
    await script(model, { status: 400, json: { error: { message: 'no', code: 'moderation_blocked' } } });
    await choose(model);
    await expect(models().paint(caller('image'), 'Something.')).rejects.toMatchObject({
      errorType: 'upstream_error',
      message: expect.stringMatching(/declined/),
    });
    expect(await heard(model)).toHaveLength(1);
  });
});

describe('moderation', () => {
  test('says what the provider says, or nothing where it is off', async () => {
    expect(await models().moderate(caller('moderation'), 'What is photosynthesis?')).toMatchObject({
      flagged: false,
    });
    await admin.ask('/api/admin/settings/system', { json: { key: 'moderation.enabled', value: false } });
    expect(await models().moderate(caller('moderation'), 'anything')).toEqual({
      flagged: false,
      categories: [],
    });
  });
});
