/** Mends what PDF does to text: ligatures, presentation forms, words broken at line ends. */

/**
 * Characters that stand for the shape of others: Latin and Armenian ligatures, Hebrew and Arabic
 * presentation forms, radicals that fonts of Chinese and Japanese give instead of the characters. All else
 * keeps its form (NFC only): x² must not become x2.
 */
const SHAPES =
  /[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdf9\ufdfc\ufe70-\ufefc\u2e80-\u2fdf\u0132\u0133\u01c4-\u01cc]/gu;
/** Ornate brackets lie among the presentation forms, but are what they are. */
const ORNATE = /[\ufd3e\ufd3f]/u;
/** Bullets of the Symbol and Wingdings fonts, which have no better name in Unicode's private part. */
const PRIVATE_BULLETS = /[\uf0a7\uf0a8\uf0b7\uf0d8\uf076\uf0fc\uf06c\uf06e]/gu;
/** Controls, private use, joiners and marks of direction, and what stands for the unreadable: nothing of it is text. */
const NO_TEXT = /[\p{Cc}\p{Co}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/gu;
const LEADERS = /(?:\s?[.·…_]){5,}/gu;

/** One line as it should be read: NFC, ligatures apart, single spaces, no leaders of dots. A soft hyphen that was drawn is a hyphen. */
export function cleanLine(line: string): string {
  return line
    .replace(SHAPES, (shape) => (ORNATE.test(shape) ? shape : shape.normalize('NFKC')))
    .replace(PRIVATE_BULLETS, '•')
    .replace(/[\t\n\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu, ' ')
    .replace(/\u00ad/gu, '-')
    .replace(NO_TEXT, '')
    .replace(LEADERS, ' … ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .normalize('NFC');
}

/** Whether there is anything to read: a letter or a digit. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

const HYPHEN_AT_END = /(\p{L})[-\u2010]$/u;
/** Written without spaces between words: a line break says nothing. */
const UNSPACED =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}]';
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u');
const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

/**
 * Two lines of one paragraph as one. A hyphen at the end goes where the word goes on in a small letter, and
 * stays where `known` says that the word is written with it elsewhere in the document.
 */
export function joinLines(before: string, after: string, known: (word: string) => boolean): string {
  if (before === '' || after === '') return before + after;
  if (HYPHEN_AT_END.test(before)) return joinHyphenated(before, after, known);
  if (/\d[-\u2010\u2013]$/u.test(before) && /^\d/u.test(after)) return before + after;
  if (ENDS_UNSPACED.test(before) && STARTS_UNSPACED.test(after)) return before + after;
  return `${before} ${after}`;
}

function joinHyphenated(before: string, after: string, known: (word: string) => boolean): string {
  const head = /[\p{L}\p{M}'’-]+$/u.exec(before.slice(0, -1))?.[0] ?? '';
  const tail = /^[\p{L}\p{M}'’]+/u.exec(after)?.[0] ?? '';
  if (tail === '') return `${before} ${after}`;
  const whole = head + tail;
  // "Jean-" and "Paul": a capital after a small letter is a name, unless the word is written so elsewhere.
  const isName = /^\p{Lu}/u.test(tail) && !/\p{Lu}$/u.test(head);
  if (known(whole)) return before.slice(0, -1) + after;
  return isName || known(`${head}-${tail}`) ? before + after : before.slice(0, -1) + after;
}

/** The words of the document in small letters, hyphens kept inside: what `joinLines` asks. */
export function vocabulary(lines: Iterable<string>, most: number): (word: string) => boolean {
  const words = new Set<string>();
  for (const line of lines) {
    for (const word of line.toLowerCase().match(/\p{L}+(?:-\p{L}+)*(?![-\p{L}])/gu) ?? []) {
      if (words.size < most) words.add(word);
    }
  }
  return (word) => words.has(word.toLowerCase());
}
