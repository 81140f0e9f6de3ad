/** Hints for a live question, a rung at a time: where to look, then part of the words, then more of them, then the answer. */
import type { Embedder } from './embeddings.ts';
import { contentStems, readSentences, readWords } from './language.ts';
import type { Passage } from './passages.ts';
import { quoted } from './quoting.ts';
import { findAnswers } from './retrieval.ts';
import type { LiveQuestion } from './turn.ts';

/** The first part of a text, cut at a word. */
function beginningOf(text: string, share: number): string {
  const words = text.split(' ');
  return words.slice(0, Math.max(1, Math.floor(words.length * share))).join(' ');
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A sentence with every option of the question left out, so that the hint does not choose. */
const withoutOptions = (text: string, options: readonly string[]): string =>
  options.reduce((left, option) => left.replace(new RegExp(`\\b${escaped(option)}\\b`, 'gi'), '…'), text);

/** What the source has in the gap: the words of the sentence that the question lacks. */
function gapWords(question: string, sentence: string): string[] {
  const known = new Set(contentStems(readWords(question)));
  return readWords(sentence)
    .filter(({ stop, stem, text }) => !stop && text !== '' && !known.has(stem))
    .map(({ text }) => text);
}

const letters = (word: string): string => `“${word.charAt(0)}”, ${word.length} letters`;

/** Parts of the sentence for an open question; of a closed one, what does not choose for the learner. */
function partOf(live: LiveQuestion, sentence: string, passage: Passage): string {
  const share = live.hintsUsed === 1 ? 0.4 : 0.65;
  if (live.kind === 'cloze') {
    const gap = gapWords(live.text, sentence);
    if (live.hintsUsed === 1 && gap.length > 0 && gap.length < 4)
      return `What is missing begins with ${gap.map(letters).join('; then ')}.`;
    const near = readSentences(passage.text).find(
      ({ text }) => text !== sentence && !gap.some((word) => text.includes(word)),
    );
    return near
      ? `Nearby it says: ${quoted(near.text, passage)}`
      : `What is missing: ${gap.map(letters).join('; then ')}.`;
  }
  if (live.kind === 'truefalse' && live.hintsUsed > 1)
    return `Compare it with the source: ${quoted(sentence, passage)}`;
  const shown = withoutOptions(sentence, live.options);
  if (shown !== sentence) return `The source says, with a gap: ${quoted(shown, passage)}`;
  return `The source begins: ${quoted(`${beginningOf(sentence, share)} …`, passage)}`;
}

/** The next hint. The answer itself comes only where the prompt tells it. */
export async function hintFor(
  live: LiveQuestion,
  passages: readonly Passage[],
  embedder: Embedder,
): Promise<string> {
  const wanted = live.answer === '' ? '' : ` ${live.answer}`;
  const [best] = await findAnswers(live.text.replace(/_{2,}/g, ' ') + wanted, passages, embedder);
  if (!best)
    return live.answer
      ? `The answer is: ${live.answer}`
      : 'Say what you remember, in any words: I have no hint for this one.';
  const { passage, sentence } = best;
  if (live.answer)
    return `The answer is: ${live.answer.replaceAll('\n', ', ')}. The source says: ${quoted(sentence.text, passage)}`;
  const part = passage.headings || passage.title;
  if (live.hintsUsed <= 0) {
    return `Look in ${part ? `the part “${part.split(' > ').at(-1)}”` : 'the text'}${passage.page ? `, page ${passage.page}` : ''}.`;
  }
  return partOf(live, sentence.text, passage);
}
