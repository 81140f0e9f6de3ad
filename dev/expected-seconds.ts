/** How long a text takes to say in English, told from its words alone. */
import { syllable } from 'syllable';
import { stopWords } from '../src/authoring/words.ts';
import { inWords } from './models/spoken.ts';

const GRAMMAR = stopWords('en');
const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;
/** A voice begins anew, with a breath, after so many characters. */
const BREATH = 400;

/**
 * Seconds for a voice at about 150 words a minute. Numbers, signs and codes count as the words they are read out as;
 * words of content take longer than words of grammar, which are unstressed. The rates are those of Flite's voice slt,
 * fitted once to the narration of the samples, so that the largest relative error is least (8.2 % of 272 slides); on 150
 * passages of other texts (Wikipedia, a speech) the same rates are 0.5 % too high on average, and 96 % lie within a tenth.
 */
export function expectedSeconds(text: string): number {
  const told = inWords(text);
  const { breaths, stops } = pausesIn(told);
  const words = told.match(WORD) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const letters = words.reduce((sum, word) => sum + lettersOf(word), 0);
  const stressed = words.filter((word) => !GRAMMAR.has(word.toLowerCase())).length;
  const marks = told.match(/[,;:()–—]+(?=\s|$|\w)/g)?.length ?? 0;
  const sound = 0.0597 * syllables + 0.0317 * letters + 0.081 * stressed;
  return sound + 0.6686 * breaths + 0.1987 * stops + 0.2328 * marks;
}

/** Sentences that begin with a breath, the first one always, and those that only follow a pause. */
function pausesIn(told: string): { breaths: number; stops: number } {
  const sentences = told
    .split(/\n\s*\n|(?<=[.!?…]["”’)\]]*)\s+/)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  let [breaths, length] = [0, 0];
  for (const sentence of sentences) {
    const goesOn = breaths > 1 && length + sentence.length < BREATH;
    if (!goesOn) breaths += 1;
    length = goesOn ? length + sentence.length + 1 : sentence.length;
  }
  return { breaths, stops: sentences.length - breaths };
}

const isSpelt = (word: string): boolean => /^[b-hj-z]$/i.test(word);

/** A letter that is spelt is a long syllable of two sounds; W is "double you". */
const syllablesOf = (word: string): number =>
  isSpelt(word) ? (/w/i.test(word) ? 3 : 1.7) : Math.max(1, syllable(word));
const lettersOf = (word: string): number => (isSpelt(word) ? 2 : word.length);
