/** Finds the columns of a page and puts its fragments of lines into reading order. */

import { readsLeftwards } from './pdf-bidi.ts';
import type { Span } from './pdf-spans.ts';

/** Spans of one row with no wide gap between them: part of a line, a cell, or the whole line. */
export type Fragment = {
  spans: Span[];
  u0: number;
  u1: number;
  v: number;
  size: number;
  order: number;
  letters: number;
};

/** Fragments to be read row by row. */
export type Region = Fragment[];

/** A gutter is at least this wide, in letter heights. */
const NARROWEST_GUTTER = 0.6;
/** Fewer fragments on a side than this are no column but a name beside a date. */
const SHORTEST_COLUMN = 3;
/** Lines of prose have more letters than this, cells of tables mostly fewer. */
const PROSE_LETTERS = 25;
const CELL_LETTERS = 16;
/** Gutters that are looked at, the least crossed first. */
const MOST_GUTTERS = 200;
/** Columns inside columns; a newspaper has two levels. */
const DEEPEST = 8;

type Gutter = { from: number; to: number; across: number };

export function inColumns(fragments: readonly Fragment[], depth = 0): Region[] {
  const sorted = fragments.toSorted((a, b) => a.v - b.v || a.u0 - b.u0);
  if (depth >= DEEPEST || sorted.length < 2 * SHORTEST_COLUMN) return sorted.length > 0 ? [sorted] : [];
  const bands = bestDivision(sorted);
  return bands === null ? [sorted] : bands.flatMap((band) => readBand(band, depth));
}

/** The bands of the gutter that puts the most fragments into columns, or null where none does. */
function bestDivision(sorted: readonly Fragment[]): Band[] | null {
  let best: { bands: Band[]; inColumns: number } | null = null;
  for (const gutter of findGutters(sorted)) {
    const bands = splitAt(sorted, gutter);
    const columns = bands.filter(({ left, right }) => areColumns(left, right));
    const count = columns.reduce((sum, { left, right }) => sum + left.length + right.length, 0);
    if (count > (best?.inColumns ?? 0)) best = { bands, inColumns: count };
  }
  return best?.bands ?? null;
}

/** Fragments across the gutter, or those on its two sides, between one change and the next. */
type Band = { across: Fragment[]; left: Fragment[]; right: Fragment[] };

function readBand({ across, left, right }: Band, depth: number): Region[] {
  if (across.length > 0) return inColumns(across, depth + 1);
  if (!areColumns(left, right)) return [[...left, ...right].toSorted((a, b) => a.v - b.v || a.u0 - b.u0)];
  const sides = [inColumns(left, depth + 1), inColumns(right, depth + 1)];
  return (isLeftwards([...left, ...right]) ? sides.toReversed() : sides).flat();
}

function isLeftwards(fragments: readonly Fragment[]): boolean {
  return readsLeftwards(fragments.flatMap(({ spans }) => spans.flatMap(({ clusters }) => clusters)));
}

/** Where coverage is low across the whole region: least crossed first, then widest. */
function findGutters(fragments: readonly Fragment[]): Gutter[] {
  const size = median(fragments.map((fragment) => fragment.size));
  const edges = [...new Set(fragments.flatMap(({ u0, u1 }) => [u0, u1]))].sort((a, b) => a - b);
  const gutters: Gutter[] = [];
  const changes = coverageChanges(fragments);
  let across = 0;
  edges.forEach((from, index) => {
    const to = edges[index + 1];
    across += changes.get(from) ?? 0;
    if (to === undefined || to - from < NARROWEST_GUTTER * size) return;
    gutters.push({ from, to, across });
  });
  return gutters
    .filter((gutter) => hasTwoSides(fragments, gutter))
    .sort((a, b) => a.across - b.across || b.to - b.from - (a.to - a.from))
    .slice(0, MOST_GUTTERS);
}

/** By how much the number of fragments over a point changes at each edge. */
function coverageChanges(fragments: readonly Fragment[]): Map<number, number> {
  const changes = new Map<number, number>();
  for (const { u0, u1 } of fragments) {
    changes.set(u0, (changes.get(u0) ?? 0) + 1);
    changes.set(u1, (changes.get(u1) ?? 0) - 1);
  }
  return changes;
}

function hasTwoSides(fragments: readonly Fragment[], { from, to }: Gutter): boolean {
  const left = fragments.filter(({ u1 }) => u1 <= from).length;
  const right = fragments.filter(({ u0 }) => u0 >= to).length;
  return left >= SHORTEST_COLUMN && right >= SHORTEST_COLUMN;
}

function splitAt(sorted: readonly Fragment[], { from, to }: Gutter): Band[] {
  const bands: Band[] = [];
  let wasAcross: boolean | null = null;
  for (const fragment of sorted) {
    const isAcross = fragment.u0 < from && fragment.u1 > to;
    if (isAcross !== wasAcross) bands.push({ across: [], left: [], right: [] });
    wasAcross = isAcross;
    const band = bands.at(-1);
    if (isAcross) band?.across.push(fragment);
    else if (fragment.u1 <= from) band?.left.push(fragment);
    else band?.right.push(fragment);
  }
  return bands;
}

/**
 * Columns are drawn one after the other; the rows of a table are drawn across. Where every line was drawn
 * across (some programs do), only prose is taken for columns. Cells that stand level side by side, short ones
 * or few of them, are a table however they were drawn.
 */
function areColumns(left: readonly Fragment[], right: readonly Fragment[]): boolean {
  if (left.length < 2 || right.length < 2 || left.length + right.length < 2 * SHORTEST_COLUMN) return false;
  const shorter = Math.min(median(left.map(lettersOf)), median(right.map(lettersOf)));
  const fewest = Math.min(left.length, right.length);
  if ((shorter < CELL_LETTERS || fewest <= SHORTEST_COLUMN) && level(left, right) > 0.7) return false;
  const changes = sideChanges(left, right);
  const total = left.length + right.length;
  if (changes <= Math.max(1, 0.1 * total)) return true;
  return changes >= 0.6 * total && shorter >= PROSE_LETTERS;
}

function lettersOf({ letters }: Fragment): number {
  return letters;
}

/** Share of the fewer side's fragments that stand on one height with one of the other side. */
function level(left: readonly Fragment[], right: readonly Fragment[]): number {
  const [fewer, more] = left.length <= right.length ? [left, right] : [right, left];
  const beside = fewer.filter((a) => more.some((b) => Math.abs(a.v - b.v) < 0.2 * a.size));
  return beside.length / fewer.length;
}

function sideChanges(left: readonly Fragment[], right: readonly Fragment[]): number {
  const drawn = [
    ...left.map(({ order }) => ({ order, side: 0 })),
    ...right.map(({ order }) => ({ order, side: 1 })),
  ].sort((a, b) => a.order - b.order);
  return drawn.filter(({ side }, index) => index > 0 && side !== drawn[index - 1]?.side).length;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
