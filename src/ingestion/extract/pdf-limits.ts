/** How much of a PDF is read before it is refused, and the words in which it is refused. */

import type { Refusal } from './document.ts';

export type PdfLimits = {
  pages: number;
  /** Bytes that one stream of the file may inflate to; a page's drawing is rarely above two million. */
  streamBytes: number;
  glyphsPerPage: number;
  operatorsPerPage: number;
  /** Characters of text in the whole document: about 2,500 printed pages, and what fits a worker's memory twice. */
  characters: number;
  /**
   * Milliseconds for one page, and for the document beyond what each page is allowed on average; checked
   * between pieces of work. Workers' clocks stand still while they compute, so the counts above must hold too.
   */
  pageMs: number;
  averagePageMs: number;
  documentMs: number;
};

export const PDF_LIMITS: PdfLimits = {
  pages: 2_000,
  streamBytes: 24 * 1024 * 1024,
  glyphsPerPage: 150_000,
  operatorsPerPage: 3_000_000,
  characters: 6_500_000,
  pageMs: 12_000,
  averagePageMs: 100,
  documentMs: 30_000,
};

/** Thrown inside the reader and caught at its entry: the file is refused, for this reason. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** What pdf.js throws, and what the reader throws itself, in an admin's words. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  const name = error instanceof Error ? error.name : '';
  return name === 'PasswordException' ? ENCRYPTED : DAMAGED;
}

const ENCRYPTED: Refusal = {
  code: 'encrypted',
  reason: 'This PDF opens only with a password. Save a copy without the password and upload that.',
};

export const DAMAGED: Refusal = {
  code: 'damaged',
  reason:
    'This file is not a whole PDF: it is cut off, damaged, or something else under that name. Export it again from where it was made.',
};

export const EMPTY: Refusal = {
  code: 'empty',
  reason: 'This file has nothing in it. Check the upload, or export the file again.',
};

export const NO_TEXT: Refusal = {
  code: 'no_text',
  reason:
    'No text was found in this PDF; it looks scanned and needs OCR. Run text recognition over it and upload the result.',
};

export const ONLY_HIDDEN: Refusal = {
  code: 'no_text',
  reason:
    'All text of this PDF is hidden from its readers (white, invisible or off the page). Upload a version that shows its text.',
};

export function tooManyPages(pages: number, most: number): Refusal {
  return {
    code: 'too_large',
    reason: `This PDF has ${pages} pages; at most ${most} can be read. Split it and upload the parts.`,
  };
}

export const INFLATES: Refusal = {
  code: 'too_large',
  reason:
    'A part of this PDF unpacks to far more than any page needs, so it was not read. Export it again from where it was made.',
};

export const TOO_MUCH_TEXT: Refusal = {
  code: 'too_large',
  reason: 'This PDF has more text than can be read at once. Split it and upload the parts.',
};

export function tooComplex(page: number): Refusal {
  return {
    code: 'too_complex',
    reason: `Page ${page} of this PDF is drawn from too many pieces to be read. Remove that page, or export it in a simpler form.`,
  };
}

export const TOO_SLOW: Refusal = {
  code: 'too_complex',
  reason: 'This PDF takes too long to read. Split it and upload the parts.',
};
