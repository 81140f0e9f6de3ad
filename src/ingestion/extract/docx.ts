/** Reads a Word document: headings, lists, tables, notes, text boxes and the descriptions of its pictures. */

import type { Block, Extraction, Page } from './document.ts';
import { type Archive, openArchive, Refused } from './docx-archive.ts';
import { Body, type BodyNeeds } from './docx-body.ts';
import { Counters, promoteBold } from './docx-paragraph.ts';
import { partsOf, readCore, readNumbering, readStyles, readXml } from './docx-parts.ts';
import { extracted, paginate, refuse } from './plain.ts';

/**
 * Reads the document, or says why not. Its archive is judged before anything of it is inflated, and its XML is
 * read as a stream, so that neither a bomb nor a book takes more memory than its text. Pages are approximated by
 * the breaks that the author set and those that Word remembers from its last lay-out.
 */
export function extractDocx(bytes: Uint8Array): Extraction {
  try {
    return readDocument(openArchive(bytes));
  } catch (error) {
    return error instanceof Refused ? error.refusal : DAMAGED;
  }
}

const DAMAGED = refuse(
  'damaged',
  'The Word file is damaged or cut off. Open it in Word, save it under a new name, and upload that version.',
);

function readDocument(archive: Archive): Extraction {
  const parts = partsOf(archive);
  if (!archive.has(parts.document)) return DAMAGED;
  const styles = readStyles(archive, parts.styles);
  const numbering = readNumbering(archive, parts.numbering);
  const about = readCore(archive, parts.core);
  const read = (part: string, noteOf: BodyNeeds['noteOf']) => {
    const body = new Body({ styles, counters: new Counters(numbering), noteOf });
    readXml(archive, part, body);
    return body;
  };
  const none = () => undefined;
  const notes = { footnote: read(parts.footnotes, none).notes, endnote: read(parts.endnotes, none).notes };
  const body = read(parts.document, (kind, id) => notes[kind].get(id));
  const blocks = promoteBold(body.flow);
  const title =
    about.title ?? blocks.find((block) => block.kind === 'heading' && block.level === 1)?.text ?? null;
  return extracted(pagesOf(blocks, body.pageEnds), {
    ...about,
    title,
    language: about.language ?? styles.language,
  });
}

/** Divides the blocks where pages end; a document that shows no pages is divided at its headings. */
function pagesOf(blocks: readonly Block[], ends: readonly number[]): Page[] {
  const inner = [...new Set(ends)].filter((end) => end > 0 && end < blocks.length);
  if (inner.length === 0) return paginate(blocks);
  const starts = [0, ...inner];
  return starts.map((start, at) => ({ page: at + 1, blocks: blocks.slice(start, starts[at + 1]) }));
}
