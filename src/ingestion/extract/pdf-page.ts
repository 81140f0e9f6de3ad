/** Reads one page of an open PDF: its lines, where they stand, and nothing that stays in memory but them. */

import type { PDFPageProxy } from 'unpdf/pdfjs';
import type { PageLines } from './pdf-furniture.ts';
import { judgeGlyphs } from './pdf-hidden.ts';
import { readInk } from './pdf-ink.ts';
import { type PdfLimits, Refused, TOO_SLOW, tooComplex } from './pdf-limits.ts';
import { readLines } from './pdf-lines.ts';
import { appendLinks, readLinks } from './pdf-links.ts';
import { IDENTITY, toMatrix } from './pdf-matrix.ts';
import { loadFont, type PdfFont, readOperators } from './pdf-operators.ts';
import { joinGlyphs } from './pdf-spans.ts';

export type PageNeeds = {
  limits: PdfLimits;
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** When the document as a whole must be done, by `now`. */
  deadline: number;
  shown(layer: unknown): boolean;
};

/** Rejects with `Refused` where the page exceeds a limit, and with pdf.js's errors where it cannot be read. */
export async function readPage(page: PDFPageProxy, needs: PageNeeds): Promise<PageLines> {
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const base = toMatrix(transform) ?? IDENTITY;
  const fonts = new Map<string, Promise<PdfFont | null>>();
  const ink = await readInk(readOperators(page), {
    width,
    height,
    base,
    font: (id) => {
      const font = fonts.get(id) ?? loadFont(page, id);
      fonts.set(id, font);
      return font;
    },
    shown: needs.shown,
    count: counter(page.pageNumber, needs),
  });
  const hidden = judgeGlyphs(ink);
  appendLinks(ink.glyphs, await readLinks(page, base));
  page.cleanup();
  return { page: page.pageNumber, width, height, lines: readLines(joinGlyphs(ink.glyphs, hidden)) };
}

function counter(
  number: number,
  { limits, now, deadline }: PageNeeds,
): (glyphs: number, operators: number) => void {
  const pageDeadline = now() + limits.pageMs;
  let drawn = 0;
  return (glyphs, operators) => {
    drawn += operators;
    if (glyphs > limits.glyphsPerPage || drawn > limits.operatorsPerPage)
      throw new Refused(tooComplex(number));
    if (now() > deadline) throw new Refused(TOO_SLOW);
    if (now() > pageDeadline) throw new Refused(tooComplex(number));
  };
}
