/** Tells headings by the document's outline, by the size of their letters and by their weight. */

import type { Block } from './document.ts';
import type { Line } from './pdf-lines.ts';
import type { Passage } from './pdf-paragraphs.ts';
import { isReadable } from './pdf-text.ts';

export type Level = NonNullable<Block['level']>;

/** An entry of the outline that viewers show beside the pages; depth 1 is the outermost. */
export type OutlineEntry = { title: string; depth: number };

/** Longer than this, large letters are a quotation or a cover's blurb. */
const LONGEST = 180;
const LONGEST_BOLD = 110;
const MOST_LINES = 4;
/** Larger than the text by this much is meant to be. */
const LARGER = 1.12;

export type HeadingRules = {
  bodySize: number;
  bodyBold: boolean;
  sizes: number[];
  depths: Map<string, number>;
};

/** What the document as a whole says about its headings. */
export function headingRules(
  pages: ReadonlyArray<readonly Line[]>,
  passages: ReadonlyArray<readonly Passage[]>,
  outline: readonly OutlineEntry[],
): HeadingRules {
  const { size: bodySize, bold: bodyBold } = bodyLook(pages);
  const sizes = new Set<number>();
  for (const passage of passages.flat()) {
    const [line] = passage.lines;
    if (line !== undefined && mayHead(passage, LONGEST) && line.size >= LARGER * bodySize)
      sizes.add(line.size);
  }
  const depths = new Map(outline.map(({ title, depth }) => [plain(title), depth]));
  return { bodySize, bodyBold, sizes: [...sizes].sort((a, b) => b - a), depths };
}

/** The level of a passage that is a heading, or null. */
export function headingLevel(passage: Passage, rules: HeadingRules): Level | null {
  const [line] = passage.lines;
  if (line === undefined || !mayHead(passage, LONGEST)) return null;
  const depth = rules.depths.get(plain(passage.text));
  if (depth !== undefined) return toLevel(depth);
  if (line.size >= LARGER * rules.bodySize) return toLevel(rules.sizes.indexOf(line.size) + 1);
  if (isBoldHeading(passage, line, rules)) return toLevel(rules.sizes.length + 1);
  return null;
}

function isBoldHeading(passage: Passage, line: Line, { bodySize, bodyBold }: HeadingRules): boolean {
  if (bodyBold || !passage.lines.every(({ bold }) => bold) || line.size < 0.95 * bodySize) return false;
  return passage.text.length <= LONGEST_BOLD && !/[.,;!]$/.test(passage.text);
}

function mayHead({ kind, text, lines }: Passage, longest: number): boolean {
  if (kind === 'table' || kind === 'code' || text.includes('\n')) return false;
  if (lines[0]?.hidden !== undefined || lines.length > MOST_LINES || text.length > longest) return false;
  return isReadable(text) && /\p{L}/u.test(text);
}

/** Letters are counted, not lines: a title page must not outvote the chapters. */
export function bodyLook(pages: ReadonlyArray<readonly Line[]>): { size: number; bold: boolean } {
  const sizes = new Map<number, number>();
  let bold = 0;
  let all = 0;
  for (const line of pages.flat()) {
    if (line.hidden !== undefined) continue;
    sizes.set(line.size, (sizes.get(line.size) ?? 0) + line.text.length);
    all += line.text.length;
    if (line.bold) bold += line.text.length;
  }
  const [size = 0] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { size, bold: bold > 0.5 * all };
}

function toLevel(number: number): Level {
  const levels: Level[] = [1, 2, 3, 4, 5, 6];
  return levels[Math.min(Math.max(number, 1), 6) - 1] ?? 6;
}

/** Letters and digits in small letters, without the number that a heading starts with. */
function plain(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s\d.]+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
