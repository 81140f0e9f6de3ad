import { z } from 'zod';
import { plainText } from '../base/http.ts';

/** Which model does what, and how freely it writes. */

const name = plainText(200, 1);
const temperature = z.number().min(0).max(2);

export const AiModels = z.object({
  contentGenerationModel: name,
  narrativePlanningModel: name,
  tutoringModel: name,
  metadataModel: name,
  embeddingModel: name,
  contentGenerationTemp: temperature,
  narrativePlanningTemp: temperature,
  tutoringTemp: temperature,
});
export type AiModels = z.infer<typeof AiModels>;

export const AiModelField = AiModels.keyof();
export type AiModelField = z.infer<typeof AiModelField>;

export const DEFAULT_AI_MODELS: AiModels = {
  contentGenerationModel: 'gpt-4.1',
  narrativePlanningModel: 'gpt-4.1',
  tutoringModel: 'gpt-4.1',
  metadataModel: 'gpt-4.1-mini',
  embeddingModel: 'text-embedding-3-small',
  contentGenerationTemp: 0.5,
  narrativePlanningTemp: 0.7,
  tutoringTemp: 0.6,
};
