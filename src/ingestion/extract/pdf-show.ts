/** Places the glyphs of one text-showing operator on the page. */

import { apply, type Matrix, multiply } from './pdf-matrix.ts';
import type { PdfFont } from './pdf-operators.ts';
import { advance, type GraphicsState, type TextPosition } from './pdf-state.ts';

/** What all glyphs of one operator have in common. */
export type GlyphStyle = {
  font: PdfFont;
  /** Height of the letters in points, as they appear. */
  size: number;
  /** Direction of writing on the page, a unit vector, y downwards. */
  along: readonly [number, number];
  /** Extra space after every glyph, in points: spread letters are still one word. */
  tracking: number;
  /** 0xRRGGBB of what paints the letters; null for patterns. */
  colour: number | null;
  /** Why nothing is painted whatever the background: invisible render mode, full transparency, a hidden layer. */
  unpainted: boolean;
  /** The part of the page that was not clipped away. */
  clip: { x0: number; y0: number; x1: number; y1: number };
  order: number;
};

/** A glyph from where it starts to where it ends, on its baseline (vertical writing: down its middle). */
export type Glyph = { text: string; x: number; y: number; endX: number; endY: number; style: GlyphStyle };

/** Wingdings and the like are used for bullets, mostly, and say nothing that a reader could hear. */
const BULLET = '•';
/** Below this, opacity shows nothing to the eye. */
const FAINTEST = 0.05;

/**
 * Adds the glyphs to `into` (spaces too, as " ") and answers where the next one would go. `shown` is pdf.js's
 * list: glyph objects, and between them numbers that move the pen back by thousandths of the font size.
 */
export function showText(
  state: GraphicsState,
  start: TextPosition,
  shown: unknown,
  order: number,
  inHiddenLayer: boolean,
  into: Glyph[],
): TextPosition {
  const { font, fontSize } = state;
  if (font === null || !Array.isArray(shown)) return start;
  const items: unknown[] = shown;
  const style = styleOf(state, font, start.matrix, order, inHiddenLayer);
  let at = start;
  for (const item of items) {
    if (typeof item === 'number') {
      const by = (-item / 1000) * fontSize;
      at = font.vertical ? advance(at, 0, by) : advance(at, by * state.scale, 0);
      continue;
    }
    const metrics = readGlyph(item);
    if (metrics === null) continue;
    at = place(state, font, style, at, metrics, into);
  }
  return at;
}

type Metrics = { text: string; width: number; isSpace: boolean; vertical: readonly number[] | null };

function readGlyph(item: unknown): Metrics | null {
  if (typeof item !== 'object' || item === null) return null;
  const text: unknown = Reflect.get(item, 'unicode');
  const width: unknown = Reflect.get(item, 'width');
  const vertical: unknown = Reflect.get(item, 'vmetric');
  return {
    text: typeof text === 'string' ? text : '',
    width: typeof width === 'number' ? width : 0,
    isSpace: Reflect.get(item, 'isSpace') === true,
    vertical: Array.isArray(vertical) ? vertical : null,
  };
}

function place(
  state: GraphicsState,
  font: PdfFont,
  style: GlyphStyle,
  at: TextPosition,
  { text, width, isSpace, vertical }: Metrics,
  into: Glyph[],
): TextPosition {
  const { fontSize, scale } = state;
  const spacing = state.charSpacing + (isSpace ? state.wordSpacing : 0);
  const [down = font.defaultVertical[0]] = vertical ?? [];
  const across = font.vertical ? 0 : width * font.unit * fontSize * scale;
  const along = font.vertical ? down * font.unit * fontSize : 0;
  const onPage = multiply(state.ctm, at.matrix);
  const [x, y] = apply(onPage, 0, state.rise);
  const [endX, endY] = apply(onPage, across, state.rise + along);
  into.push({ text: font.signs && /^[!-\u00ff]$/.test(text) ? BULLET : text, x, y, endX, endY, style });
  return font.vertical ? advance(at, 0, along + spacing) : advance(at, across + spacing * scale, 0);
}

function styleOf(
  state: GraphicsState,
  font: PdfFont,
  matrix: Matrix,
  order: number,
  inHiddenLayer: boolean,
): GlyphStyle {
  const [a, b, c, d] = multiply(state.ctm, matrix);
  // Mirrored and negative sizes occur; only the direction in which the pen moves tells how it is read.
  const sign = Math.sign(state.fontSize * state.scale) || 1;
  const [dx, dy] = font.vertical ? [-c, -d] : [a * sign, b * sign];
  const length = Math.hypot(dx, dy) || 1;
  const size = Math.abs(state.fontSize) * Math.hypot(c, d) * font.em;
  return {
    font,
    size,
    along: [dx / length, dy / length],
    tracking: state.charSpacing * state.scale * Math.hypot(a, b),
    colour: colourOf(state),
    unpainted: inHiddenLayer || !paints(state),
    clip: state.clip,
    order,
  };
}

function paints({ mode, fillAlpha, strokeAlpha }: GraphicsState): boolean {
  const kind = mode % 4;
  if (kind === 3) return false;
  if (kind === 0) return fillAlpha > FAINTEST;
  if (kind === 1) return strokeAlpha > FAINTEST;
  return fillAlpha > FAINTEST || strokeAlpha > FAINTEST;
}

/** What gives the letters their shape: the outline where only that is drawn, else the filling. */
function colourOf({ mode, fill, stroke }: GraphicsState): number | null {
  return mode % 4 === 1 ? stroke : fill;
}
