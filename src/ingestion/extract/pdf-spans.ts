/** Joins the glyphs of a page into words, each on one baseline, and turns them so that all read to the right. */

import { accented } from './pdf-accents.ts';
import type { Hidden } from './pdf-hidden.ts';
import type { Glyph, GlyphStyle } from './pdf-show.ts';

/**
 * A word, or part of one: letters that follow each other on one baseline. `u` runs along the writing and `v`
 * across it, both in points and both growing in reading direction.
 */
export type Span = {
  /** One entry a glyph; several letters where a glyph draws several; accents ride on their letter. */
  clusters: string[];
  u0: number;
  u1: number;
  v: number;
  size: number;
  bold: boolean;
  monospaced: boolean;
  vertical: boolean;
  hidden: Hidden | undefined;
  /** Where the span comes in what the page draws. */
  order: number;
  /** A space was drawn before it, which counts where the gap itself is too small to tell. */
  afterSpace: boolean;
};

/** Spans that are written in the same direction, by degrees clockwise from rightwards. */
export type Writing = { angle: number; spans: Span[] };

/** Gaps as fractions of the letters' height; both established by pdf.js and poppler. */
const SPACE = 0.1;
const SPACE_IF_DRAWN = 0.03;
/** Back over the letter before by this much is kerning; farther is another word, written over this one. */
const FARTHEST_BACK = 0.35;
/** Letters set apart by more than this (in letter heights) are not spread but moved: some programs tabulate so. */
const WIDEST_TRACKING = 0.5;
const SAME_BASELINE = 0.1;
/** A letter printed again within this fraction of its height is a shadow or a poor man's bold. */
const REPRINT = 0.12;
/** More rows of the grid of such places than any page has. */
const GRID_ROWS = 2 ** 24;

export function joinGlyphs(glyphs: readonly Glyph[], hidden: ReadonlyArray<Hidden | undefined>): Writing[] {
  const byAngle = new Map<number, Joiner>();
  glyphs.forEach((glyph, index) => {
    const angle = angleOf(glyph.style);
    const joiner = byAngle.get(angle) ?? newJoiner(angle);
    byAngle.set(angle, joiner);
    join(joiner, glyph, hidden[index], index);
  });
  return [...byAngle].map(([angle, { spans }]) => ({ angle, spans })).filter(({ spans }) => spans.length > 0);
}

/** Whole degrees; within three of upright or level counts as such, as a scan lies askew. */
function angleOf({ along: [dx, dy] }: GlyphStyle): number {
  const degrees = (Math.round((Math.atan2(dy, dx) * 180) / Math.PI) + 360) % 360;
  const quarter = Math.round(degrees / 90) * 90;
  return Math.abs(degrees - quarter) <= 3 ? quarter % 360 : degrees;
}

/** Where a glyph stands. */
type Placed = { text: string; u0: number; u1: number; v: number };

type Joiner = {
  cos: number;
  sin: number;
  spans: Span[];
  current: Span | null;
  spacePending: boolean;
  last: Placed;
  /** Where letters were printed, by letter and place on a coarse grid. */
  printed: Map<string, Map<number, { u: number; v: number }>>;
};

function newJoiner(angle: number): Joiner {
  const radians = (angle * Math.PI) / 180;
  return {
    cos: Math.cos(radians),
    sin: Math.sin(radians),
    spans: [],
    current: null,
    spacePending: false,
    last: { text: '', u0: 0, u1: 0, v: 0 },
    printed: new Map(),
  };
}

function join(joiner: Joiner, glyph: Glyph, hidden: Hidden | undefined, order: number): void {
  const { cos, sin } = joiner;
  const { text, style } = glyph;
  // A code that its font gives no character is mostly that of a space; where it is not, nothing can be read.
  if (/^[\p{Cc}\s]*$/u.test(text)) {
    joiner.spacePending ||= text !== '';
    return;
  }
  const start = glyph.x * cos + glyph.y * sin;
  const end = glyph.endX * cos + glyph.endY * sin;
  const [u0, u1] = [Math.min(start, end), Math.max(start, end)];
  const v = glyph.y * cos - glyph.x * sin;
  if (
    joiner.current !== null &&
    !joiner.spacePending &&
    rideTogether(joiner.current, joiner.last, { text, u0, u1, v })
  )
    return;
  if (hidden === undefined && isReprint(joiner, text, u0, v, style.size)) return;
  const current = joiner.current;
  if (current !== null && continues(current, { u0, v, style, hidden, spaced: joiner.spacePending })) {
    current.clusters.push(text);
    current.u1 = Math.max(current.u1, u1);
  } else {
    joiner.current = newSpan(text, u0, u1, v, style, hidden, order, joiner.spacePending);
    joiner.spans.push(joiner.current);
  }
  joiner.spacePending = false;
  joiner.last = { text, u0, u1, v };
}

function newSpan(
  text: string,
  u0: number,
  u1: number,
  v: number,
  style: GlyphStyle,
  hidden: Hidden | undefined,
  order: number,
  afterSpace: boolean,
): Span {
  const { size, font } = style;
  const { bold, monospaced, vertical } = font;
  return { clusters: [text], u0, u1, v, size, bold, monospaced, vertical, hidden, order, afterSpace };
}

type NextGlyph = { u0: number; v: number; style: GlyphStyle; hidden: Hidden | undefined; spaced: boolean };

/** Whether the glyph goes on with the word. */
function continues(span: Span, { u0, v, style, hidden, spaced }: NextGlyph): boolean {
  const { size, font, tracking } = style;
  if (span.hidden !== hidden || span.bold !== font.bold || Math.abs(span.size - size) > 0.05 * size)
    return false;
  if (Math.abs(span.v - v) > SAME_BASELINE * size) return false;
  const gap = u0 - span.u1;
  const spread = tracking > 0 && tracking < WIDEST_TRACKING * size ? tracking : 0;
  return gap > -FARTHEST_BACK * size && !isSpace(gap - spread, size, spaced);
}

/** Whether a gap (points) between two letters of this height separates words. */
export function isSpace(gap: number, size: number, drawn: boolean): boolean {
  return gap > (drawn ? SPACE_IF_DRAWN : SPACE) * size;
}

/** An accent drawn over the letter before it, or a letter under the accent before it: one cluster with it. */
function rideTogether(span: Span, last: Placed, glyph: Placed): boolean {
  if (Math.abs(last.v - glyph.v) > span.size || !overlaps(last, glyph, span.size)) return false;
  const before = span.clusters.at(-1) ?? '';
  const whole = /^\p{M}+$/u.test(glyph.text) ? before + glyph.text : accented(before, glyph.text);
  if (whole === null) return false;
  span.clusters[span.clusters.length - 1] = whole;
  span.u0 = Math.min(span.u0, glyph.u0);
  span.u1 = Math.max(span.u1, glyph.u1);
  return true;
}

/** Marks of no width of their own count as standing where the pen is, at either side of their letter. */
function overlaps(a: Placed, b: Placed, size: number): boolean {
  const narrower = Math.min(a.u1 - a.u0, b.u1 - b.u0);
  return Math.min(a.u1, b.u1) - Math.max(a.u0, b.u0) > 0.5 * narrower - 0.2 * size;
}

function isReprint({ printed }: Joiner, text: string, u: number, v: number, size: number): boolean {
  const places = printed.get(text) ?? new Map<number, { u: number; v: number }>();
  printed.set(text, places);
  const reach = REPRINT * size;
  const cell = Math.round(u / reach) * GRID_ROWS + Math.round(v / reach);
  for (const column of [-GRID_ROWS, 0, GRID_ROWS]) {
    for (const row of [-1, 0, 1]) {
      const before = places.get(cell + column + row);
      if (before !== undefined && Math.abs(before.u - u) < reach && Math.abs(before.v - v) < reach)
        return true;
    }
  }
  places.set(cell, { u, v });
  return false;
}
