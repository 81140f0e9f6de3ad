import { describe, expect, test } from 'vitest';
import { DEFAULT_AI_MODELS } from './ai-models.ts';
import { type Layer, nearness, resolveSettings } from './resolve.ts';
import { seal, unseal } from './secrets.ts';
import type { Scope } from './tables.ts';
import { listenerOf, speakerOf, Tier, TtsProvider, type VoiceField } from './voice.ts';

const SCOPES: readonly Scope[] = ['system', 'organization', 'learner'];

const layer = (scope: Scope, part: Partial<Omit<Layer, 'scope'>>): Layer => ({
  scope,
  models: {},
  voice: {},
  values: {},
  ...part,
});

/** Every subset of scopes. */
const subsets = Array.from({ length: 2 ** SCOPES.length }, (_, bits) =>
  SCOPES.filter((_, i) => (bits >> i) & 1),
);

describe('the nearest scope wins', () => {
  const fields = Object.entries(DEFAULT_AI_MODELS);

  test.each(fields)('%s, whatever combination of scopes speaks', (field, fallback) => {
    for (const scopes of subsets) {
      const saidBy = (scope: Scope) =>
        typeof fallback === 'number' ? SCOPES.indexOf(scope) / 4 : `of ${scope}`;
      const { models } = resolveSettings(
        scopes.toReversed().map((scope) => layer(scope, { models: { [field]: saidBy(scope) } })),
      );
      const nearest = scopes.at(-1);
      expect(new Map(Object.entries(models.value)).get(field)).toBe(
        nearest === undefined ? fallback : saidBy(nearest),
      );
      expect(models.origins[field]).toBe(nearest ?? 'default');
      const others = Object.entries(models.origins).filter(([other]) => other !== field);
      expect(others.every(([, origin]) => origin === 'default')).toBe(true);
    }
  });

  test('field by field: three scopes may each say one thing', () => {
    const { models } = resolveSettings([
      layer('learner', { models: { tutoringTemp: 0 } }),
      layer('organization', { models: { tutoringModel: 'org' } }),
      layer('system', { models: { tutoringModel: 'sys', metadataModel: 'sys' } }),
    ]);
    expect(models.value).toEqual({
      ...DEFAULT_AI_MODELS,
      tutoringTemp: 0,
      tutoringModel: 'org',
      metadataModel: 'sys',
    });
  });

  test('an explicit null is a value, and what no longer fits its schema is passed over', () => {
    const { values } = resolveSettings([
      layer('system', { values: { 'usage.monthlyUsd': 5, 'image.policy': 'sometimes' } }),
      layer('organization', { values: { 'usage.monthlyUsd': null } }),
    ]);
    expect(values.value['usage.monthlyUsd']).toBeNull();
    expect(values.value['image.policy']).toBe('on');
    expect(values.origins).toMatchObject({ 'usage.monthlyUsd': 'organization', 'image.policy': 'default' });
  });
});

describe('a voice', () => {
  const speaker = (layers: readonly Layer[], elevenlabs = true) => {
    const { voice } = resolveSettings(layers);
    return speakerOf(voice.value, (field: VoiceField) => nearness(voice.origins, field), elevenlabs);
  };

  const PROVIDERS = { low: 'openai-standard', mid: 'openai-hd', high: 'elevenlabs' };
  const MODELS = {
    'openai-standard': 'tts-1',
    'openai-hd': 'tts-1-hd',
    elevenlabs: 'eleven_multilingual_v2',
  };

  test('follows the tier, or the provider that is said as near or nearer: every pair of scopes', () => {
    for (const [i, tierScope] of SCOPES.entries())
      for (const [j, providerScope] of SCOPES.entries())
        for (const tier of Tier.options)
          for (const ttsProvider of TtsProvider.options) {
            const layers = SCOPES.map((scope) =>
              layer(scope, {
                voice: {
                  ...(scope === tierScope ? { qualityTier: tier } : {}),
                  ...(scope === providerScope ? { ttsProvider } : {}),
                },
              }),
            );
            const expected = j >= i ? ttsProvider : PROVIDERS[tier];
            const spoken = speaker(layers);
            expect([tierScope, providerScope, tier, ttsProvider, spoken.provider]).toEqual([
              tierScope,
              providerScope,
              tier,
              ttsProvider,
              expected,
            ]);
            expect(spoken.model).toBe(MODELS[spoken.provider]);
          }
  });

  test('of one provider is never asked of another', () => {
    const ours = layer('organization', {
      voice: { ttsProvider: 'elevenlabs', ttsVoice: 'rachel', ttsModel: 'eleven_v3' },
    });
    expect(speaker([ours])).toEqual({ provider: 'elevenlabs', voice: 'rachel', model: 'eleven_v3' });
    expect(speaker([ours, layer('learner', { voice: { qualityTier: 'low' } })])).toEqual({
      provider: 'openai-standard',
      voice: 'alloy',
      model: 'tts-1',
    });
    expect(speaker([ours], false)).toEqual({ provider: 'openai-hd', voice: 'alloy', model: 'tts-1-hd' });
  });

  test('and its ear likewise', () => {
    const { voice } = resolveSettings([
      layer('system', { voice: { sttModel: 'whisper-large' } }),
      layer('organization', { voice: { sttProvider: 'elevenlabs' } }),
    ]);
    const near = (field: VoiceField) => nearness(voice.origins, field);
    expect(listenerOf(voice.value, near, true)).toEqual({ provider: 'elevenlabs', model: 'scribe_v1' });
    expect(listenerOf(voice.value, near, false)).toEqual({ provider: 'openai-whisper', model: 'whisper-1' });
  });
});

describe('a sealed secret', () => {
  const [key, other] = ['0f'.repeat(32), 'f0'.repeat(32)];

  test('opens under its key and in its place only', async () => {
    const envelope = await seal('sk-test-12345678', key, 'here');
    expect(JSON.stringify(envelope)).not.toContain('sk-test');
    expect(envelope.last4).toBe('5678');
    expect(await unseal(envelope, key, 'here')).toBe('sk-test-12345678');
    await expect(unseal(envelope, key, 'there')).rejects.toThrow();
    await expect(unseal(envelope, other, 'here')).rejects.toThrow(/another ENCRYPTION_KEY/);
    const bent = { ...envelope, sealed: Buffer.from(envelope.sealed, 'base64').reverse().toString('base64') };
    await expect(unseal(bent, key, 'here')).rejects.toThrow();
  });

  test('never looks the same twice', async () => {
    const [a, b] = [await seal('the same', key, 'here'), await seal('the same', key, 'here')];
    expect(a.sealed).not.toBe(b.sealed);
  });
});
