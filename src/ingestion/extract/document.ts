/** What every reader makes of a file: pages of blocks in reading order, or a reason an admin can act on. */

export type Block = {
  kind: 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'quote' | 'note';
  /** 1 (largest) to 6; headings only. */
  level?: 1 | 2 | 3 | 4 | 5 | 6;
  /**
   * Plain text, NFC. A list keeps one item a line ("- item", "1. item", nested by two spaces);
   * a table one row a line with cells joined by " | "; code its own lines.
   */
  text: string;
  /**
   * Why a reader of the page would not see this, or would not read it ("furniture": running heads, running
   * feet, page numbers); such blocks never reach a nugget.
   */
  hidden?: 'white' | 'invisible' | 'off-page' | 'tiny' | 'markup' | 'furniture';
};

/** One page of the original (PDF), or of a text divided at breaks and headings where there are no pages. */
export type Page = { page: number; blocks: Block[] };

export type ExtractedDocument = {
  title: string | null;
  author: string | null;
  /** BCP 47, as declared by the file or detected; null where unknown. */
  language: string | null;
  /** Whether `page` numbers are pages of the original (PDF) or our own approximation. */
  paged: boolean;
  /** Numbered from 1 without gaps. */
  pages: Page[];
  /** The address the page declares for itself (HTML's canonical link), where it does. */
  canonicalUrl?: string;
};

export type Refusal = {
  code: 'encrypted' | 'no_text' | 'damaged' | 'too_large' | 'too_complex' | 'empty' | 'unsupported';
  /** One sentence of cause and one of what to do, for an admin who does not know file formats. */
  reason: string;
};

export type Extraction = { ok: true; document: ExtractedDocument } | ({ ok: false } & Refusal);

/** The text of a page that a learner may see and a quotation is checked against. */
export function pageText(page: Page): string {
  return page.blocks
    .filter((block) => block.hidden === undefined)
    .map((block) => block.text)
    .join('\n\n');
}
