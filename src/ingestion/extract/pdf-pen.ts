/** Follows what a page's operators do to the pen: where it is, what it would leave there, and what it has painted. */

import { OPS } from 'unpdf/pdfjs';
import { area, type Box, intersect, toMatrix, toNumbers, transformBox } from './pdf-matrix.ts';
import type { Glyph } from './pdf-show.ts';
import {
  annotationState,
  clipped,
  type GraphicsState,
  startOfText,
  type TextPosition,
  transformed,
} from './pdf-state.ts';

/** A painted area: a colour that text can vanish into, or (colour null) a pattern or an image. */
export type Paint = Box & {
  colour: number | null;
  image: boolean;
  /** Whether nothing of what lies beneath can be seen any more. */
  covers: boolean;
  order: number;
};

export type Pen = {
  base: GraphicsState;
  state: GraphicsState;
  at: TextPosition;
  stack: Array<{ state: GraphicsState; marks: number }>;
  /** Counts what left a mark, so that a block that left none can be told: its image was left out. */
  marks: number;
  pendingClip: boolean;
  /** For each open piece of marked content whether it is in a layer that is not shown. */
  layers: boolean[];
  /** For each open group whether it is a stencil. */
  stencils: boolean[];
  /** Whether an annotation is being drawn: a comment on the page, which takes nothing away from it. */
  annotating: boolean;
  order: number;
  glyphs: Glyph[];
  paints: Paint[];
};

/** Areas smaller than this (square points) hide no word and back none. */
const SMALLEST_PAINT = 16;
/** A map has more; the latest are kept, as they lie on top. */
const MOST_PAINTS = 20_000;
/** States that may be saved inside each other; real pages need about ten. */
const DEEPEST_STACK = 1_000;
/** Paler than this, paint neither hides nor backs anything. */
const PALEST = 0.5;
const UNIT: Box = { x0: 0, y0: 0, x1: 1, y1: 1 };

export function newPen(base: GraphicsState): Pen {
  return {
    base,
    state: base,
    at: startOfText(),
    stack: [],
    marks: 0,
    pendingClip: false,
    layers: [],
    stencils: [],
    annotating: false,
    order: 0,
    glyphs: [],
    paints: [],
  };
}

/** Whether what is drawn now is not for the eye: a layer that is off, or the shape of a mask. */
export function inHiddenLayer({ layers }: Pen): boolean {
  return layers.includes(true);
}

export function inStencil({ stencils }: Pen): boolean {
  return stencils.includes(true);
}

export function save(pen: Pen): void {
  if (pen.stack.length < DEEPEST_STACK) pen.stack.push({ state: pen.state, marks: pen.marks });
}

/** A block that scaled the page and then drew nothing was an image, which pdf.js was told to leave out. */
export function restore(pen: Pen): void {
  const saved = pen.stack.pop();
  if (saved === undefined) return;
  if (saved.marks === pen.marks && saved.state.ctm !== pen.state.ctm) paintImage(pen);
  pen.state = saved.state;
}

function restoreAfterMarks(pen: Pen): void {
  pen.marks += 1;
  restore(pen);
}

export function paintImage(pen: Pen): void {
  addPaint(pen, UNIT, { colour: null, image: true, solid: false });
}

/** A shading fills all that is not clipped away. */
export function paintShading(pen: Pen): void {
  pen.marks += 1;
  keep(pen, { ...pen.state.clip, colour: null, image: false, covers: false, order: pen.order });
}

type Mark = { colour: number | null; image: boolean; solid: boolean };

function addPaint(pen: Pen, box: Box, { colour, image, solid }: Mark): void {
  const { state } = pen;
  pen.marks += 1;
  if (state.fillAlpha < PALEST || inHiddenLayer(pen) || inStencil(pen)) return;
  const seen = intersect(transformBox(state.ctm, box), state.clip);
  if (area(seen) < SMALLEST_PAINT) return;
  const covers =
    solid && colour !== null && !pen.annotating && !state.blended && !state.masked && state.fillAlpha > 0.95;
  keep(pen, { ...seen, colour, image, covers, order: pen.order });
}

function keep(pen: Pen, paint: Paint): void {
  pen.paints.push(paint);
  if (pen.paints.length >= 2 * MOST_PAINTS) pen.paints.splice(0, MOST_PAINTS);
}

const FILLS = new Set<unknown>([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);

/** A path carries what is done with it, its points, and the box around them. */
export function drawPath(pen: Pen, [how, points, bounds]: readonly unknown[]): void {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = toNumbers(bounds) ?? [];
  const box = { x0, y0, x1, y1 };
  if (FILLS.has(how))
    addPaint(pen, box, { colour: pen.state.fill, image: false, solid: isRectangle(points) });
  else if (how !== OPS.endPath) pen.marks += 1;
  if (pen.pendingClip) pen.state = clipped(pen.state, box);
  pen.pendingClip = false;
}

/** A move and three or four straight lines, as pdf.js codes them (0 x y, 1 x y …): any other box is not all paint. */
function isRectangle(points: unknown): boolean {
  const [data]: unknown[] = Array.isArray(points) ? points : [];
  const numbers = toNumbers(data) ?? [];
  const closed = numbers.length - (numbers.length % 3);
  const steps = numbers.filter((_, index) => index < closed && index % 3 === 0);
  return (
    (steps.length === 4 || steps.length === 5) && steps.every((step, index) => step === Math.min(index, 1))
  );
}

export function beginForm(pen: Pen, [matrix, bounds]: readonly unknown[]): void {
  save(pen);
  pen.marks += 1;
  pen.state = transformed(pen.state, toMatrix(matrix));
  const [x0, y0, x1, y1] = toNumbers(bounds) ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return;
  pen.state = clipped(pen.state, { x0, y0, x1, y1 });
}

export function endForm(pen: Pen): void {
  restoreAfterMarks(pen);
}

/** A group with a soft mask in its options is the mask itself: its text is a stencil, not ink. */
export function beginGroup(pen: Pen, [options]: readonly unknown[]): void {
  const mask = typeof options === 'object' && options !== null && 'smask' in options ? options.smask : null;
  pen.stencils.push(mask !== null && mask !== undefined);
  save(pen);
}

export function endGroup(pen: Pen): void {
  restoreAfterMarks(pen);
  pen.stencils.pop();
}

/** Appearances of annotations start from the page's own state, whatever was drawn before. */
export function beginAnnotation(pen: Pen, args: readonly unknown[]): void {
  save(pen);
  pen.annotating = true;
  pen.state = annotationState(pen.base, args);
}

export function endAnnotation(pen: Pen): void {
  pen.annotating = false;
  restoreAfterMarks(pen);
}
