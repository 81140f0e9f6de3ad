/** Tells which glyphs a reader of the page cannot see: nobody may teach, or obey, what nobody was shown. */

import type { Block } from './document.ts';
import type { Ink } from './pdf-ink.ts';
import { area, contains, intersect } from './pdf-matrix.ts';
import type { Paint } from './pdf-pen.ts';
import type { Glyph } from './pdf-show.ts';

export type Hidden = NonNullable<Block['hidden']>;

/** Letters lower than this many points are a dot on paper; the smallest print of contracts is 4. */
const TINIEST = 1.5;
/** Paper is white unless painted. */
const PAPER = 0xffffff;
/** Colours closer than this (distance in RGB, of at most 442) are one to the eye. */
const SAME_COLOUR = 40;
/** A scan covers its page; a logo does not. */
const SCAN_COVERS = 0.5;
/** Height of the strips, in points, by which painted areas are looked up. */
const STRIP = 16;
/** Looking up what lies under a glyph is bounded, so that a page of confetti costs no minute. */
const MOST_LOOKUPS = 20_000_000;

/** For each glyph why it cannot be seen, or undefined where it can. */
export function judgeGlyphs(ink: Ink): Array<Hidden | undefined> {
  const recognized = isRecognizedScan(ink);
  const tinyPage = mostAreTiny(ink.glyphs);
  const mostLooked = Math.max(100, Math.floor(MOST_LOOKUPS / Math.max(1, ink.glyphs.length)));
  const background = backgrounds(ink.paints, mostLooked);
  const covered = covers(ink.paints, mostLooked);
  return ink.glyphs.map((glyph) => {
    const { style } = glyph;
    if (isOffPage(glyph, ink)) return 'off-page';
    if (style.unpainted) return recognized ? undefined : 'invisible';
    if (!tinyPage && style.size < TINIEST) return 'tiny';
    if (covered(glyph)) return 'invisible';
    if (style.colour !== null && vanishes(style.colour, background(glyph))) return 'white';
    return undefined;
  });
}

/**
 * A scanned page carries what text recognition read as invisible text over the picture: there it is the text.
 * It holds only where the picture covers the page and hardly anything else is written.
 */
function isRecognizedScan({ glyphs, paints, width, height }: Ink): boolean {
  const written = glyphs.filter(({ text }) => text.trim() !== '');
  const unpainted = written.filter(({ style }) => style.unpainted).length;
  if (unpainted === 0 || unpainted < 0.8 * written.length) return false;
  const page = { x0: 0, y0: 0, x1: width, y1: height };
  const pictured = paints.filter(({ image }) => image).map((paint) => area(intersect(paint, page)));
  return pictured.reduce((sum, size) => sum + size, 0) >= SCAN_COVERS * width * height;
}

/** A drawing made in other units than points is read enlarged; its letters are small only by number. */
function mostAreTiny(glyphs: readonly Glyph[]): boolean {
  const tiny = glyphs.filter(({ style }) => style.size < TINIEST).length;
  return tiny > 0.9 * glyphs.length;
}

function isOffPage({ x, y, endX, endY, style }: Glyph, { width, height }: Ink): boolean {
  const lowest = Math.min(y, endY) - style.size;
  return (
    Math.max(x, endX) < 0 ||
    Math.min(x, endX) > width ||
    Math.max(y, endY) < 0 ||
    Math.max(lowest, 0) > height
  );
}

function middleOf({ x, y, endX, endY, style: { size, along } }: Glyph): [number, number] {
  // Letters rise from the baseline: to the left of where the writing goes, as y runs downwards.
  const [dx, dy] = along;
  return [(x + endX) / 2 + 0.3 * size * dy, (y + endY) / 2 - 0.3 * size * dx];
}

/** Areas by the strips of the page that they reach into, in the order in which they were painted. */
function inStrips(paints: readonly Paint[]): (y: number) => readonly Paint[] {
  const strips = new Map<number, Paint[]>();
  for (const paint of paints) {
    for (let strip = Math.floor(paint.y0 / STRIP); strip <= Math.floor(paint.y1 / STRIP); strip += 1) {
      const members = strips.get(strip);
      if (members === undefined) strips.set(strip, [paint]);
      else members.push(paint);
    }
  }
  return (y) => strips.get(Math.floor(y / STRIP)) ?? [];
}

/** What lies under a glyph when it is painted: a colour, or null for pictures and shadings. */
function backgrounds(paints: readonly Paint[], mostLooked: number): (glyph: Glyph) => number | null {
  const strips = inStrips(paints);
  return (glyph) => {
    const [x, y] = middleOf(glyph);
    const under = strips(y)
      .slice(-mostLooked)
      .findLast((paint) => paint.order < glyph.style.order && contains(paint, x, y));
    return under === undefined ? PAPER : under.colour;
  };
}

/** Whether a filled rectangle was painted over the glyph: what was blacked out is not shown, only stored. */
function covers(paints: readonly Paint[], mostLooked: number): (glyph: Glyph) => boolean {
  const strips = inStrips(paints.filter((paint) => paint.covers));
  return (glyph) => {
    const [x, y] = middleOf(glyph);
    return strips(y)
      .slice(-mostLooked)
      .some((lid) => lid.order > glyph.style.order && contains(lid, x, y));
  };
}

function vanishes(colour: number, background: number | null): boolean {
  if (background === null) return false;
  const channels = [16, 8, 0].map((shift) => ((colour >> shift) & 255) - ((background >> shift) & 255));
  return Math.hypot(...channels) < SAME_COLOUR;
}
