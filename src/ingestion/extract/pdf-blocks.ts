/** Makes the document of its pages' lines: what no page can tell alone, as what repeats and what is a heading. */

import { type Block, type ExtractedDocument, type Page, pageText } from './document.ts';
import { detectLanguage } from './language.ts';
import type { About } from './pdf-about.ts';
import { findFurniture, type PageLines } from './pdf-furniture.ts';
import { bodyLook, type HeadingRules, headingLevel, headingRules } from './pdf-headings.ts';
import type { Line } from './pdf-lines.ts';
import { joinParagraphs, type Passage } from './pdf-paragraphs.ts';
import { vocabulary } from './pdf-text.ts';

/** Words remembered for mending hyphens. */
const MOST_WORDS = 200_000;
/** Notes at a page's foot are set smaller than its text, and below its middle. */
const NOTE_SIZE = 0.92;
/** Characters that the language is guessed from. */
const SAMPLE = 30_000;

export function toPages(pages: readonly PageLines[], about: About): ExtractedDocument {
  const known = vocabulary(texts(pages), MOST_WORDS);
  const furniture = findFurniture(pages, bodyLook(pages.map(({ lines }) => lines)).size);
  const read = pages.map(({ lines }) => lines.filter((line) => !furniture.has(line)));
  const passages = read.map((lines) => joinParagraphs(lines, known));
  const rules = headingRules(read, passages, about.outline);
  const blocks = pages.map((page, index): Page => {
    const body = (passages[index] ?? []).map((passage) => blockOf(passage, rules, page.height));
    const edges = page.lines.filter((line) => furniture.has(line)).map(furnitureBlock);
    return { page: page.page, blocks: [...body, ...edges] };
  });
  return {
    title: about.title ?? titleOf(blocks),
    author: about.author,
    language: about.language ?? detectLanguage(sample(blocks)),
    paged: true,
    pages: blocks,
  };
}

function* texts(pages: readonly PageLines[]): Generator<string> {
  for (const { lines } of pages) for (const { text } of lines) yield text;
}

function blockOf(passage: Passage, rules: HeadingRules, height: number): Block {
  const { kind, text, lines } = passage;
  const hidden = lines[0]?.hidden;
  if (hidden !== undefined) return { kind, text, hidden };
  const level = headingLevel(passage, rules);
  if (level !== null) return { kind: 'heading', level, text };
  return { kind: isNote(passage, rules, height) ? 'note' : kind, text };
}

function isNote({ kind, text, lines }: Passage, { bodySize }: HeadingRules, height: number): boolean {
  const [line] = lines;
  if (line === undefined || kind === 'table' || kind === 'code' || line.angle !== 0) return false;
  return (
    line.size < NOTE_SIZE * bodySize &&
    line.v > 0.5 * height &&
    /^(\[?\d{1,3}\]?|[*†‡§])[.)]?\s?\p{L}/u.test(text)
  );
}

function furnitureBlock({ text }: Line): Block {
  return { kind: 'paragraph', text, hidden: 'furniture' };
}

/** Text enough to tell its language by. */
function sample(pages: readonly Page[]): string {
  let text = '';
  for (const page of pages) {
    text += pageText(page);
    if (text.length > SAMPLE) break;
  }
  return text;
}

/** A document that does not name itself is called by the largest heading of its first page, and "Chapter 1" by two. */
function titleOf([first]: readonly Page[]): string | null {
  const headings =
    first?.blocks.filter(({ kind, hidden }) => kind === 'heading' && hidden === undefined) ?? [];
  const top = Math.min(...headings.map(({ level = 6 }) => level));
  const start = headings.findIndex(({ level }) => level === top);
  const [one, two] = headings.slice(start);
  if (one === undefined) return null;
  const isLabel = one.text.split(' ').length < 3 && two?.level === top;
  return isLabel ? `${one.text} ${two.text}` : one.text;
}
