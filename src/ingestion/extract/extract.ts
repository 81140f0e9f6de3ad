/** One door to all readers: a file's type and bytes in, pages of blocks or a reason out. */

import { type ExtractedDocument, type Extraction, pageText } from './document.ts';
import { extractDocx } from './docx.ts';
import { decodeText } from './encoding.ts';
import { extractHtml } from './html.ts';
import { languageOf } from './language.ts';
import { extractMarkdown } from './markdown.ts';
import { extractPdf, type PdfAssets } from './pdf.ts';
import { MAX_TEXT_BYTES, refuse, TOO_LARGE } from './plain.ts';
import type { FileType } from './sniff.ts';
import { extractText } from './text.ts';

export type ExtractOptions = {
  /** The name the file came under; a text that calls itself a PDF is not taken for what it was meant to be. */
  filename?: string;
  /** Where a page came from. */
  url?: string;
  /** Which part of a page to read. */
  contentSelector?: string;
  /** What the sender declared the encoding to be. */
  charset?: string;
  /** Character maps and fonts for PDFs. */
  pdf: PdfAssets;
};

/**
 * Reads a file of a type that `sniff` told. Never throws for what the file holds: each refusal has a code and a
 * reason for an admin. The bytes are handed over and may be detached afterwards.
 */
export async function extract(
  type: FileType,
  bytes: Uint8Array,
  options: ExtractOptions,
): Promise<Extraction> {
  if (bytes.length === 0)
    return refuse('empty', 'The file is empty. Check that it was saved, and upload it again.');
  const promised = /\.(pdf|docx)$/i.exec(options.filename ?? '')?.[1]?.toLowerCase();
  if (promised && type !== 'pdf' && type !== 'docx') return misnamed(promised, type);
  const result = await read(type, bytes, options);
  return result.ok ? { ok: true, document: withLanguage(result.document) } : result;
}

/** Enough of a document to tell its language by. */
const SAMPLE_PAGES = 3;

function withLanguage(document: ExtractedDocument): ExtractedDocument {
  const sample = document.pages.slice(0, SAMPLE_PAGES).map(pageText).join('\n');
  return { ...document, language: languageOf(sample, document.language) };
}

function read(type: FileType, bytes: Uint8Array, options: ExtractOptions): Extraction | Promise<Extraction> {
  switch (type) {
    case 'pdf':
      return extractPdf(bytes, options.pdf);
    case 'docx':
      return extractDocx(bytes);
    case 'txt':
      return extractText(bytes, options);
    case 'md':
      return decoded(bytes, options, extractMarkdown);
    case 'html':
      return decoded(bytes, options, (html) => extractHtml(html, options));
    default:
      return type satisfies never;
  }
}

function decoded(
  bytes: Uint8Array,
  options: ExtractOptions,
  readText: (text: string) => Extraction,
): Extraction {
  if (bytes.length > MAX_TEXT_BYTES) return TOO_LARGE;
  const result = decodeText(bytes, options);
  return result.ok ? readText(result.text) : result;
}

/** Mostly a log-in page or an error message that was saved in place of the document. */
function misnamed(promised: string, type: 'txt' | 'md' | 'html'): Extraction {
  const is = type === 'html' ? 'a web page' : 'plain text';
  return refuse(
    'damaged',
    `The file is named .${promised} but holds ${is}, perhaps an error message saved in its place. Upload the document itself, or rename the file.`,
  );
}
