/** What a question can leave out of a sentence, and what could be put there instead. */
import { rarity } from './frequencies.ts';
import { fnv1a } from './hashing.ts';
import { canBeVerb, type Sentence, type Word } from './language.ts';
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
        (words.some(({ pos }) => pos === 'NAME') ? 0.5 : 0) +
        // What everybody says all day ("sign", "date") is no gap worth filling.
        1.5 * (words.reduce((sum, { lower, stem }) => sum + rarity(lower, stem), 0) / words.length - 0.4),
    }))
    .filter(({ words, weight }) => weight > 0 && !isVerbLike(words, sentence));
  return [...phrases, ...numbers].toSorted((a, b) => b.weight - a.weight);
}

/** "hold the lids open and rinse": a single word behind "and" that can be a verb most likely is one. */
const isVerbLike = (words: readonly Word[], sentence: Sentence): boolean => {
  const [word] = words;
  const before = sentence.words[(word?.index ?? 0) - 1];
  return (
    words.length === 1 &&
    word !== undefined &&
    /^(and|or|to|not)$/.test(before?.lower ?? '') &&
    canBeVerb(word.lower)
  );
};

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

/** "an _____" gives the answer away where no other option begins with a vowel. */
function fitsArticle(option: string, { text, words }: Blank, sentence: Sentence): boolean {
  const article = sentence.words[(words[0]?.index ?? 0) - 1]?.lower ?? '';
  return !/^an?$/.test(article) || /^[aeiou]/i.test(option) === /^[aeiou]/i.test(text);
}

/** So common a word is no wrong answer that anybody would think about. */
const TOO_COMMON = 0.3;

/** Wrong answers of the same make: phrases of the same text that are not in the sentence; fewer than three where it has no more. */
export function distractorsFor(blank: Blank, { sentence, all }: Making): string[] {
  const { words, text, isNumber } = blank;
  if (isNumber) return [...new Set(otherNumbers(text))].filter((other) => !sentence.text.includes(other));
  const own = new Set(sentence.words.map(({ stem }) => stem));
  const last = words.at(-1);
  const alike = (phrase: readonly Word[]): number =>
    (phrase.length === words.length ? 2 : 0) +
    ((phrase.at(-1)?.pos === 'NAME') === (last?.pos === 'NAME') ? 3 : 0);
  const options = all
    .flatMap(nounPhrases)
    .filter((phrase) => phrase.length < 4 && !isVague(phrase) && !phrase.some(({ stem }) => own.has(stem)))
    .filter(
      (phrase) =>
        isPlural(phrase.at(-1)) === isPlural(last) && fitsArticle(phraseText(phrase), blank, sentence),
    )
    .filter(
      (phrase) => phrase.length > 1 || phrase.every(({ lower, stem }) => rarity(lower, stem) > TOO_COMMON),
    )
    .toSorted((a, b) => alike(b) - alike(a) || fnv1a(surface(a)) - fnv1a(surface(b)));
  const distinct = new Map(options.map((phrase) => [phraseKey(phrase), phraseText(phrase)]));
  return [...new Set(distinct.values())].slice(0, 3);
}
