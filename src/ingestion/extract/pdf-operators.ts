/** Reads the drawing operators of a page in pieces, so that a page of a million lines never lies in memory whole. */

import type { PDFPageProxy } from 'unpdf/pdfjs';

/** A run of operators as pdf.js sends them: `fnArray[i]` is one of its OPS, `argsArray[i]` what goes with it. */
type OperatorChunk = { fnArray: number[]; argsArray: unknown[]; length: number };

export type Operator = { fn: number; args: readonly unknown[] };

/** pdf.js's RenderingIntentFlag: as displayed (2), and as a plain list, without the canvas's optimizations (256). */
const AS_DISPLAYED_LIST = 2 | 256;

/**
 * The operators of a page, appearances of its annotations and form fields included. The same messages as
 * `page.getOperatorList()` sends, but that method collects everything before it answers.
 */
export async function* readOperators(page: PDFPageProxy): AsyncGenerator<Operator[]> {
  const stream: ReadableStream<OperatorChunk> = page._transport.messageHandler.sendWithStream(
    'GetOperatorList',
    {
      pageId: page._pageIndex,
      pageIndex: page._pageIndex,
      intent: AS_DISPLAYED_LIST,
      cacheKey: 'text',
      annotationStorage: null,
      modifiedIds: null,
    },
  );
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      ended = done;
      if (done) return;
      yield operatorsOf(value);
    }
  } finally {
    if (!ended) void discard(reader);
  }
}

/**
 * Reads on into nothing after somebody stopped, until the document is closed. Cancelling would be the way,
 * but pdf.js sends on what it had begun, into a closed stream, and the error ends a process in Node.
 */
async function discard(reader: ReadableStreamDefaultReader<OperatorChunk>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Closing the document is what ends it.
  }
}

function operatorsOf({ fnArray, argsArray }: OperatorChunk): Operator[] {
  return fnArray.map((fn, index) => {
    const args = argsArray[index];
    return { fn, args: Array.isArray(args) ? args : [] };
  });
}

export type PdfFont = {
  id: string;
  bold: boolean;
  italic: boolean;
  monospaced: boolean;
  /** A font of signs: its letters are bullets, arrows and ticks whatever their codes say. */
  signs: boolean;
  vertical: boolean;
  /** What a glyph's width is multiplied by to get a fraction of the font size; 0.001 but for drawn (Type 3) fonts. */
  unit: number;
  /** Height of the letters as a fraction of the font size; 1 but for drawn fonts, whose size says nothing. */
  em: number;
  /** Vertical writing where a glyph has no metrics of its own: advance and the origin's offset, in units. */
  defaultVertical: readonly [number, number, number];
};

/** The font under this name, once pdf.js has loaded it; null where it could not be. */
export async function loadFont(page: PDFPageProxy, id: string): Promise<PdfFont | null> {
  const face = await new Promise<unknown>((resolve) => {
    page.commonObjs.get(id, resolve);
  });
  if (typeof face !== 'object' || face === null) return null;
  const name = 'name' in face && typeof face.name === 'string' ? face.name : '';
  const drawn = flag(face, 'isType3Font');
  const matrix = numbers(face, 'fontMatrix') ?? [0.001, 0, 0, 0.001];
  const [advance = -1000, offsetX = 500, offsetY = 880] = numbers(face, 'defaultVMetrics') ?? [];
  return {
    id,
    bold: flag(face, 'bold') || flag(face, 'black') || /bold|black|heavy|semibold|demi/i.test(name),
    italic: flag(face, 'italic') || /italic|oblique/i.test(name),
    monospaced: /mono|courier|consol|typewriter|cmtt|menlo/i.test(name),
    signs: /wingding|webding|dingbat/i.test(name),
    vertical: flag(face, 'vertical'),
    unit: Math.abs(matrix[0] ?? 0) || 0.001,
    em: drawn ? drawnEm(face, matrix) : 1,
    defaultVertical: [advance, offsetX, offsetY],
  };
}

/** A drawn font's letters are as high as its box says, in the font's own units. */
function drawnEm(face: object, matrix: number[]): number {
  const [, bottom = 0, , top = 0] = numbers(face, 'bbox') ?? [];
  const height = Math.abs((top - bottom) * (matrix[3] ?? 0));
  return height > 0 ? height : 1;
}

function flag(object: object, key: string): boolean {
  return Reflect.get(object, key) === true;
}

function numbers(object: object, key: string): number[] | null {
  const value: unknown = Reflect.get(object, key);
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : null;
}
