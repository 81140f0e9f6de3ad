/** Follows the drawing operators of a page and notes every glyph and every area that they paint. */

import { OPS } from 'unpdf/pdfjs';
import { type Matrix, toMatrix } from './pdf-matrix.ts';
import type { Operator, PdfFont } from './pdf-operators.ts';
import {
  beginAnnotation,
  beginForm,
  beginGroup,
  drawPath,
  endAnnotation,
  endForm,
  endGroup,
  inHiddenLayer,
  inStencil,
  newPen,
  type Paint,
  type Pen,
  paintImage,
  paintShading,
  restore,
  save,
} from './pdf-pen.ts';
import { type Glyph, showText } from './pdf-show.ts';
import {
  type GraphicsState,
  initialState,
  moveLine,
  startOfText,
  toColour,
  transformed,
  withExtendedState,
} from './pdf-state.ts';

/** What a page shows, in points from the top left corner of its visible box, y downwards. */
export type Ink = { width: number; height: number; glyphs: Glyph[]; paints: Paint[] };

export type InkNeeds = {
  width: number;
  height: number;
  /** From the page's units to points from the top left corner. */
  base: Matrix;
  /** Fonts are loaded when first named; null where one cannot be. */
  font(id: string): Promise<PdfFont | null>;
  /** Whether a layer of the document (optional content) is shown. */
  shown(layer: unknown): boolean;
  /** Hears how many glyphs there are by now and how many operators were read since; throws to stop. */
  count(glyphs: number, operators: number): void;
};

export async function readInk(chunks: AsyncIterable<Operator[]>, needs: InkNeeds): Promise<Ink> {
  const { width, height } = needs;
  const pen = newPen(initialState(needs.base, { x0: 0, y0: 0, x1: width, y1: height }));
  for await (const operators of chunks) {
    for (const { fn, args } of operators) {
      if (fn === OPS.setFont) await setFont(pen, args, needs);
      else if (fn === OPS.beginMarkedContentProps) pen.layers.push(isHiddenLayer(args, needs));
      else HANDLERS[fn]?.(pen, args);
      pen.order += 1;
    }
    needs.count(pen.glyphs.length, operators.length);
  }
  return { width, height, glyphs: pen.glyphs, paints: pen.paints };
}

async function setFont(pen: Pen, [id, size]: readonly unknown[], needs: InkNeeds): Promise<void> {
  if (typeof id !== 'string' || typeof size !== 'number') return;
  set(pen, { font: await needs.font(id), fontSize: size });
}

function isHiddenLayer([tag, layer]: readonly unknown[], needs: InkNeeds): boolean {
  return tag === 'OC' && layer !== null && layer !== undefined && !needs.shown(layer);
}

function show(pen: Pen, [glyphs]: readonly unknown[]): void {
  pen.marks += 1;
  if (inStencil(pen)) return;
  pen.at = showText(pen.state, pen.at, glyphs, pen.order, inHiddenLayer(pen), pen.glyphs);
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
  [OPS.showText]: show,
  [OPS.save]: save,
  [OPS.restore]: restore,
  [OPS.transform]: (pen, args) => {
    pen.state = transformed(pen.state, toMatrix(args));
  },
  [OPS.constructPath]: drawPath,
  [OPS.clip]: (pen) => {
    pen.pendingClip = true;
  },
  [OPS.eoClip]: (pen) => {
    pen.pendingClip = true;
  },
  [OPS.paintFormXObjectBegin]: beginForm,
  [OPS.paintFormXObjectEnd]: endForm,
  [OPS.beginAnnotation]: beginAnnotation,
  [OPS.beginGroup]: beginGroup,
  [OPS.endGroup]: endGroup,
  [OPS.endAnnotation]: endAnnotation,
  [OPS.beginMarkedContent]: (pen) => {
    pen.layers.push(false);
  },
  [OPS.endMarkedContent]: (pen) => {
    pen.layers.pop();
  },
  [OPS.paintImageXObject]: paintImage,
  [OPS.paintInlineImageXObject]: paintImage,
  [OPS.paintImageMaskXObject]: paintImage,
  [OPS.paintSolidColorImageMask]: paintImage,
  [OPS.shadingFill]: paintShading,
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
