/**
 * Tells texts that say the same in nearly the same words: two versions of a policy, a paragraph that stands in three
 * hand-outs. A learner who searches wants it once.
 */

/** Characters a piece; so few tell texts apart in scripts with and without spaces alike. */
const PIECE = 6;
/** Pieces that stand for a text: the ones with the smallest hashes (Broder 1997, bottom-k sketch). */
const SKETCH = 128;
/** Share of pieces in common from which on two texts count as one; about one word in fifteen may differ. */
const ALIKE = 0.7;

/**
 * The list without what a text before it says nearly word for word already.
 *
 * @param ranked best first
 * @returns each kept one with those that were folded into it
 */
export function foldNearDuplicates<T>(
  ranked: readonly T[],
  textOf: (one: T) => string,
): { kept: T; folded: T[] }[] {
  const groups: { kept: T; folded: T[]; sketch: Sketch }[] = [];
  for (const one of ranked) {
    const sketch = sketchOf(textOf(one));
    const same = groups.find((group) => resemblance(group.sketch, sketch) >= ALIKE);
    if (same === undefined) groups.push({ kept: one, folded: [], sketch });
    else same.folded.push(one);
  }
  return groups.map(({ kept, folded }) => ({ kept, folded }));
}

/** Ascending. */
type Sketch = readonly number[];

function sketchOf(text: string): Sketch {
  const plain = text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const hashes = new Set<number>();
  for (let at = 0; at === 0 || at + PIECE <= plain.length; at += 1) hashes.add(hashOf(plain, at));
  return [...hashes].sort((a, b) => a - b).slice(0, SKETCH);
}

/** FNV-1a of one piece. */
function hashOf(text: string, from: number): number {
  let hash = 0x811c9dc5;
  const end = Math.min(text.length, from + PIECE);
  for (let at = from; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** An estimate of the share of pieces in common: of the smallest hashes of both together, how many both have. */
function resemblance(a: Sketch, b: Sketch): number {
  let [i, j, both, seen] = [0, 0, 0, 0];
  const wanted = Math.min(SKETCH, Math.max(a.length, b.length));
  while (seen < wanted && (i < a.length || j < b.length)) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
    seen += 1;
  }
  return both / seen;
}
