/** Whether two words are one word, mistyped or inflected. */

/** Edits that turn one word into the other, stopping at two: enough to forgive a slip of the finger. */
export function isSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length < 5 || Math.abs(a.length - b.length) > 1 || /\d/.test(a + b)) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  let j = 0;
  while (j < Math.min(a.length, b.length) - i && a[a.length - 1 - j] === b[b.length - 1 - j]) j++;
  return Math.max(a.length, b.length) - i - j <= 1;
}

/** How much two stems are the same word: equal, a slip of the finger, or of one root ("initial", "initialis"). */
export function kinship(a: string, b: string): number {
  if (isSlip(a, b)) return 1;
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a[i] === b[i]) i++;
  if (i >= 5 || (i >= 4 && i >= shorter - 1)) return 0.9;
  return shorter >= 4 && (a.includes(b) || b.includes(a)) ? 0.8 : 0;
}

type Stems = ReadonlySet<string>;

const hasKin = (stem: string, others: Stems): boolean =>
  [...others].some((other) => kinship(stem, other) > 0);

/** Whether two sides name anything in common. */
export const meets = (a: Stems, b: Stems): boolean => [...a].some((stem) => hasKin(stem, b));

/** What of a side is not on the other side too: only that tells the two apart. */
export const onlyIn = (a: Stems, b: Stems): Set<string> => new Set([...a].filter((stem) => !hasKin(stem, b)));
