/** What a question can leave out of a sentence, and what could be put there instead. */
import { fnv1a } from './hashing.ts';
import type { Sentence, Word } from './language.ts';
import { isVague, nounPhrases, phraseKey, phraseText } from './topics.ts';

export type Making = {
  sentence: Sentence;
  /** All sentences of the text: where wrong options come from. */
  all: readonly Sentence[];
  /** The weight of each topic of the text by its key. */
  topics: ReadonlyMap<string, number>;
  concept: string;
};

export type Blank = { words: readonly Word[]; text: string; isNumber: boolean };

/** The phrase as the sentence writes it. */
export const surface = (phrase: readonly Word[]): string => phrase.map(({ text }) => text).join(' ');

const standsOnce = (text: string, part: string): boolean => text.split(part).length === 2;

/** What may be blanked, best first: the text's own topics, numbers, and what stands after the verb. */
export function blanksOf({ sentence, topics }: Making): Blank[] {
  const verb = sentence.words.findIndex(({ pos }) => pos === 'VERB' || pos === 'AUX');
  const counts = (stem: string): number => sentence.words.filter((word) => word.stem === stem).length;
  const numbers = sentence.words
    .filter(({ pos, text }) => pos === 'NUM' && /^[\d.,]+%?$/.test(text) && standsOnce(sentence.text, text))
    .map((word) => ({ words: [word], text: word.text, isNumber: true, weight: 2 }));
  const phrases = nounPhrases(sentence)
    .filter((phrase) => phrase.length < 4 && !isVague(phrase))
    // A word that stands in the rest of the sentence too would give itself away.
    .filter(
      (phrase) =>
        standsOnce(sentence.text, surface(phrase)) && phrase.every(({ stem }) => counts(stem) === 1),
    )
    .map((words) => ({
      words,
      text: surface(words),
      isNumber: false,
      weight:
        (topics.get(phraseKey(words)) ?? 0) * 2 +
        ((words[0]?.index ?? 0) > verb ? 1 : 0) +
        (words.some(({ pos }) => pos === 'NAME') ? 0.5 : 0),
    }));
  return [...phrases, ...numbers].toSorted((a, b) => b.weight - a.weight);
}

/** Near enough to be believed, far enough to be wrong. */
function otherNumbers(text: string): string[] {
  const value = Number(text.replace(/[,%]/g, ''));
  const isYear = Number.isInteger(value) && value > 1000 && value < 2100 && !text.includes(',');
  const isSmall = Number.isInteger(value) && value < 10;
  const others = isYear
    ? [value - 12, value + 7, value + 25]
    : isSmall
      ? [value + 1, value + 3, value * 2 + 3]
      : [value * 2, value / 2, value * 5];
  return others.map((other) => {
    const rounded = Number(other.toFixed(2));
    return `${text.includes(',') ? rounded.toLocaleString('en-US') : rounded}${text.endsWith('%') ? '%' : ''}`;
  });
}

const isPlural = (word: Word | undefined): boolean => /[^s]s$/.test(word?.text ?? '');

/** Wrong answers of the same make: phrases of the same text that are not in the sentence. */
export function distractorsFor({ words, text, isNumber }: Blank, { sentence, all }: Making): string[] {
  if (isNumber) return [...new Set(otherNumbers(text))].filter((other) => !sentence.text.includes(other));
  const own = new Set(sentence.words.map(({ stem }) => stem));
  const last = words.at(-1);
  const alike = (phrase: readonly Word[]): number =>
    (phrase.length === words.length ? 2 : 0) +
    ((phrase.at(-1)?.pos === 'NAME') === (last?.pos === 'NAME') ? 3 : 0) +
    (isPlural(phrase.at(-1)) === isPlural(last) ? 2 : 0);
  const options = all
    .flatMap(nounPhrases)
    .filter((phrase) => phrase.length < 4 && !isVague(phrase) && !phrase.some(({ stem }) => own.has(stem)))
    .toSorted((a, b) => alike(b) - alike(a) || fnv1a(surface(a)) - fnv1a(surface(b)));
  const distinct = new Map(options.map((phrase) => [phraseKey(phrase), phraseText(phrase)]));
  return [...new Set(distinct.values())].slice(0, 3);
}
