/** The graphics state that decides where the next glyph of a page goes and whether anyone would see it. */

import {
  type Box,
  IDENTITY,
  intersect,
  type Matrix,
  multiply,
  toMatrix,
  transformBox,
} from './pdf-matrix.ts';
import type { PdfFont } from './pdf-operators.ts';

export type GraphicsState = {
  ctm: Matrix;
  clip: Box;
  /** 0xRRGGBB; null for patterns and shadings, which always leave a mark. */
  fill: number | null;
  fillAlpha: number;
  stroke: number | null;
  strokeAlpha: number;
  /** Painted like a marker pen, or through a mask: what lies beneath stays visible. */
  blended: boolean;
  masked: boolean;
  font: PdfFont | null;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  /** Horizontal scaling as a factor. */
  scale: number;
  leading: number;
  rise: number;
  /** PDF's text rendering mode: 3 paints nothing, 7 only clips. */
  mode: number;
};

export type TextPosition = { matrix: Matrix; line: Matrix };

export function initialState(base: Matrix, clip: Box): GraphicsState {
  return {
    ctm: base,
    clip,
    fill: 0,
    fillAlpha: 1,
    stroke: 0,
    strokeAlpha: 1,
    blended: false,
    masked: false,
    font: null,
    fontSize: 0,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  };
}

export function startOfText(): TextPosition {
  return { matrix: IDENTITY, line: IDENTITY };
}

/** Moves to a new line, offset from the start of the current one in text units. */
export function moveLine(at: TextPosition, x: number, y: number): TextPosition {
  const line = multiply(at.line, [1, 0, 0, 1, x, y]);
  return { matrix: line, line };
}

/** Moves on within the line. */
export function advance(at: TextPosition, x: number, y: number): TextPosition {
  return { matrix: multiply(at.matrix, [1, 0, 0, 1, x, y]), line: at.line };
}

export function transformed(state: GraphicsState, matrix: Matrix | null): GraphicsState {
  return matrix === null ? state : { ...state, ctm: multiply(state.ctm, matrix) };
}

/** Narrows what can be seen to a box given in the current units. */
export function clipped(state: GraphicsState, box: Box): GraphicsState {
  return { ...state, clip: intersect(state.clip, transformBox(state.ctm, box)) };
}

/** An extended graphics state: pairs of name and value, of which only those matter that show or hide. */
export function withExtendedState(state: GraphicsState, pairs: unknown): GraphicsState {
  if (!Array.isArray(pairs)) return state;
  const list: unknown[] = pairs;
  const change: Partial<GraphicsState> = {};
  for (const pair of list) {
    const [key, value]: unknown[] = Array.isArray(pair) ? pair : [];
    if (key === 'ca' && typeof value === 'number') change.fillAlpha = value;
    if (key === 'CA' && typeof value === 'number') change.strokeAlpha = value;
    if (key === 'BM') change.blended = value !== 'source-over';
    if (key === 'SMask') change.masked = value !== false;
  }
  return { ...state, ...change };
}

/** A colour as pdf.js writes it ("#rrggbb"); black where it is anything else. */
export function toColour(value: unknown): number {
  const hex = typeof value === 'string' ? /^#([0-9a-f]{6})$/i.exec(value)?.[1] : undefined;
  return hex === undefined ? 0 : Number.parseInt(hex, 16);
}

/** Where an annotation's own drawing starts: its appearance is fitted into its rectangle. */
export function annotationState(base: GraphicsState, args: readonly unknown[]): GraphicsState {
  const [, , fit, matrix] = args;
  return transformed(transformed(base, toMatrix(fit)), toMatrix(matrix));
}
