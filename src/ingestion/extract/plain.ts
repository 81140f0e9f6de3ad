/** What every reader does to text before it is kept, and how blocks become pages where a format has none. */

import type { Block, Extraction, Page, Refusal } from './document.ts';

/** Larger texts do not fit into an isolate of 128 MB beside what is made of them; this is a dozen books. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** A book has some ten thousand; each costs an object or two while it is read. */
export const MAX_LINES = 300_000;

/** About four printed pages: long enough for a thought, short enough to show beside a quotation. */
const PAGE_CHARACTERS = 8_000;

/** Where no heading comes, a page ends at a paragraph after this much, so that none is a whole book. */
const MAX_PAGE_CHARACTERS = 32_000;

/**
 * NFC, line feeds only, and nothing that a reader cannot see: controls, the tag characters and overrides of
 * direction in which instructions were smuggled past readers, zero-width spaces and soft hyphens. Joiners stay,
 * because Persian and emoji need them; lone surrogates go, because no database takes them.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t\f]|[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\u{e0000}-\u{e007f}]|\p{Cs}/gu, '')
    .normalize('NFC');
}

/** On one line, single spaces. */
export function oneLine(text: string): string {
  // Single spaces stay unmatched, because a million matches take more memory than their text.
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** Each line trimmed and single-spaced, without empty ones. */
export function linesOf(text: string): string {
  return text.split('\n').map(oneLine).filter(Boolean).join('\n');
}

/** Divides a text at those headings that come after a page's worth of it, and at a paragraph after four. */
export function paginate(blocks: readonly Block[]): Page[] {
  const pages: Page[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    const atHeading = block.kind === 'heading' && size >= PAGE_CHARACTERS;
    const atParagraph = block.kind === 'paragraph' && size >= MAX_PAGE_CHARACTERS;
    if (pages.length === 0 || atHeading || atParagraph) {
      pages.push({ page: pages.length + 1, blocks: [] });
      size = 0;
    }
    pages.at(-1)?.blocks.push(block);
    size += block.text.length;
  }
  return pages;
}

/** A reader's result, or the refusal of a file without a word in it. */
export function extracted(
  pages: Page[],
  about: { title?: string | null; author?: string | null; language?: string | null; canonicalUrl?: string },
): Extraction {
  if (!pages.some((page) => page.blocks.some((block) => block.hidden === undefined && block.text !== '')))
    return EMPTY;
  const { title = null, author = null, language = null, canonicalUrl } = about;
  const document = { title, author, language, paged: false, pages };
  return { ok: true, document: canonicalUrl === undefined ? document : { ...document, canonicalUrl } };
}

export function refuse(code: Refusal['code'], reason: string): { ok: false } & Refusal {
  return { ok: false, code, reason };
}

/** The refusal of a text that memory could not bear, or null. */
export function unbearable(text: string, maxLines = MAX_LINES): Extraction | null {
  if (text.length > MAX_TEXT_BYTES) return TOO_LARGE;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= maxLines; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines <= maxLines) return null;
  return refuse(
    'too_complex',
    `The text has more than ${maxLines / 1000},000 lines. Divide it into parts and upload these.`,
  );
}

export const TOO_LARGE = refuse(
  'too_large',
  `The text is longer than ${MAX_TEXT_BYTES / 1024 / 1024} MB. Divide it into parts and upload these.`,
);

const EMPTY = refuse(
  'empty',
  'The file contains no text. Check that it is the right file and that it was saved whole.',
);
