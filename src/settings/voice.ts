import { z } from 'zod';
import { plainText } from '../base/http.ts';

/**
 * Which voice speaks and which ear listens. A tier is a short word for provider and model; what is said explicitly
 * beats it, but only from the same scope or a nearer one: a learner's "high" is not undone by the organization's
 * provider, nor is a voice of one provider ever asked of another.
 */
export const TtsProvider = z.enum(['openai-standard', 'openai-hd', 'elevenlabs']);
export type TtsProvider = z.infer<typeof TtsProvider>;
export const SttProvider = z.enum(['openai-whisper', 'elevenlabs']);
export type SttProvider = z.infer<typeof SttProvider>;
export const Tier = z.enum(['low', 'mid', 'high']);
export type Tier = z.infer<typeof Tier>;

export const VoiceFields = z.object({
  ttsProvider: TtsProvider.nullable(),
  ttsModel: plainText(200, 1).nullable(),
  ttsVoice: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w-]+$/, 'the name or id of a voice')
    .nullable(),
  sttProvider: SttProvider.nullable(),
  sttModel: plainText(200, 1).nullable(),
  qualityTier: Tier,
});
export type VoiceFields = z.infer<typeof VoiceFields>;

export const VoiceField = VoiceFields.keyof();
export type VoiceField = z.infer<typeof VoiceField>;

/** Null: whatever follows from the tier. */
export const DEFAULT_VOICE: VoiceFields = {
  ttsProvider: null,
  ttsModel: null,
  ttsVoice: null,
  sttProvider: null,
  sttModel: null,
  qualityTier: 'low',
};

export type Speaker = { provider: TtsProvider; model: string; voice: string };
export type Listener = { provider: SttProvider; model: string };

const PROVIDER_OF = {
  low: 'openai-standard',
  mid: 'openai-hd',
  high: 'elevenlabs',
} as const satisfies Record<Tier, TtsProvider>;

/** `21m00Tcm4TlvDq8ikWAM` is ElevenLabs' premade voice Rachel. */
const SPEAKERS = {
  'openai-standard': { model: 'tts-1', voice: 'alloy' },
  'openai-hd': { model: 'tts-1-hd', voice: 'alloy' },
  elevenlabs: { model: 'eleven_multilingual_v2', voice: '21m00Tcm4TlvDq8ikWAM' },
} as const satisfies Record<TtsProvider, Omit<Speaker, 'provider'>>;

const LISTENERS = {
  'openai-whisper': 'whisper-1',
  elevenlabs: 'scribe_v1',
} as const satisfies Record<SttProvider, string>;

/** How near a field was set: 3 learner, 2 organization, 1 system, 0 default. */
export type Near = (field: VoiceField) => number;

/** Without ElevenLabs' key its voices are not offered: the best of the other provider stands in. */
export function speakerOf(fields: VoiceFields, near: Near, elevenlabs: boolean): Speaker {
  const explicit = fields.ttsProvider !== null && near('ttsProvider') >= near('qualityTier');
  const wanted =
    explicit && fields.ttsProvider !== null ? fields.ttsProvider : PROVIDER_OF[fields.qualityTier];
  const decided = explicit ? near('ttsProvider') : near('qualityTier');
  if (wanted === 'elevenlabs' && !elevenlabs) return { provider: 'openai-hd', ...SPEAKERS['openai-hd'] };
  const { model, voice } = SPEAKERS[wanted];
  return {
    provider: wanted,
    model: near('ttsModel') >= decided ? (fields.ttsModel ?? model) : model,
    voice: near('ttsVoice') >= decided ? (fields.ttsVoice ?? voice) : voice,
  };
}

export function listenerOf(fields: VoiceFields, near: Near, elevenlabs: boolean): Listener {
  const wanted = fields.sttProvider ?? 'openai-whisper';
  if (wanted === 'elevenlabs' && !elevenlabs)
    return { provider: 'openai-whisper', model: LISTENERS['openai-whisper'] };
  const own = near('sttModel') >= near('sttProvider') ? fields.sttModel : null;
  return { provider: wanted, model: own ?? LISTENERS[wanted] };
}
