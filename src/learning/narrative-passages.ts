/**
 * Which choices may stand so that nobody arrives before what they need, on any path.
 *
 * For every node it holds what a learner has certainly met on arriving there: the intersection over all ways in
 * (dominators, as compilers compute them). A choice is allowed if afterwards that still covers what every node requires.
 */

export type Passages = {
  /** Opens a way from one node to another, unless somebody could then arrive unprepared; says whether it stands. */
  open: (from: number, to: number) => boolean;
};

/**
 * Begins with the chain 0 → 1 → 2 → …, on which everything before is met. `required` holds the places each node
 * needs, all of them earlier in the chain.
 */
export function openPassages(required: readonly ReadonlySet<number>[]): Passages {
  const bit = (place: number): bigint => 1n << BigInt(place);
  const needs = required.map((places) => [...places].reduce((mask, place) => mask | bit(place), 0n));
  // What nobody requires need not be followed: skipping it changes nothing.
  const relevant = needs.reduce((mask, need) => mask | need, 0n);
  const met = required.map((_, place) => (bit(place) - 1n) & relevant);
  const ways = required.map((_, place) => new Set(place + 1 < required.length ? [place + 1] : []));

  const metAfter = (from: number, changed: ReadonlyMap<number, bigint>): bigint =>
    ((changed.get(from) ?? met[from] ?? 0n) | bit(from)) & relevant;

  const open = (from: number, to: number): boolean => {
    const changed = new Map<number, bigint>();
    const affected = [{ from, to }];
    for (let way = affected.pop(); way !== undefined; way = affected.pop()) {
      const before = changed.get(way.to) ?? met[way.to] ?? 0n;
      const after = before & metAfter(way.from, changed);
      if (after === before) continue;
      const need = needs[way.to] ?? 0n;
      if ((after & need) !== need) return false;
      changed.set(way.to, after);
      for (const next of ways[way.to] ?? []) affected.push({ from: way.to, to: next });
    }
    for (const [place, mask] of changed) met[place] = mask;
    ways[from]?.add(to);
    return true;
  };
  return { open };
}
