/** Tells headings by the document's outline, by the size of their letters and by their weight. */

import type { Block } from './document.ts';
import type { Line } from './pdf-lines.ts';
import type { Passage } from './pdf-paragraphs.ts';

export type Level = NonNullable<Block['level']>;

/** An entry of the outline that viewers show beside the pages; depth 1 is the outermost. */
export type OutlineEntry = { title: string; depth: number };

/** Longer than this, large letters are a quotation or a cover's blurb. */
const LONGEST = 180;
const LONGEST_BOLD = 110;
const LONGEST_SENTENCE = 50;
const MOST_LINES = 4;
/** Larger than the text by this much is meant to be. */
const LARGER = 1.12;
/** Sizes closer than this are meant to be one. */
const SAME_SIZE = 0.06;
const FEW = 6;

export type HeadingRules = {
  bodySize: number;
  bodyBold: boolean;
  /** The direction that most is written in; what runs up the margin heads nothing. */
  bodyAngle: number;
  /** Sizes of headings, the largest first, those close to each other as one. */
  sizes: number[];
  /** By title how deep the outline has it, and by look how deep it has the outermost heading that looks so. */
  depths: Map<string, number>;
  depthOfLook: Map<string, number>;
};

/** What the document as a whole says about its headings. */
export function headingRules(
  pages: ReadonlyArray<readonly Line[]>,
  passages: ReadonlyArray<readonly Passage[]>,
  outline: readonly OutlineEntry[],
): HeadingRules {
  const { size: bodySize, bold: bodyBold, angle: bodyAngle } = bodyLook(pages);
  const depths = new Map(outline.map(({ title, depth }) => [plain(title), depth]));
  const sizes: number[] = [];
  const depthOfLook = new Map<string, number>();
  for (const passage of passages.flat()) {
    const [line] = passage.lines;
    if (line === undefined || !mayHead(passage, bodyAngle)) continue;
    if (line.size >= LARGER * bodySize) sizes.push(line.size);
    const depth = depths.get(plain(passage.text));
    if (depth !== undefined)
      depthOfLook.set(lookOf(line), Math.min(depth, depthOfLook.get(lookOf(line)) ?? depth));
  }
  return { bodySize, bodyBold, bodyAngle, sizes: steps(sizes), depths, depthOfLook };
}

function lookOf({ size, bold }: Line): string {
  return `${size}${bold ? ' bold' : ''}`;
}

/** Sizes that headings repeat, and the largest; among many headings a size used once ranks with the next smaller one. */
function steps(sizes: readonly number[]): number[] {
  const sorted = sizes.toSorted((a, b) => b - a);
  const ranks: number[] = [];
  for (const size of sorted) {
    const last = ranks.at(-1);
    const often = sorted.length <= FEW || sorted.filter((other) => isSameSize(other, size)).length > 1;
    if (last === undefined || (often && !isSameSize(last, size))) ranks.push(size);
  }
  return ranks;
}

function isSameSize(a: number, b: number): boolean {
  return Math.abs(a - b) < SAME_SIZE * Math.max(a, b);
}

/** The level of a passage that is a heading, or null. */
export function headingLevel(passage: Passage, rules: HeadingRules): Level | null {
  const [line] = passage.lines;
  if (line === undefined || !mayHead(passage, rules.bodyAngle)) return null;
  const depth = rules.depths.get(plain(passage.text));
  if (depth !== undefined) return toLevel(depth);
  const larger = line.size >= LARGER * rules.bodySize;
  if (!larger && !isBoldHeading(passage, line, rules)) return null;
  return toLevel(rules.depthOfLook.get(lookOf(line)) ?? rankOf(line.size, larger, rules.sizes));
}

function rankOf(size: number, larger: boolean, sizes: readonly number[]): number {
  if (!larger) return sizes.length + 1;
  const rank = sizes.findIndex((step) => size >= step || isSameSize(size, step));
  return rank < 0 ? sizes.length : rank + 1;
}

function isBoldHeading(passage: Passage, line: Line, { bodySize, bodyBold }: HeadingRules): boolean {
  if (bodyBold || !passage.lines.every(({ bold }) => bold) || line.size < 0.95 * bodySize) return false;
  return passage.text.length <= LONGEST_BOLD && !/[.,;!]$/.test(passage.text);
}

function mayHead({ kind, text, lines }: Passage, bodyAngle: number): boolean {
  const [line] = lines;
  if (line === undefined || kind === 'table' || kind === 'code' || text.includes('\n')) return false;
  if (line.hidden !== undefined || line.angle !== bodyAngle) return false;
  if (lines.length > MOST_LINES || text.length > LONGEST || !/\p{L}{2}/u.test(text)) return false;
  // A sentence in large letters is still one; a line of the table of contents heads nothing here.
  return (
    !(text.length > LONGEST_SENTENCE && /[.。;；]$/u.test(text)) &&
    !/… ?[\divx]+$/u.test(text) &&
    !/^- /.test(text)
  );
}

/** How most letters look. They are counted, not lines: a title page must not outvote the chapters. */
export function bodyLook(pages: ReadonlyArray<readonly Line[]>): {
  size: number;
  bold: boolean;
  angle: number;
} {
  const visible = pages.flat().filter(({ hidden }) => hidden === undefined);
  return {
    size: commonest(visible, ({ size }) => size),
    bold: commonest(visible, ({ bold }) => Number(bold)) === 1,
    angle: commonest(visible, ({ angle }) => angle),
  };
}

function commonest(lines: readonly Line[], look: (line: Line) => number): number {
  const letters = new Map<number, number>();
  for (const line of lines) letters.set(look(line), (letters.get(look(line)) ?? 0) + line.text.length);
  const [[value] = [0]] = [...letters].sort((a, b) => b[1] - a[1]);
  return value;
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
