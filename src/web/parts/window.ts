/** Which blocks of a long column are drawn: what is near the view and what may not go; all others are as much empty room. Pure. */

/** Blocks by their place in the column; the one at `to` is none of them. */
export type Span = { from: number; to: number };

export type Column = {
  keys: readonly string[];
  /** Where each of them is. */
  places: ReadonlyMap<string, number>;
  /** Of each block, measured or supposed; pixels. */
  heights: readonly number[];
  /** What of the column is in sight, pixels from its beginning. */
  view: { top: number; height: number };
  /** What is drawn wherever the view is, at once. */
  kept: readonly Span[];
  /** What is drawn besides, as what is near: what somebody has selected, or is about to walk to. */
  held: readonly Span[];
};

/** This many views above and below are drawn, and what is further off than so many goes; apart, so that a small turn changes nothing. */
const NEAR_VIEWS = 1;
const FAR_VIEWS = 2.5;

/** How many blocks may come at a time, and how many where a hole is in sight: more would be felt as a stutter. */
const STEP = 2;
const STEP_IN_SIGHT = 4;

/** The blocks that touch what lies between two heights, pixels. */
export function spanOf(heights: readonly number[], top: number, bottom: number): Span {
  let from = 0;
  let above = 0;
  for (; from < heights.length; from++) {
    const below = above + (heights[from] ?? 0);
    if (below > top) break;
    above = below;
  }
  let to = from;
  for (; to < heights.length && above < bottom; to++) above += heights[to] ?? 0;
  return { from, to };
}

const viewsAround = ({ heights, view }: Column, views: number): Span =>
  spanOf(heights, view.top - views * view.height, view.top + (1 + views) * view.height);

const placesIn = ({ from, to }: Span): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const isIn = (at: number, { from, to }: Span): boolean => at >= from && at < to;
const distance = (at: number, { from, to }: Span): number => Math.max(from - at, at - to + 1, 0);

/**
 * One step from what is drawn towards what should be: what is kept at once, of what is near only some, the nearest first,
 * and of what is far some goes again, unless `mayGo` forbids. `isDone` where no step is left to take.
 */
export function nextDrawn(
  drawn: ReadonlySet<string>,
  column: Column,
  mayGo: (key: string) => boolean,
): { drawn: ReadonlySet<string>; isDone: boolean } {
  const { keys, kept, held } = column;
  const sight = viewsAround(column, 0);
  const near = viewsAround(column, NEAR_VIEWS);
  const far = viewsAround(column, FAR_VIEWS);
  const missing = (...spans: readonly Span[]): number[] =>
    [...new Set(spans.flatMap(placesIn))].filter((at) => !drawn.has(keys[at] ?? ''));
  const wanted = missing(near, ...held).sort((x, y) => distance(x, sight) - distance(y, sight));
  const staying = [far, ...kept, ...held];
  const inSight = wanted.filter((at) => isIn(at, sight)).length;
  const step = Math.max(STEP, Math.min(inSight, STEP_IN_SIGHT));
  const coming = [...missing(...kept), ...wanted.slice(0, step)].flatMap((at) => keys[at] ?? []);
  const going: string[] = [];
  let more = wanted.length > step;
  for (const key of drawn) {
    const at = column.places.get(key);
    if (at !== undefined && staying.some((span) => isIn(at, span))) continue;
    if (going.length >= STEP_IN_SIGHT) {
      more = true;
      break;
    }
    if (at === undefined || mayGo(key)) going.push(key);
  }
  if (coming.length === 0 && going.length === 0) return { drawn, isDone: !more };
  const gone = new Set(going);
  return { drawn: new Set([...drawn, ...coming].filter((key) => !gone.has(key))), isDone: !more };
}

/** The column as it stands: drawn blocks, and the height of those between them that are not. */
export type Run = { at: number } | { from: number; height: number };

export function runsOf(
  { heights, places, kept }: Pick<Column, 'heights' | 'places' | 'kept'>,
  drawn: ReadonlySet<string>,
): Run[] {
  const shown = [...drawn].flatMap((key) => places.get(key) ?? []);
  const all = new Set([...shown, ...kept.flatMap(placesIn)]);
  const runs: Run[] = [];
  let next = 0;
  for (const at of [...all].sort((x, y) => x - y).concat(heights.length)) {
    if (at > next) {
      let height = 0;
      for (let i = next; i < at; i++) height += heights[i] ?? 0;
      runs.push({ from: next, height });
    }
    if (at < heights.length) runs.push({ at });
    next = at + 1;
  }
  return runs;
}
