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
  /** Whether it holds a letter or a digit; braces and rules stretch over rows without being cells. */
  readable: boolean;
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
/** Places for a gutter are tried this far apart, in points: none is narrower. */
const BETWEEN_GUTTERS = 2;
/** More places than this are not tried, however wide the page. */
const MOST_GUTTERS = 400;
/** Columns inside columns; a newspaper has two levels. */
const DEEPEST = 8;

export function inColumns(fragments: readonly Fragment[], depth = 0): Region[] {
  const sorted = fragments.toSorted((a, b) => a.v - b.v || a.u0 - b.u0);
  if (depth >= DEEPEST || sorted.length < 2 * SHORTEST_COLUMN) return sorted.length > 0 ? [sorted] : [];
  const bands = bestDivision(sorted);
  return bands === null ? [sorted] : mergeUndivided(bands).flatMap((part) => readPart(part, depth));
}

/** The bands of the gutter that puts the most fragments into columns, or null where none does. */
function bestDivision(sorted: readonly Fragment[]): Band[] | null {
  let best: { bands: Band[]; inColumns: number } | null = null;
  for (const gutter of possibleGutters(sorted)) {
    const bands = splitAt(sorted, gutter);
    const columns = bands.filter(({ left, right }) => areColumns(left, right));
    const count = columns.reduce((sum, { left, right }) => sum + left.length + right.length, 0);
    if (count > (best?.inColumns ?? 0)) best = { bands, inColumns: count };
  }
  return best?.bands ?? null;
}

/** Fragments across the gutter, or those on its two sides, between one change and the next. */
type Band = { across: Fragment[]; left: Fragment[]; right: Fragment[] };

/** Two columns, or what lies above, between and below them as one. */
type Part = { undivided: Fragment[]; columns: [Fragment[], Fragment[]] | null };

function mergeUndivided(bands: readonly Band[]): Part[] {
  const parts: Part[] = [];
  for (const { across, left, right } of bands) {
    const last = parts.at(-1);
    if (areColumns(left, right)) parts.push({ undivided: [], columns: [left, right] });
    else if (last?.columns === null) last.undivided.push(...across, ...left, ...right);
    else parts.push({ undivided: [...across, ...left, ...right], columns: null });
  }
  return parts;
}

function readPart({ undivided, columns }: Part, depth: number): Region[] {
  if (columns === null) return inColumns(undivided, depth + 1);
  const sides = columns.map((side) => inColumns(side, depth + 1));
  return (isLeftwards(columns.flat()) ? sides.toReversed() : sides).flat();
}

function isLeftwards(fragments: readonly Fragment[]): boolean {
  return readsLeftwards(fragments.flatMap(({ spans }) => spans.flatMap(({ clusters }) => clusters)));
}

/** Places with enough fragments on both sides, one for each way in which a line down the page would divide them. */
function possibleGutters(fragments: readonly Fragment[]): number[] {
  const ends = fragments.map(({ u1 }) => u1).sort((a, b) => a - b);
  const starts = fragments.map(({ u0 }) => u0).sort((a, b) => a - b);
  const first = ends[SHORTEST_COLUMN - 1] ?? 0;
  const last = starts.at(-SHORTEST_COLUMN) ?? 0;
  const edges = [...ends, ...starts].sort((a, b) => a - b);
  const step = Math.max(BETWEEN_GUTTERS, (last - first) / MOST_GUTTERS);
  const places: number[] = [];
  let edge = 0;
  for (let place = first + step / 2; place <= last; place += step) {
    const passed = edge;
    while (edge < edges.length && (edges[edge] ?? 0) <= place) edge += 1;
    if (edge > passed) places.push(place);
  }
  return places;
}

function splitAt(sorted: readonly Fragment[], gutter: number): Band[] {
  const bands: Band[] = [];
  let wasAcross: boolean | null = null;
  for (const fragment of sorted) {
    const isAcross = fragment.u0 < gutter && fragment.u1 > gutter;
    if (isAcross !== wasAcross) bands.push({ across: [], left: [], right: [] });
    wasAcross = isAcross;
    const band = bands.at(-1);
    if (isAcross) band?.across.push(fragment);
    else if (fragment.u1 <= gutter) band?.left.push(fragment);
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
  if (Math.min(left.length, right.length) < SHORTEST_COLUMN) return false;
  const fewest = Math.min(rowCount(left), rowCount(right));
  if (fewest < SHORTEST_COLUMN || gutterBetween(left, right) < NARROWEST_GUTTER) return false;
  const shorter = Math.min(median(left.map(lettersOf)), median(right.map(lettersOf)));
  if ((shorter < CELL_LETTERS || fewest <= SHORTEST_COLUMN) && level(left, right) > 0.7) return false;
  const changes = sideChanges(left, right);
  const total = left.length + right.length;
  if (changes <= Math.max(1, 0.1 * total)) return true;
  return changes >= 0.6 * total && shorter >= PROSE_LETTERS;
}

/** How many lines a side has; one with wide gaps between its words is several fragments. */
function rowCount(side: readonly Fragment[]): number {
  const heights = side.map(({ v }) => v).sort((a, b) => a - b);
  const apart = 0.5 * median(side.map(({ size }) => size));
  return heights.filter((v, index) => index === 0 || v - (heights[index - 1] ?? v) > apart).length;
}

/** Free width between the sides, in letter heights. */
function gutterBetween(left: readonly Fragment[], right: readonly Fragment[]): number {
  const free = Math.min(...right.map(({ u0 }) => u0)) - Math.max(...left.map(({ u1 }) => u1));
  return free / median([...left, ...right].map(({ size }) => size));
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
