import { describe, expect, it } from 'vitest';
import { type Column, nextDrawn, runsOf, spanOf } from './window.ts';

const HIGH = 100;
const MANY = 1000;
const always = () => true;

const KEYS = Array.from({ length: MANY }, (_, i) => `b${i}`);
const placesOf = (keys: readonly string[]) => new Map(keys.map((key, at) => [key, at]));

/** A thousand blocks of a hundred pixels, seen through a window of five hundred. */
const column = (more: Partial<Column> = {}): Column => ({
  keys: KEYS,
  places: placesOf(KEYS),
  heights: Array.from({ length: MANY }, () => HIGH),
  view: { top: 50_000, height: 500 },
  kept: [],
  held: [],
  ...more,
});

/** Steps until none is left; gives what is drawn by place, and how many came and went at most at once. */
function settled(start: ReadonlySet<string>, at: Column, mayGo: (key: string) => boolean = always) {
  let drawn = start;
  let most = 0;
  for (let i = 0; i < MANY; i++) {
    const next = nextDrawn(drawn, at, mayGo);
    const [before, after] = [drawn, next.drawn];
    const changed =
      [...after].filter((key) => !before.has(key)).length +
      [...before].filter((key) => !after.has(key)).length;
    most = Math.max(most, changed);
    drawn = after;
    if (next.isDone)
      return { drawn, places: [...drawn].map((key) => Number(key.slice(1))).sort((x, y) => x - y), most };
  }
  throw new Error('it never rests');
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('spanOf', () => {
  it('finds what touches the view, and nothing where there is nothing', () => {
    const heights = [10, 20, 30, 40];
    expect(spanOf(heights, 0, 10)).toEqual({ from: 0, to: 1 });
    expect(spanOf(heights, 10, 31)).toEqual({ from: 1, to: 3 });
    expect(spanOf(heights, -50, 1000)).toEqual({ from: 0, to: 4 });
    expect(spanOf(heights, 200, 300)).toEqual({ from: 4, to: 4 });
    expect(spanOf([], 0, 100)).toEqual({ from: 0, to: 0 });
  });
});

describe('nextDrawn', () => {
  it('draws the view and one more on either side, the view first, never much at a time', () => {
    const first = nextDrawn(new Set(), column(), always);
    expect(first.isDone).toBe(false);
    for (const key of first.drawn) expect(range(500, 505)).toContain(Number(key.slice(1)));
    const { places, most } = settled(new Set(), column());
    expect(places).toEqual(range(495, 510));
    expect(most).toBeLessThanOrEqual(12);
  });

  it('lets go what is far, and leaves what is only a little off', () => {
    const { drawn } = settled(new Set(), column());
    expect(settled(drawn, column({ view: { top: 50_500, height: 500 } })).places).toEqual(range(495, 515));
    expect(settled(drawn, column({ view: { top: 0, height: 500 } })).places).toEqual(range(0, 10));
  });

  it('never lets go of what may not go, is kept or is held', () => {
    const { drawn } = settled(new Set(), column());
    const away = column({ view: { top: 0, height: 500 }, kept: [{ from: 990, to: MANY }] });
    expect(nextDrawn(drawn, away, always).drawn.has('b999')).toBe(true);
    expect(settled(drawn, away, (key) => key !== 'b500').places).toEqual([
      ...range(0, 10),
      500,
      ...range(990, MANY),
    ]);
    const held = { ...away, kept: [], held: [{ from: 300, to: 400 }] };
    const { places, most } = settled(drawn, held);
    expect(places).toEqual([...range(0, 10), ...range(300, 400)]);
    expect(most).toBeLessThanOrEqual(12);
  });

  it('forgets what has gone from the column', () => {
    const { drawn } = settled(new Set(['gone', 'b500']), column(), () => false);
    expect(drawn.has('gone')).toBe(false);
  });

  it('rests: where nothing is to do it is the same set', () => {
    const { drawn } = settled(new Set(), column());
    expect(nextDrawn(drawn, column(), always)).toEqual({ drawn, isDone: true });
    expect(nextDrawn(drawn, column(), always).drawn).toBe(drawn);
  });

  it('forgets nothing that is far and in use, and asks of nothing that is near', () => {
    const { drawn } = settled(new Set(), column());
    const asked: string[] = [];
    nextDrawn(drawn, column(), (key) => asked.push(key) > 0);
    expect(asked).toEqual([]);
    expect(nextDrawn(drawn, column({ view: { top: 0, height: 500 } }), () => false).drawn).toEqual(
      new Set([...drawn, 'b0', 'b1', 'b2', 'b3']),
    );
  });
});

describe('runsOf', () => {
  it('leaves as much room as the missing would take, in one piece between those drawn', () => {
    const heights = [10, 20, 30, 40, 50];
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const places = placesOf(keys);
    expect(runsOf({ places, heights, kept: [{ from: 4, to: 5 }] }, new Set(['c']))).toEqual([
      { from: 0, height: 30 },
      { at: 2 },
      { from: 3, height: 40 },
      { at: 4 },
    ]);
    expect(runsOf({ places, heights, kept: [] }, new Set(keys))).toEqual(keys.map((_, at) => ({ at })));
  });

  it('is as high as the column, whatever is drawn', () => {
    const { drawn } = settled(new Set(), column());
    const room = runsOf(column(), drawn).reduce((sum, run) => sum + ('height' in run ? run.height : HIGH), 0);
    expect(room).toBe(MANY * HIGH);
  });
});
