/** Puts accents back on their letters: TeX and others draw "ï" as "¨" with "ı" printed under it. */

/** Accents that stand alone, and the same as marks on a letter. */
const MARKS = new Map([
  ['`', '\u0300'],
  ['\u00b4', '\u0301'],
  ['^', '\u0302'],
  ['\u02c6', '\u0302'],
  ['~', '\u0303'],
  ['\u02dc', '\u0303'],
  ['\u00af', '\u0304'],
  ['\u02d8', '\u0306'],
  ['\u02d9', '\u0307'],
  ['\u00a8', '\u0308'],
  ['\u02da', '\u030a'],
  ['\u02dd', '\u030b'],
  ['\u02c7', '\u030c'],
  ['\u00b8', '\u0327'],
  ['\u02db', '\u0328'],
]);

const DOTTED = new Map([
  ['\u0131', 'i'],
  ['\u0237', 'j'],
]);

/** The letter with its accent as one character, whichever was drawn first; null where they make none. */
export function accented(first: string, second: string): string | null {
  return compose(first, second) ?? compose(second, first);
}

function compose(letter: string, accent: string): string | null {
  const mark = MARKS.get(accent);
  if (mark === undefined || !/^\p{L}$/u.test(letter)) return null;
  const whole = ((DOTTED.get(letter) ?? letter) + mark).normalize('NFC');
  return [...whole].length === 1 ? whole : null;
}
