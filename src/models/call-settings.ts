import type { AiModels } from '../settings/ai-models.ts';
import { type Caps, nearness, type Settings } from '../settings/resolve.ts';
import { type SettingsNeeds, secretFor } from '../settings/settings.ts';
import { type Listener, listenerOf, type Speaker, speakerOf, type VoiceField } from '../settings/voice.ts';
import type { Caller, Task } from './port.ts';
import type { Quality } from './prices.ts';

/** All that a model call needs to know of what is set: models, voice, keys and caps. */
export type CallSettings = {
  models: AiModels;
  fallback: string | null;
  speaker: Speaker;
  listener: Listener;
  image: { model: string; quality: Quality };
  moderation: boolean;
  keys: { openai: string | undefined; elevenlabs: string | undefined };
  caps: Caps;
};

export async function callSettings(
  config: SettingsNeeds['config'],
  settings: Settings,
  { organizationId }: Pick<Caller, 'organizationId'>,
): Promise<CallSettings> {
  const { models, voice, values, caps } = settings;
  const [openai, elevenlabs] = await Promise.all([
    secretFor(config, settings, { key: 'OPENAI_API_KEY', organizationId }),
    secretFor(config, settings, { key: 'ELEVENLABS_API_KEY', organizationId }),
  ]);
  const near = (field: VoiceField) => nearness(voice.origins, field);
  return {
    models: models.value,
    fallback: values.value['models.fallback'],
    speaker: speakerOf(voice.value, near, elevenlabs !== undefined),
    listener: listenerOf(voice.value, near, elevenlabs !== undefined),
    image: { model: values.value['image.model'], quality: values.value['image.quality'] },
    moderation: values.value['moderation.enabled'],
    keys: { openai, elevenlabs },
    caps,
  };
}

/** The model for a task of words, and how freely it writes. Judging is done without any freedom. */
export function modelFor(
  task: Task,
  { models }: Pick<CallSettings, 'models'>,
): { model: string; temperature: number | undefined } {
  switch (task) {
    case 'tutoring':
      return { model: models.tutoringModel, temperature: models.tutoringTemp };
    case 'judging':
      return { model: models.tutoringModel, temperature: 0 };
    case 'metadata':
    case 'summary':
      return { model: models.metadataModel, temperature: 0 };
    case 'slides':
    case 'script':
    case 'questions':
      return { model: models.contentGenerationModel, temperature: models.contentGenerationTemp };
    case 'narrative':
      return { model: models.narrativePlanningModel, temperature: models.narrativePlanningTemp };
    case 'embedding':
      return { model: models.embeddingModel, temperature: undefined };
    case 'speech':
    case 'transcription':
    case 'image':
    case 'moderation':
      throw new Error(`${task} is no task of words`);
    default:
      return task satisfies never;
  }
}
