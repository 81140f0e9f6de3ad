/** What is set where, and the request that a provider then gets: every field in every combination of scopes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Asked, jsonAnswer, startWire, type Wire } from '../../dev/wire.ts';
import { LearnerId, newId, OrganizationId } from '../base/ids.ts';
import { DEFAULT_AI_MODELS } from '../settings/ai-models.ts';
import { type Layer, resolveSettings } from '../settings/resolve.ts';
import { sealFor } from '../settings/settings.ts';
import type { Scope } from '../settings/tables.ts';
import { callSettings } from './call-settings.ts';
import { openElevenLabs } from './elevenlabs.ts';
import { makeModels } from './metered.ts';
import { openOpenAi } from './openai.ts';
import type { Caller, Models, Task } from './port.ts';

const SCOPES: readonly Scope[] = ['system', 'organization', 'learner'];
/** Every subset of scopes, nearest last. */
const SUBSETS = Array.from({ length: 2 ** SCOPES.length }, (_, bits) =>
  SCOPES.filter((_scope, i) => (bits >> i) & 1),
);

const organizationId = newId(OrganizationId);
const learnerId = newId(LearnerId);
const caller = (task: Task): Caller => ({ organizationId, learnerId, task });

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

/** What a scope says; the rest of its families is left to the next. */
type Said = Partial<Omit<Layer, 'scope'>>;

/** The product's models over what the scopes say, with ElevenLabs' key at hand unless it is taken away. */
function modelsWith(
  said: readonly [Scope, Said][],
  deploymentHas: { elevenlabs: boolean } = { elevenlabs: true },
): Models {
  const layers = said.map(([scope, fields]) => ({ scope, models: {}, voice: {}, values: {}, ...fields }));
  const config = {
    openai: { apiKey: 'key-of-the-deployment', baseUrl: `${wire.url}/v1` },
    elevenlabs: { apiKey: deploymentHas.elevenlabs ? 'xi-of-the-deployment' : undefined, baseUrl: wire.url },
    encryptionKey: '0f'.repeat(32),
    operatorToken: '',
  };
  return makeModels({
    settings: (who) => callSettings(config, resolveSettings(layers), who),
    budget: { reserve: async () => ({ settle: () => undefined }) },
    record: () => undefined,
    cache: () => ({ find: async () => new Map(), keep: async () => undefined }),
    openai: (key) => openOpenAi({ apiKey: key ?? '', baseUrl: config.openai.baseUrl }),
    elevenlabs: (apiKey) =>
      openElevenLabs({ apiKey, baseUrl: wire.url, fetch: (url, init) => fetch(url, init) }),
    sleep: async () => undefined,
    random: () => 0.5,
  });
}

/** The last request that a call caused. */
async function requestOf(call: Promise<unknown>): Promise<Asked> {
  await call;
  const last = wire.asked.at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  return last;
}

const written = (models: Models, task: Task) =>
  models.complete({
    ...{ caller: caller(task), name: 'ok', schema: z.object({ ok: z.boolean() }) },
    messages: [{ role: 'user', content: '?' }],
  });
async function tutored(models: Models): Promise<void> {
  const request = {
    caller: caller('tutoring'),
    tools: [],
    maxRounds: 1,
    signal: new AbortController().signal,
  };
  for await (const _ of models.streamChat({ ...request, messages: [{ role: 'user', content: '?' }] }));
}
const spoken = (models: Models) => models.speak(caller('speech'), 'Good morning.');
const heard = (models: Models) => models.transcribe(caller('transcription'), new Uint8Array(9), 'audio/webm');

/** A field, what a scope says in it, the call that it matters to, and what of the request shows it. */
type Row = {
  field: string;
  family: 'models' | 'voice' | 'values';
  says: (scope: Scope) => unknown;
  otherwise: unknown;
  call: (models: Models) => Promise<unknown>;
  shows: (asked: Asked) => unknown;
};

const inBody = (name: string) => (asked: Asked) => new Map(Object.entries(Object(asked.body))).get(name);
const nameOf = (scope: Scope) => `model-of-${scope}`;
const heatOf = (scope: Scope) => (SCOPES.indexOf(scope) + 1) / 4;
const byTask = (task: Task) => (models: Models) => written(models, task);

const model = (field: keyof typeof DEFAULT_AI_MODELS, call: Row['call']): Row => ({
  ...{
    field,
    family: 'models',
    says: nameOf,
    otherwise: DEFAULT_AI_MODELS[field],
    call,
    shows: inBody('model'),
  },
});
const heat = (field: keyof typeof DEFAULT_AI_MODELS, call: Row['call']): Row => ({
  ...{ field, family: 'models', says: heatOf, otherwise: DEFAULT_AI_MODELS[field], call },
  shows: inBody('temperature'),
});

const ROWS: readonly Row[] = [
  model('contentGenerationModel', byTask('slides')),
  model('contentGenerationModel', byTask('script')),
  model('contentGenerationModel', byTask('questions')),
  model('narrativePlanningModel', byTask('narrative')),
  model('tutoringModel', tutored),
  model('tutoringModel', byTask('judging')),
  model('metadataModel', byTask('metadata')),
  model('metadataModel', byTask('summary')),
  model('embeddingModel', (models) => models.embed(caller('embedding'), ['text'])),
  heat('contentGenerationTemp', byTask('slides')),
  heat('narrativePlanningTemp', byTask('narrative')),
  heat('tutoringTemp', tutored),
  {
    ...{ field: 'qualityTier', family: 'voice', otherwise: ['/v1/audio/speech', 'tts-1'], call: spoken },
    says: (scope) => ({ system: 'low', organization: 'mid', learner: 'high' })[scope],
    shows: ({ path, body }) => [path, Object(body).model ?? Object(body).model_id],
  },
  {
    ...{ field: 'ttsProvider', family: 'voice', otherwise: ['/v1/audio/speech', 'tts-1'], call: spoken },
    says: (scope) => ({ system: 'openai-standard', organization: 'openai-hd', learner: 'elevenlabs' })[scope],
    shows: ({ path, body }) => [path, Object(body).model ?? Object(body).model_id],
  },
  {
    ...{ field: 'ttsModel', family: 'voice', says: nameOf, otherwise: 'tts-1', call: spoken },
    shows: inBody('model'),
  },
  {
    ...{
      field: 'ttsVoice',
      family: 'voice',
      says: (scope) => `voice-${scope}`,
      otherwise: 'alloy',
      call: spoken,
    },
    shows: inBody('voice'),
  },
  {
    ...{ field: 'sttProvider', family: 'voice', otherwise: '/v1/audio/transcriptions', call: heard },
    says: (scope) => (scope === 'organization' ? 'openai-whisper' : 'elevenlabs'),
    shows: ({ path }) => path,
  },
  {
    ...{ field: 'sttModel', family: 'voice', says: nameOf, otherwise: 'whisper-1', call: heard },
    shows: inBody('model'),
  },
  {
    ...{
      field: 'image.model',
      family: 'values',
      says: nameOf,
      otherwise: 'gpt-image-1',
      shows: inBody('model'),
    },
    call: (models) => models.paint(caller('image'), 'A bee.'),
  },
  {
    ...{ field: 'image.quality', family: 'values', otherwise: 'low', shows: inBody('quality') },
    says: (scope) => ({ system: 'high', organization: 'medium', learner: 'low' })[scope],
    call: (models) => models.paint(caller('image'), 'A bee.'),
  },
  {
    ...{
      field: 'models.fallback',
      family: 'values',
      says: nameOf,
      otherwise: 'gpt-4.1-mini',
      shows: inBody('model'),
    },
    // The chosen model is not known there: the fallback is asked.
    call: (models) => {
      wire.next(jsonAnswer({ error: { message: 'no such model', code: 'model_not_found' } }, 404));
      return written(models, 'slides');
    },
  },
];

/** What a request shows where a scope's word holds. */
const SHOWN: Readonly<Record<string, unknown>> = {
  low: ['/v1/audio/speech', 'tts-1'],
  mid: ['/v1/audio/speech', 'tts-1-hd'],
  'openai-standard': ['/v1/audio/speech', 'tts-1'],
  'openai-hd': ['/v1/audio/speech', 'tts-1-hd'],
  'openai-whisper': '/v1/audio/transcriptions',
};
const RACHEL = '/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM?output_format=mp3_44100_128';

function shownFor(row: Row, said: unknown): unknown {
  if (row.field === 'qualityTier' || row.field === 'ttsProvider')
    return said === 'high' || said === 'elevenlabs'
      ? [RACHEL, 'eleven_multilingual_v2']
      : SHOWN[String(said)];
  if (row.field === 'sttProvider') return said === 'elevenlabs' ? '/v1/speech-to-text' : SHOWN[String(said)];
  return said;
}

describe('the request follows the nearest scope that says something', () => {
  const cases = ROWS.flatMap((row) =>
    SUBSETS.map((scopes) => [row.field, scopes.join('+') || 'nobody', row, scopes] as const),
  );
  test.each(cases)('%s, said by %s', async (_field, _by, row, scopes) => {
    const models = modelsWith(
      scopes.map((scope) => [scope, { [row.family]: { [row.field]: row.says(scope) } }]),
    );
    const asked = await requestOf(row.call(models));
    const nearest = scopes.at(-1);
    expect(row.shows(asked)).toEqual(
      nearest === undefined ? row.otherwise : shownFor(row, row.says(nearest)),
    );
  });
});

describe('a tier and an explicit voice meet', () => {
  const TIERS = { low: 'tts-1', mid: 'tts-1-hd', high: 'eleven_multilingual_v2' } as const;
  const cases = SCOPES.flatMap((tierScope, i) =>
    SCOPES.flatMap((voiceScope, j) =>
      (['low', 'mid', 'high'] as const).map((tier) => [tier, tierScope, voiceScope, j >= i] as const),
    ),
  );
  test.each(cases)(
    'tier %s by the %s, provider, model and voice by the %s',
    async (tier, tierScope, voiceScope, explicit) => {
      const voice = { ttsProvider: 'openai-hd', ttsModel: 'own-model', ttsVoice: 'nova' };
      const said: Record<Scope, Record<string, string>> = { system: {}, organization: {}, learner: {} };
      Object.assign(said[voiceScope], voice);
      Object.assign(said[tierScope], { qualityTier: tier });
      const asked = await requestOf(
        spoken(modelsWith(SCOPES.map((scope) => [scope, { voice: said[scope] }]))),
      );
      const body = Object(asked.body);
      if (explicit) expect(body).toMatchObject({ model: 'own-model', voice: 'nova' });
      else expect(body.model ?? body.model_id).toBe(TIERS[tier]);
    },
  );

  test('without ElevenLabs’ key its tier is spoken by the best of the other', async () => {
    const models = modelsWith([['organization', { voice: { qualityTier: 'high' } }]], { elevenlabs: false });
    expect(Object((await requestOf(spoken(models))).body)).toMatchObject({
      model: 'tts-1-hd',
      voice: 'alloy',
    });
  });
});

describe('keys', () => {
  const config = { encryptionKey: '0f'.repeat(32) };
  const cases = SUBSETS.filter((scopes) => !scopes.includes('learner'));
  test.each(cases.map((scopes) => [scopes.join('+') || 'nobody', scopes] as const))(
    'sealed by %s open for the call, and the deployment’s own holds where nobody set one',
    async (_, scopes) => {
      const said = await Promise.all(
        scopes.map(async (scope): Promise<[Scope, Said]> => {
          const place = { scope, organizationId: scope === 'system' ? null : organizationId };
          const seal = (key: 'OPENAI_API_KEY' | 'ELEVENLABS_API_KEY') =>
            sealFor(config, `${key}-of-${scope}`, { key, ...place });
          return [
            scope,
            {
              values: {
                OPENAI_API_KEY: await seal('OPENAI_API_KEY'),
                ELEVENLABS_API_KEY: await seal('ELEVENLABS_API_KEY'),
              },
              voice: { qualityTier: 'high' },
            },
          ];
        }),
      );
      const models = modelsWith(said);
      const nearest = scopes.at(-1);
      const chat = await requestOf(written(models, 'slides'));
      expect(chat.headers['authorization']).toBe(
        `Bearer ${nearest === undefined ? 'key-of-the-deployment' : `OPENAI_API_KEY-of-${nearest}`}`,
      );
      if (nearest === undefined) return;
      const speech = await requestOf(spoken(models));
      expect(speech.headers['xi-api-key']).toBe(`ELEVENLABS_API_KEY-of-${nearest}`);
    },
  );
});

test.each(SUBSETS.map((scopes) => [scopes.join('+') || 'nobody', scopes] as const))(
  'moderation is asked unless the nearest of %s switched it off',
  async (_, scopes) => {
    const isOn = (scope: Scope) => scope === 'organization';
    const models = modelsWith(
      scopes.map((scope) => [scope, { values: { 'moderation.enabled': isOn(scope) } }]),
    );
    const before = wire.asked.length;
    await models.moderate(caller('moderation'), 'What is a bee?');
    const nearest = scopes.at(-1);
    expect(wire.asked.length - before).toBe(nearest === undefined || isOn(nearest) ? 1 : 0);
  },
);
