/** Text made comparable: for quotations, which must match a page, and for answers, which must not leak. */

const TYPOGRAPHY: readonly [RegExp, string][] = [
  [/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ''],
  [/[‘’‚‛′`´]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, '-'],
  [/‹/g, '<'],
  [/›/g, '>'],
  [/&(?:amp|#38);/g, '&'],
  [/&(?:lt|#60);/g, '<'],
  [/&(?:gt|#62);/g, '>'],
  [/&(?:quot|#34);/g, '"'],
  [/&(?:apos|#39);/g, "'"],
  // Emphasis is the tutor's or the page's own dress, not its words.
  [/[*_]+/g, ''],
  // A word that the page breaks over two lines is one word.
  [/(\p{Ll})-\s*\n\s*(\p{Ll})/gu, '$1$2'],
  [/\s+/g, ' '],
];

/** The same words for the same sentence, however it was typed, set or wrapped. Case is folded. */
export const normaliseText = (text: string): string =>
  TYPOGRAPHY.reduce((sofar, [pattern, plain]) => sofar.replace(pattern, plain), text.normalize('NFKC'))
    .toLowerCase()
    .trim();

/** Letters and digits only: what stays of a text under any spacing, punctuation or emphasis. */
export const squash = (text: string): string =>
  normaliseText(text)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '');

export const wordsOf = (text: string): string[] =>
  normaliseText(text).match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];

/** Words too common to tell one sentence from another (English; other languages are told by length alone). */
const COMMON = new Set(
  (
    'the and for are was were has have had not but its that this these those with from into onto than then they them ' +
    'their there here when where which while what who whom whose how why can could may might will would shall should ' +
    'must does did done been being because also such some any all each every more most other another very just only ' +
    'about over under between after before during through out your you our one two per via is it in of on to as at by ' +
    'an be or so if we he she his her do'
  ).split(' '),
);

/** A word cut to what its inflections share; rough on purpose, since several words decide together. */
export const stem = (word: string): string => {
  const bare = word.replace(/'s?$/, '');
  if (/^\d/.test(bare) || bare.length <= 4) return bare;
  return bare.replace(/(?:ings?|edly|ed|ies|es|s|ly)$/, '').slice(0, 7);
};

/** The stems of a text's telling words, each once. Numbers always tell. */
export const contentStems = (text: string): Set<string> =>
  new Set(
    wordsOf(text)
      .filter((word) => /^\d/.test(word) || (word.length >= 3 && !COMMON.has(word)))
      .map(stem),
  );

const sentenceBreaks = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a text, in order, as they stand, with their trailing space. */
export const sentencesOf = (text: string): string[] =>
  [...sentenceBreaks.segment(text)].map(({ segment }) => segment);

/** How many of the first set's members the second has, 0–1; 0 for an empty first. */
export const containment = (part: ReadonlySet<string>, whole: ReadonlySet<string>): number =>
  part.size === 0 ? 0 : [...part].filter((one) => whole.has(one)).length / part.size;
