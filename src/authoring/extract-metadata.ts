/** Describes a text without a model: what it is about by what it repeats, how hard it reads by its sentences and words. */
import { syllable } from 'syllable';
import type { NuggetMetadata } from '../library/nugget.ts';
import { phrasesOf } from './phrases.ts';
import { baseLanguage, sentencesOf, stemOf, tidy, wordsOf } from './words.ts';

export type Describable = {
  title?: string | null;
  content: string;
  /** Path of headings, outermost first. */
  headings: readonly string[];
  /** BCP 47, where known. */
  language: string | null;
};

/** Learners read prose to be understood at some 150 words a minute. */
const WORDS_A_MINUTE = 150;
const TOPICS = 5;
const RELATED = 5;
/** A heading names what its text is about; a phrase within it counts as if the text said it so many times more. */
const HEADING_WEIGHT = 4;

export function extractMetadata(nugget: Describable): { title: string; metadata: NuggetMetadata } {
  const phrases = topicsOf(nugget, TOPICS + RELATED);
  return {
    title: titleOf(nugget),
    metadata: {
      topics: phrases.slice(0, TOPICS),
      difficulty: difficultyOf(nugget.content, nugget.language),
      // Only what a text says it builds on is a prerequisite, and no count of words can tell that.
      prerequisites: [],
      estimatedTime: minutesFor(nugget.content, nugget.language),
      relatedConcepts: phrases.slice(TOPICS),
      language: nugget.language ?? 'en',
    },
  };
}

/** The nugget's own title, its nearest heading, or the beginning of its first sentence. */
export function titleOf({ title, headings, content, language }: Describable): string {
  const given = title ?? headings.at(-1) ?? sentencesOf(content, language)[0] ?? '';
  const clean = quietly(tidy(given.replace(/^\s*\d+(?:\.\d+)*[.)]?\s+(?=\p{L})/u, '')), language);
  return clean.length <= 120 ? clean || 'Untitled' : `${clean.slice(0, 119).trimEnd()}…`;
}

/** A heading of several words all in capitals as a sentence has it; in English alone, for German would lose its nouns. */
export const quietly = (heading: string, language: string | null): string =>
  baseLanguage(language) === 'en' && /^[^\p{Ll}]{2,}\s[^\p{Ll}]{2,}$/u.test(heading)
    ? heading.charAt(0) + heading.slice(1).toLowerCase()
    : heading;

export const minutesFor = (content: string, language: string | null): number =>
  Math.max(1, Math.round(wordsOf(content, language).length / WORDS_A_MINUTE));

/**
 * 1 to 10 from how a text reads. English: Flesch–Kincaid grade (Kincaid et al. 1975), grade 2 and under being 1 and
 * grade 17 and over 10. Elsewhere LIX (Björnsson 1968), which needs no syllables: 20 and under is 1, 65 and over is 10.
 */
export function difficultyOf(content: string, language: string | null): number {
  const sentences = Math.max(1, sentencesOf(content, language).length);
  const words = wordsOf(content, language).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return 1;
  const length = words.length / sentences;
  if (baseLanguage(language) === 'en') {
    const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
    const grade = 0.39 * length + 11.8 * (syllables / words.length) - 15.59;
    return within(1 + ((grade - 2) * 9) / 15);
  }
  const long = words.filter((word) => word.length > 6).length;
  const lix = length + (100 * long) / words.length;
  return within(1 + ((lix - 20) * 9) / 45);
}

const within = (value: number): number => Math.max(1, Math.min(10, Math.round(value)));

type Phrase = { text: string; words: number; weight: number };

/**
 * Phrases of up to three content words, by how often they come (inside headings more), longer ones preferred; one that is
 * part of a better one is left out. After C-value (Frantzi et al. 2000).
 */
export function topicsOf({ title, content, headings, language }: Describable, most: number): string[] {
  const found = new Map<string, Phrase>();
  const read = (text: string, weight: number) => {
    for (const words of phrasesOf(text, language)) {
      const key = words.map((word) => stemOf(word, baseLanguage(language))).join(' ');
      const known = found.get(key);
      if (known !== undefined) known.weight += weight;
      else found.set(key, { text: asTopic(words), words: words.length, weight });
    }
  };
  for (const sentence of sentencesOf(content, language)) read(sentence, 1);
  for (const heading of [title ?? '', ...headings.slice(-2)]) read(heading, HEADING_WEIGHT);

  const ranked = [...found.entries()]
    .map(([key, phrase]) => ({ key, text: phrase.text, score: phrase.weight * Math.log2(phrase.words + 1) }))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const chosen: { key: string; text: string }[] = [];
  for (const { key, text } of ranked) {
    if (chosen.length === most) break;
    const overlaps = chosen.some(
      (other) => ` ${other.key} `.includes(` ${key} `) || ` ${key} `.includes(` ${other.key} `),
    );
    if (!overlaps) chosen.push({ key, text });
  }
  return chosen.map(({ text }) => text);
}

/** Lower case, except for abbreviations, codes and names of several words. */
function asTopic(words: readonly string[]): string {
  if (words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word))) return words.join(' ');
  return words.map((word) => (/\p{Lu}.*\p{Lu}|\d/u.test(word) ? word : word.toLowerCase())).join(' ');
}
