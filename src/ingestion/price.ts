/** List price of a document's way through the pipeline, by the models and policies that are set. */
import { type CallSettings, modelFor } from '../models/call-settings.ts';
import type { Task } from '../models/port.ts';
import { costOf } from '../models/prices.ts';
import { NO_USAGE, type Usage } from '../models/provider.ts';
import type { Work } from './estimate.ts';

export type PriceSettings = Pick<CallSettings, 'models' | 'speaker' | 'image'>;
export type Making = { audio: boolean; image: boolean };

/**
 * Tokens of one call besides the nugget's own: instructions and schema in, and what comes out. As bench/authoring.ts
 * counted them on our samples with the offline models, rounded up by half for wordier ones.
 */
const CALLS: readonly { task: Task; readsNugget: boolean; input: number; output: number }[] = [
  { task: 'metadata', readsNugget: true, input: 250, output: 100 },
  { task: 'slides', readsNugget: true, input: 300, output: 250 },
  { task: 'script', readsNugget: false, input: 550, output: 250 },
  { task: 'questions', readsNugget: true, input: 300, output: 600 },
  { task: 'narrative', readsNugget: false, input: 300, output: 300 },
];
/** Of narration, a nugget. */
const SPOKEN_CHARACTERS = 900;
/** A chunk is embedded with its title, headings and its neighbours' nearest sentences. */
const EMBEDDED_SHARE = 1.5;

/** US dollars. */
export function priceOfWork(
  { nuggets, tokens }: Work,
  { models, speaker, image }: PriceSettings,
  { audio, image: paints }: Making,
): number {
  const cost = (model: string, used: Partial<Usage>) =>
    costOf(model, { ...NO_USAGE, ...used }, image.quality);
  const words = CALLS.reduce((sum, { task, readsNugget, input, output }) => {
    const inputTokens = nuggets * input + (readsNugget ? tokens : 0);
    return sum + cost(modelFor(task, { models }).model, { inputTokens, outputTokens: nuggets * output });
  }, 0);
  const embedding = cost(models.embeddingModel, { inputTokens: tokens * EMBEDDED_SHARE });
  const speech = audio ? cost(speaker.model, { characters: nuggets * SPOKEN_CHARACTERS }) : 0;
  const pictures = paints ? cost(image.model, { images: nuggets }) : 0;
  return words + embedding + speech + pictures;
}
