/** Hints for a live question, a rung at a time: where to look, then half of the sentence, then the sentence. */
import type { Embedder } from './embeddings.ts';
import type { Passage } from './passages.ts';
import { quoted } from './quoting.ts';
import { findAnswers } from './retrieval.ts';
import type { LiveQuestion } from './turn.ts';

/** The first half of a sentence, cut at a word. */
const firstHalf = (text: string): string => {
  const words = text.split(' ');
  return words.slice(0, Math.ceil(words.length / 2)).join(' ');
};

/** The next hint. What answers is quoted whole on the third rung only. */
export async function hintFor(
  { text, hintsUsed }: LiveQuestion,
  passages: readonly Passage[],
  embedder: Embedder,
): Promise<string> {
  const [best] = await findAnswers(text.replace(/_{2,}/g, ' '), passages, embedder);
  if (!best) return 'The sources at hand hold no hint for this one. Say what you remember, in any words.';
  const { passage, sentence } = best;
  const part = passage.headings || passage.title;
  if (hintsUsed <= 0)
    return `Look in ${part ? `the part “${part}”` : 'the text'}${passage.page ? ` on page ${passage.page}` : ''} [${passage.n}]. What does it say there?`;
  if (hintsUsed === 1) return `The sentence begins: ${quoted(`${firstHalf(sentence.text)} …`, passage)}`;
  return `Here is what the source says: ${quoted(sentence.text, passage)}`;
}
