/** Reads a PDF: its text in reading order, page by page, with headings, lists and tables, or why it cannot be read. */

import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import type { ExtractedDocument, Extraction } from './document.ts';
import { readAbout } from './pdf-about.ts';
import { toPages } from './pdf-blocks.ts';
import type { PageLines } from './pdf-furniture.ts';
import {
  DAMAGED,
  EMPTY,
  NO_TEXT,
  ONLY_HIDDEN,
  PDF_LIMITS,
  type PdfLimits,
  Refused,
  refusalOf,
  TOO_MUCH_TEXT,
  TOO_SLOW,
  tooManyPages,
} from './pdf-limits.ts';
import { openPdf, type PdfAssets } from './pdf-open.ts';
import { readPage } from './pdf-page.ts';
import { checkStreams } from './pdf-streams.ts';
import { isReadable } from './pdf-text.ts';

export type { PdfLimits } from './pdf-limits.ts';
export type { PdfAssets } from './pdf-open.ts';

export type PdfOptions = {
  /** Tried where the file asks for one; most protected files open with none. */
  password?: string;
  /** Milliseconds since any fixed moment; `Date.now` unless given. */
  now?: () => number;
};

/** After this many pages pdf.js is told to forget fonts and maps, which it would keep to the end. */
const PAGES_BETWEEN_CLEANUPS = 50;

/**
 * Reads the document, or says why not. The bytes are handed over: their buffer is detached afterwards.
 * Never rejects for what is in the file.
 */
export async function extractPdf(
  bytes: Uint8Array,
  assets: PdfAssets,
  limits: Partial<PdfLimits> = {},
  options: PdfOptions = {},
): Promise<Extraction> {
  try {
    if (bytes.length === 0) throw new Refused(EMPTY);
    const allowed = { ...PDF_LIMITS, ...limits };
    checkStreams(bytes, allowed);
    return { ok: true, document: await readDocument(bytes, assets, allowed, options) };
  } catch (error) {
    return { ok: false, ...refusalOf(error) };
  }
}

async function readDocument(
  bytes: Uint8Array,
  assets: PdfAssets,
  limits: PdfLimits,
  { password, now = Date.now }: PdfOptions,
): Promise<ExtractedDocument> {
  const { task, pdf } = await openPdf(bytes, assets, password);
  try {
    if (pdf.numPages > limits.pages) throw new Refused(tooManyPages(pdf.numPages, limits.pages));
    const pages = await readPages(pdf, limits, now);
    const about = await readAbout(pdf);
    const document = toPages(pages, about);
    refuseWithoutText(pages);
    return document;
  } finally {
    await task.destroy();
  }
}

async function readPages(pdf: PDFDocumentProxy, limits: PdfLimits, now: () => number): Promise<PageLines[]> {
  const layers = await pdf.getOptionalContentConfig();
  const shown = (layer: unknown) => layers.isVisible(layer);
  const deadline = now() + limits.documentMs + pdf.numPages * limits.averagePageMs;
  const pages: PageLines[] = [];
  let failed = 0;
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    if (now() > deadline) throw new Refused(TOO_SLOW);
    const read = await readPageOrNothing(pdf, number, { limits, now, deadline, shown });
    if (read === null) failed += 1;
    pages.push(read ?? { page: number, width: 0, height: 0, lines: [] });
    characters += read?.lines.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
    if (characters > limits.characters) throw new Refused(TOO_MUCH_TEXT);
    if (number % PAGES_BETWEEN_CLEANUPS === 0) await pdf.cleanup();
  }
  if (failed === pdf.numPages) throw new Refused(DAMAGED);
  return pages;
}

/** A page that is damaged leaves the others readable. */
async function readPageOrNothing(
  pdf: PDFDocumentProxy,
  number: number,
  needs: Parameters<typeof readPage>[1],
): Promise<PageLines | null> {
  try {
    return await readPage(await pdf.getPage(number), needs);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return null;
  }
}

function refuseWithoutText(pages: readonly PageLines[]): void {
  const lines = pages.flatMap((page) => page.lines).filter(({ text }) => isReadable(text));
  if (lines.length === 0) throw new Refused(NO_TEXT);
  if (lines.every(({ hidden }) => hidden !== undefined)) throw new Refused(ONLY_HIDDEN);
}
