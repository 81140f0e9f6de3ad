/** Follows the drawing operators of a page and notes every glyph and every area that they paint. */

import { OPS } from 'unpdf/pdfjs';
import { area, type Box, intersect, type Matrix, toMatrix, toNumbers, transformBox } from './pdf-matrix.ts';
import type { Operator, PdfFont } from './pdf-operators.ts';
import { type Glyph, showText } from './pdf-show.ts';
import {
  annotationState,
  clipped,
  type GraphicsState,
  initialState,
  moveLine,
  startOfText,
  type TextPosition,
  toColour,
  transformed,
  withExtendedState,
} from './pdf-state.ts';

/** A painted area: a colour that text can vanish into, or an image (colour null). */
export type Paint = Box & { colour: number | null; image: boolean; covers: boolean; order: number };

/** What a page shows, in points from the top left corner of its visible box, y downwards. */
export type Ink = { width: number; height: number; glyphs: Glyph[]; paints: Paint[] };

export type InkNeeds = {
  width: number;
  height: number;
  /** From the page's units to points from the top left corner. */
  base: Matrix;
  /** Fonts are loaded when first named. */
  font(id: string): Promise<PdfFont | null>;
  /** Whether a layer of the document (optional content) is shown. */
  shown(layer: unknown): boolean;
  /** Throws when the page has more glyphs or areas than may be kept. */
  count(glyphs: number, operators: number): void;
};

/** Areas smaller than this (square points) hide no word and back none. */
const SMALLEST_PAINT = 16;
/** States that may be saved inside each other; real pages need about ten. */
const DEEPEST_STACK = 1000;

type Saved = { state: GraphicsState; marks: number };

type Pen = {
  state: GraphicsState;
  at: TextPosition;
  stack: Saved[];
  /** Counts what left a mark or a text position, so that a block that draws nothing can be told: an image left out. */
  marks: number;
  pendingClip: boolean;
  hiddenLayers: number;
  layers: boolean[];
  masks: boolean[];
  order: number;
  ink: Ink;
};

export async function readInk(chunks: AsyncIterable<Operator[]>, needs: InkNeeds): Promise<Ink> {
  const page = { x0: 0, y0: 0, x1: needs.width, y1: needs.height };
  const base = initialState(needs.base, page);
  const pen: Pen = {
    state: base,
    at: startOfText(),
    stack: [],
    marks: 0,
    pendingClip: false,
    hiddenLayers: 0,
    layers: [],
    masks: [],
    order: 0,
    ink: { width: needs.width, height: needs.height, glyphs: [], paints: [] },
  };
  for await (const operators of chunks) {
    for (const { fn, args } of operators) {
      if (fn === OPS.setFont) await setFont(pen, args, needs);
      else if (fn === OPS.showText) show(pen, args[0]);
      else if (fn === OPS.beginAnnotation) beginAnnotation(pen, base, args);
      else if (fn === OPS.beginMarkedContentProps) beginMarked(pen, args, needs);
      else HANDLERS[fn]?.(pen, args);
      pen.order += 1;
    }
    needs.count(pen.ink.glyphs.length, operators.length);
  }
  return pen.ink;
}

async function setFont(pen: Pen, args: readonly unknown[], needs: InkNeeds): Promise<void> {
  const [id, size] = args;
  if (typeof id !== 'string' || typeof size !== 'number') return;
  pen.state = { ...pen.state, font: await needs.font(id), fontSize: size };
}

function show(pen: Pen, glyphs: unknown): void {
  pen.marks += 1;
  const masked = pen.masks.includes(true);
  if (masked) return;
  pen.at = showText(pen.state, pen.at, glyphs, pen.order, pen.hiddenLayers > 0, pen.ink.glyphs);
}

function beginAnnotation(pen: Pen, base: GraphicsState, args: readonly unknown[]): void {
  save(pen);
  pen.state = annotationState(base, args);
}

function beginMarked(pen: Pen, [tag, layer]: readonly unknown[], needs: InkNeeds): void {
  const hidden = tag === 'OC' && layer !== null && layer !== undefined && !needs.shown(layer);
  pen.layers.push(hidden);
  if (hidden) pen.hiddenLayers += 1;
}

function save(pen: Pen): void {
  if (pen.stack.length < DEEPEST_STACK) pen.stack.push({ state: pen.state, marks: pen.marks });
}

/** A block that scaled the page and then drew nothing was an image, which pdf.js was told to leave out. */
function restore(pen: Pen): void {
  const saved = pen.stack.pop();
  if (saved === undefined) return;
  if (saved.marks === pen.marks && saved.state.ctm !== pen.state.ctm) {
    addPaint(pen, { x0: 0, y0: 0, x1: 1, y1: 1 }, { colour: null, image: true });
  }
  pen.state = saved.state;
}

function addPaint(pen: Pen, box: Box, { colour, image }: { colour: number | null; image: boolean }): void {
  const { state } = pen;
  const seen = intersect(transformBox(state.ctm, box), state.clip);
  pen.marks += 1;
  if (
    area(seen) < SMALLEST_PAINT ||
    state.fillAlpha < 0.5 ||
    pen.hiddenLayers > 0 ||
    pen.masks.includes(true)
  )
    return;
  pen.ink.paints.push({
    ...seen,
    colour,
    image,
    covers: state.opaque && state.fillAlpha > 0.95,
    order: pen.order,
  });
}

const FILLS = new Set<number>([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);

/** A path carries what is done with it, its points, and the box around them. */
function constructPath(pen: Pen, [how, , bounds]: readonly unknown[]): void {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = toNumbers(bounds) ?? [];
  const box = { x0, y0, x1, y1 };
  if (typeof how === 'number' && FILLS.has(how)) addPaint(pen, box, { colour: pen.state.fill, image: false });
  else if (how !== OPS.endPath) pen.marks += 1;
  if (pen.pendingClip) pen.state = clipped(pen.state, box);
  pen.pendingClip = false;
}

function beginForm(pen: Pen, [matrix, bounds]: readonly unknown[]): void {
  save(pen);
  pen.marks += 1;
  pen.state = transformed(pen.state, toMatrix(matrix));
  const [x0, y0, x1, y1] = toNumbers(bounds) ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return;
  pen.state = clipped(pen.state, { x0, y0, x1, y1 });
}

/** A group with a soft mask in its options is the mask itself: its text is a stencil, not ink. */
function beginGroup(pen: Pen, [options]: readonly unknown[]): void {
  const mask = typeof options === 'object' && options !== null && 'smask' in options ? options.smask : null;
  pen.masks.push(mask !== null && mask !== undefined);
  save(pen);
}

function endGroup(pen: Pen): void {
  restoreKeepingMarks(pen);
  pen.masks.pop();
}

function restoreKeepingMarks(pen: Pen): void {
  pen.marks += 1;
  restore(pen);
}

function endMarked(pen: Pen): void {
  if (pen.layers.pop() === true) pen.hiddenLayers -= 1;
}

function image(pen: Pen): void {
  addPaint(pen, { x0: 0, y0: 0, x1: 1, y1: 1 }, { colour: null, image: true });
}

function set(pen: Pen, change: Partial<GraphicsState>): void {
  pen.state = { ...pen.state, ...change };
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function setTextMatrix(pen: Pen, args: readonly unknown[]): void {
  const matrix = toMatrix(args[0]) ?? toMatrix(args);
  if (matrix !== null) pen.at = { matrix, line: matrix };
}

const HANDLERS: Record<number, (pen: Pen, args: readonly unknown[]) => void> = {
  [OPS.save]: save,
  [OPS.restore]: restore,
  [OPS.transform]: (pen, args) => {
    pen.state = transformed(pen.state, toMatrix(args));
  },
  [OPS.constructPath]: constructPath,
  [OPS.clip]: (pen) => {
    pen.pendingClip = true;
  },
  [OPS.eoClip]: (pen) => {
    pen.pendingClip = true;
  },
  [OPS.paintFormXObjectBegin]: beginForm,
  [OPS.paintFormXObjectEnd]: restoreKeepingMarks,
  [OPS.beginGroup]: beginGroup,
  [OPS.endGroup]: endGroup,
  [OPS.endAnnotation]: restoreKeepingMarks,
  [OPS.beginMarkedContent]: (pen) => {
    pen.layers.push(false);
  },
  [OPS.endMarkedContent]: endMarked,
  [OPS.paintImageXObject]: image,
  [OPS.paintInlineImageXObject]: image,
  [OPS.paintImageMaskXObject]: image,
  [OPS.paintSolidColorImageMask]: image,
  [OPS.shadingFill]: (pen) => {
    pen.marks += 1;
    const { clip } = pen.state;
    pen.ink.paints.push({ ...clip, colour: null, image: false, covers: pen.state.opaque, order: pen.order });
  },
  [OPS.setGState]: (pen, [pairs]) => {
    pen.state = withExtendedState(pen.state, pairs);
  },
  [OPS.setFillRGBColor]: (pen, [colour]) => set(pen, { fill: toColour(colour) }),
  [OPS.setFillColorN]: (pen) => set(pen, { fill: null }),
  [OPS.setFillTransparent]: (pen) => set(pen, { fill: null }),
  [OPS.setStrokeRGBColor]: (pen, [colour]) => set(pen, { stroke: toColour(colour) }),
  [OPS.setStrokeColorN]: (pen) => set(pen, { stroke: null }),
  [OPS.beginText]: (pen) => {
    pen.at = startOfText();
  },
  [OPS.setTextMatrix]: setTextMatrix,
  [OPS.moveText]: (pen, [x, y]) => {
    pen.at = moveLine(pen.at, number(x), number(y));
  },
  [OPS.setLeadingMoveText]: (pen, [x, y]) => {
    set(pen, { leading: -number(y) });
    pen.at = moveLine(pen.at, number(x), number(y));
  },
  [OPS.nextLine]: (pen) => {
    pen.at = moveLine(pen.at, 0, -pen.state.leading);
  },
  [OPS.setCharSpacing]: (pen, [value]) => set(pen, { charSpacing: number(value) }),
  [OPS.setWordSpacing]: (pen, [value]) => set(pen, { wordSpacing: number(value) }),
  [OPS.setHScale]: (pen, [value]) => set(pen, { scale: number(value) / 100 }),
  [OPS.setLeading]: (pen, [value]) => set(pen, { leading: number(value) }),
  [OPS.setTextRise]: (pen, [value]) => set(pen, { rise: number(value) }),
  [OPS.setTextRenderingMode]: (pen, [value]) => set(pen, { mode: number(value) }),
};
