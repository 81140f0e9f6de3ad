/** Reads a text into sentences and words, in any language the platform's segmenter knows. */
import segment from 'sentencex';
import { stemmer } from 'stemmer';
import * as lists from 'stopword';

const STOP_LISTS: Readonly<Record<string, readonly string[]>> = {
  ar: lists.ara,
  da: lists.dan,
  de: lists.deu,
  en: lists.eng,
  es: lists.spa,
  fi: lists.fin,
  fr: lists.fra,
  he: lists.heb,
  hi: lists.hin,
  id: lists.ind,
  it: lists.ita,
  ja: lists.jpn,
  ko: lists.kor,
  nb: lists.nob,
  nl: lists.nld,
  no: lists.nob,
  pl: lists.pol,
  pt: lists.por,
  ru: lists.rus,
  sv: lists.swe,
  tr: lists.tur,
  uk: lists.ukr,
  zh: lists.zho,
};

/** The language without region or script: `en` of `en-GB`; English where none is known. */
export function baseLanguage(language: string | null): string {
  const base = (language ?? 'en').toLowerCase().split('-', 1)[0] ?? '';
  return /^[a-z]{2,3}$/.test(base) ? base : 'en';
}

const stopSets = new Map<string, ReadonlySet<string>>();
/** Words of grammar, not of content; empty for a language without a list. */
export function stopWords(language: string): ReadonlySet<string> {
  const known = stopSets.get(language) ?? new Set(STOP_LISTS[language]);
  stopSets.set(language, known);
  return known;
}

/** A line that is an item or a row by itself, not a part of a paragraph broken over lines. */
const OWN_LINE = /^\s*(?:[-*•–]\s+|\d{1,3}[.)]\s+)|\s\|\s/;
const BULLET = /^\s*(?:[-*•–]\s+|\d{1,3}[.)]\s+)/;

export const isRow = (line: string): boolean => line.includes(' | ');

/** The rows of a table; one without a first cell goes on with what the row above had no room for, cell by cell. */
export function tableRows(lines: readonly string[]): string[] {
  const rows: string[][] = [];
  for (const line of lines) {
    if (!/[\p{L}\p{N}]/u.test(line)) continue;
    const cells = line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map(tidy);
    const above = rows.at(-1);
    if (above === undefined || cells[0] !== '') rows.push(cells);
    else for (const [at, cell] of cells.entries()) above[at] = tidy(`${above[at] ?? ''} ${cell}`);
  }
  return rows.map((cells) => cells.join(' | '));
}

/** The sentences of a text in order, bullets off; list items and table rows count as sentences of their own. */
export function sentencesOf(text: string, language: string | null): string[] {
  const base = baseLanguage(language);
  return text.split(/\n\s*\n/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    // A cell may ask ("Am I seen?") without ending its row.
    if (lines.some(isRow)) return tableRows(lines).map(tidy);
    const isList = lines.some((line) => OWN_LINE.test(line));
    const units = isList ? lines.map((line) => line.replace(BULLET, '')) : [lines.join(' ')];
    return units
      .flatMap((unit) => segment(base, unit))
      .map(tidy)
      .filter(Boolean);
  });
}

export const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const segmenters = new Map<string, Intl.Segmenter>();
function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, known);
  return known;
}

/** The words as they are written. */
export const wordsOf = (text: string, language: string | null): string[] =>
  [...segmenterOf(baseLanguage(language)).segment(text)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment: word }) => word);

/** What forms of one word have in common: Porter's stem in English, elsewhere the first six letters. */
export function stemOf(word: string, language: string): string {
  const plain = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s$/, '');
  return language === 'en' ? stemmer(plain) : plain.slice(0, 6);
}

/** Stems of the words that carry content, in order. */
export function contentStems(text: string, language: string | null): string[] {
  const base = baseLanguage(language);
  const stops = stopWords(base);
  return wordsOf(text, language)
    .filter((word) => !stops.has(word.toLowerCase()))
    .map((word) => stemOf(word, base));
}
