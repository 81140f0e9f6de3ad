/** Chance that can be had again: the same seed gives the same numbers on every machine. */

export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, uniform on [0, 1), good enough for simulated people. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `bound`. */
export const below = (random: Random, bound: number): number => Math.floor(random() * bound);

/** The list in a random order; the list given stays as it was. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const order = list.map((value) => ({ value, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
