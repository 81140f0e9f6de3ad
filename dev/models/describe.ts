/** Describes a text: what it is about, how hard it reads, how long it takes, what it asks to be known before. */
import { detect } from 'tinyld';
import { quietly } from '../../src/authoring/extract-metadata.ts';
import { isStatement, readWords, type Sentence } from './language.ts';
import type { Material } from './material.ts';
import { centralSentences } from './rank.ts';
import { nounPhrases, phraseText } from './topics.ts';

/** Learners read prose to be understood at some 150 words a minute. */
const WORDS_A_MINUTE = 150;

const countSyllables = (word: string): number => {
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '')
    .match(/[aeiouy]{1,2}/g);
  return Math.max(1, groups?.length ?? 1);
};

const realWords = (sentences: readonly Sentence[]): string[] =>
  sentences.flatMap(({ words }) => words.filter(({ text }) => /\p{L}/u.test(text)).map(({ text }) => text));

/** Flesch–Kincaid grade (Kincaid et al. 1975): school years, about 3 for a tale and 16 for a paper. */
export function gradeOf(sentences: readonly Sentence[]): number {
  const words = realWords(sentences);
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0);
  return 0.39 * (words.length / Math.max(1, sentences.length)) + 11.8 * (syllables / words.length) - 15.59;
}

/** 1 to 10: grade 2 and under is 1, grade 17 and over is 10. */
export const difficultyOf = (sentences: readonly Sentence[]): number =>
  Math.max(1, Math.min(10, Math.round(1 + ((gradeOf(sentences) - 2) * 9) / 15)));

/** Minutes, at least one. */
export const minutesFor = (sentences: readonly Sentence[]): number =>
  Math.max(1, Math.round(realWords(sentences).length / WORDS_A_MINUTE));

const CUES =
  /\b(?:requires?|assumes?|depends? on|builds? on|is based on|relies on|prior knowledge of|familiar(?:ity)? with|an understanding of|knowledge of|recall(?: that)?|as (?:we )?saw in)\b/i;

/** The noun phrases that stand right behind a cue such as "requires" or "builds on". */
export function prerequisitesOf(sentences: readonly Sentence[]): string[] {
  const found = sentences.flatMap((sentence) => {
    const cue = CUES.exec(sentence.text);
    if (!cue) return [];
    const rest = sentence.text.slice(cue.index + cue[0].length);
    const [first] = nounPhrases({ text: rest, words: readWords(rest) });
    return first ? [phraseText(first)] : [];
  });
  return [...new Set(found)].slice(0, 5);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A heading of the text's own, else its two best topics. */
export function titleOf({ title, topics, sentences }: Material): string {
  const heading = title.split(' > ').at(-1) ?? '';
  if (heading !== '') return quietly(heading.replace(/^\s*\d+(?:\.\d+)*[.)]?\s+(?=\p{L})/u, ''), 'en');
  const [first, second] = topics;
  if (!first) return sentences[0]?.text.slice(0, 60) ?? 'Untitled';
  return capital(second && second.count > 1 ? `${first.text} and ${second.text}` : first.text);
}

/** The text's own most central sentences, in its order. */
export const summaryOf = (sentences: readonly Sentence[], count = 3): string => {
  const statements = sentences.filter(isStatement);
  return centralSentences(statements.length > 0 ? statements : sentences, count)
    .map(({ text }) => text)
    .join(' ');
};

/** ISO 639-1; English where the text is too short to tell. */
export const languageOf = (source: string): string => (source.length < 40 ? 'en' : detect(source) || 'en');

/** What a drawing of the text should show. */
export function imagePromptOf(material: Material): string {
  const [main, ...others] = material.topics.slice(0, 6).map(({ text }) => text);
  const title = titleOf(material);
  const parts = others.length > 0 ? `, with ${others.join(', ')}` : '';
  return `A concept map titled “${title}”: ${main ?? title}${parts}.`;
}
