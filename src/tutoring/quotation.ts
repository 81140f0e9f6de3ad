/** What stands in quotation marks: whether it is a quotation, and whether a page holds it, however either is set. */
import { contentStems, normaliseText, sentencesOf, wordsOf } from './words.ts';

const QUOTED = /“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"/g;

/** Fewer quoted words than this are a term in quotation marks, not a quotation. */
const QUOTATION = 3;
/** Scripts that set no spaces between words: so many characters are a quotation. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const UNSPACED_CHARACTERS = 6;
/** What an ellipsis may leave out, UTF-16 units: more would stitch a sentence that nobody wrote. */
const LONGEST_ELISION = 500;
/** A sentence with so many telling words says something of its own. */
const OWN_WORDS = 3;

const isLetter = (char: string | undefined): boolean =>
  char !== undefined && /[\p{L}\p{N}]/u.test(char) && !UNSPACED.test(char);

/** Where a phrase begins in a text, whole words only; -1 where it does not stand. */
function place(text: string, phrase: string, from: number): number {
  for (let at = text.indexOf(phrase, from); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const isWhole =
      !(isLetter(text[at - 1]) && isLetter(phrase[0])) &&
      !(isLetter(text[at + phrase.length]) && isLetter(phrase.at(-1)));
    if (isWhole) return at;
  }
  return -1;
}

/** A page that breaks a word shows no difference between its hyphen and the break's: then neither counts. */
const unhyphenated = (text: string): string => text.replace(/(?<=\p{L})-\s?(?=\p{L})/gu, '');

/** Whether a quotation stands in a text; what `…` or `[…]` leaves out may lie between its parts, in their order. */
export function standsIn(quote: string, text: string): boolean {
  const [words, page] = [normaliseText(quote), normaliseText(text)];
  return holds(page, words) || holds(unhyphenated(page), unhyphenated(words));
}

function holds(page: string, quote: string): boolean {
  const parts = quote
    .split(/\[?(?:…|\.{3,})\]?/)
    .map((part) => part.replace(/^[\s"',;:.!?()-]+|[\s"',;:.!?()-]+$/g, ''))
    .filter((part) => part !== '');
  const [first, ...rest] = parts;
  if (first === undefined) return false;
  for (let at = place(page, first, 0); at !== -1; at = place(page, first, at + 1))
    if (goesOn(page, rest, at + first.length)) return true;
  return false;
}

/** Whether the parts follow from a place on, each near the last, and what lies between takes no “not” out of a sentence. */
function goesOn(page: string, parts: readonly string[], from: number): boolean {
  const [next, ...rest] = parts;
  if (next === undefined) return true;
  const at = place(page, next, from);
  if (at === -1 || at - from > LONGEST_ELISION) return false;
  const leftOut = page.slice(from, at);
  const turnsAround = !/[.!?]\s/.test(leftOut) && negations(leftOut) % 2 === 1;
  return !turnsAround && goesOn(page, rest, at + next.length);
}

const NEGATION = /\b(?:not|no|never|none|neither|nor|cannot|without|nothing)\b|n't\b/g;
/** How often a text says “not”. */
export const negations = (text: string): number => (normaliseText(text).match(NEGATION) ?? []).length;

export type Quotation = { quote: string; whole: string };

export const isQuotation = (text: string): boolean =>
  [...text].filter((char) => UNSPACED.test(char)).length >= UNSPACED_CHARACTERS ||
  // “One of the” stands on every page.
  (wordsOf(text).length >= QUOTATION && contentStems(text).size > 0);

/** The last quotation of a text, with and without its marks, unless a sentence of the tutor's own has come after it. */
export function lastQuotation(text: string): Quotation | undefined {
  const found = [...text.matchAll(QUOTED)]
    .map((match) => ({
      whole: match[0],
      quote: match.slice(1).find((part) => part !== undefined) ?? '',
      end: match.index + match[0].length,
    }))
    .findLast(({ quote }) => isQuotation(quote));
  if (found === undefined) return undefined;
  const after = sentencesOf(text.slice(found.end));
  return after.some((sentence) => contentStems(sentence).size >= OWN_WORDS && /^\W*\p{Lu}/u.test(sentence))
    ? undefined
    : found;
}
