import { createRoute, json, jsonBody, only, personOf, router, z } from '../base/http.ts';
import { nullish, OriginsView, Place } from './model-routes.ts';
import { patchVoice } from './queries.ts';
import { nearness, type Settings } from './resolve.ts';
import { readableScope, ScopeAsk, writableScope } from './scope.ts';
import { noteChange, offersElevenLabs, type SettingsNeeds, settingsOfScope } from './settings.ts';
import type { Scope } from './tables.ts';
import { listenerOf, SttProvider, speakerOf, Tier, TtsProvider, VoiceField, VoiceFields } from './voice.ts';

export const VoiceView = z
  .object({
    ...Place.shape,
    qualityTier: Tier,
    ttsProvider: TtsProvider,
    ttsModel: z.string(),
    ttsVoice: z.string(),
    sttProvider: SttProvider,
    sttModel: z.string(),
    origins: OriginsView,
    /** What speaks and listens in fact, where a provider's key is missing. */
    effective: z.object({
      ttsProvider: TtsProvider,
      ttsModel: z.string(),
      ttsVoice: z.string(),
      sttProvider: SttProvider,
      sttModel: z.string(),
    }),
    offered: z.array(TtsProvider),
  })
  .openapi('VoiceSettings');

const { qualityTier, ttsProvider, ttsModel, ttsVoice, sttProvider, sttModel } = VoiceFields.shape;

const VoiceBody = z
  .object({
    ...nullish({ qualityTier }),
    ttsProvider: ttsProvider.optional(),
    ttsModel: ttsModel.optional(),
    ttsVoice: ttsVoice.optional(),
    sttProvider: sttProvider.optional(),
    sttModel: sttModel.optional(),
  })
  .extend(ScopeAsk.shape);

function view(
  place: { scope: Scope; scopeId: string | null },
  { voice }: Settings,
  elevenlabs: boolean,
): z.infer<typeof VoiceView> {
  const near = (field: VoiceField) => nearness(voice.origins, field);
  const used = (available: boolean) => {
    const speaker = speakerOf(voice.value, near, available);
    const listener = listenerOf(voice.value, near, available);
    return {
      ttsProvider: speaker.provider,
      ttsModel: speaker.model,
      ttsVoice: speaker.voice,
      sttProvider: listener.provider,
      sttModel: listener.model,
    };
  };
  return {
    ...place,
    qualityTier: voice.value.qualityTier,
    ...used(true),
    origins: { ...voice.origins },
    effective: used(elevenlabs),
    offered: TtsProvider.options.filter((provider) => provider !== 'elevenlabs' || elevenlabs),
  };
}

export const voiceRoutes = router<SettingsNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/settings/voice',
      summary: 'Which voice speaks, and where that was set',
      ...only('admin'),
      request: { query: ScopeAsk },
      responses: { 200: json(VoiceView) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const place = await readableScope(needs, person, c.req.valid('query'));
      const settings = await settingsOfScope(needs, person.organizationId, place);
      return c.json(view(place, settings, offersElevenLabs(needs.config, settings)), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/api/admin/settings/voice',
      summary: 'Choose a voice by tier, or explicitly; null leaves a field to the next scope',
      ...only('admin'),
      request: { body: jsonBody(VoiceBody) },
      responses: { 200: json(VoiceView) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { scope, scopeId, ...patch } = c.req.valid('json');
      const operatorToken = c.req.header('X-Operator-Token');
      const target = await writableScope(needs, person, { scope, scopeId, operatorToken });
      await patchVoice(target, patch);
      const place = { scope: target.scope, scopeId: target.scopeId };
      await noteChange(needs, person, {
        ...place,
        what: VoiceField.options.filter((f) => f in patch).join(),
      });
      const settings = await settingsOfScope(needs, person.organizationId, place);
      return c.json(view(place, settings, offersElevenLabs(needs.config, settings)), 200);
    },
  );
