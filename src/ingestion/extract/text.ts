/**
 * Reads plain text: paragraphs at empty lines, headings by the ways in which people mark them without markup, lists
 * by their markers. Apart from whitespace the text stays exactly what the author wrote.
 */

import type { Block, Extraction, Page } from './document.ts';
import { decodeText } from './encoding.ts';
import { cleanText, extracted, MAX_TEXT_BYTES, oneLine, paginate, TOO_LARGE, unbearable } from './plain.ts';

const ITEM = /^(\s*)([-*+•‣◦▪–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S/;

/** Nobody wraps lines beyond this many characters; longer ones are paragraphs. */
const MAX_WRAP = 120;

/** Reads a text in any encoding. Form feeds divide its pages; where there are none, headings do. */
export function extractText(bytes: Uint8Array, hints: { charset?: string } = {}): Extraction {
  if (bytes.length > MAX_TEXT_BYTES) return TOO_LARGE;
  const decoded = decodeText(bytes, hints);
  return decoded.ok ? readText(decoded.text) : decoded;
}

/** Reads a text that is decoded already. */
export function readText(text: string): Extraction {
  const refusal = unbearable(text);
  if (refusal) return refusal;
  const parts = text.split('\f').map((part) => blocksOf(cleanText(part)));
  const blocks = parts.flat();
  const pages: Page[] =
    parts.length > 1
      ? parts.filter((part) => part.length).map((part, i) => ({ page: i + 1, blocks: part }))
      : paginate(blocks);
  const first = blocks[0];
  return extracted(pages, {
    title: first?.kind === 'heading' ? oneLine(first.text.replace(/^[=#\s]+|[=#\s]+$/g, '')) : null,
  });
}

function blocksOf(text: string): Block[] {
  const groups = text
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map((group) => group.split('\n').map((line) => line.trimEnd()))
    .map((lines) => lines.filter(Boolean))
    .filter((lines) => lines.length > 0)
    .flatMap(unwrapped);
  const width = wrapWidth(text);
  return groups.flatMap((lines, at) =>
    blocksOfGroup(lines, { first: at === 0, next: groups[at + 1], width }),
  );
}

/** Where lines are as long as paragraphs, each of them is one; only the items of a list stay together. */
function unwrapped(lines: string[]): string[][] {
  if (!lines.some((line) => line.length > MAX_WRAP)) return [lines];
  const groups: string[][] = [];
  for (const line of lines) {
    const together = ITEM.test(line) && ITEM.test(groups.at(-1)?.at(-1) ?? '');
    if (together) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}

type Surroundings = {
  first: boolean;
  /** The lines of the group that follows. */
  next: readonly string[] | undefined;
  /** Where the text breaks its lines, or infinity where it does not. */
  width: number;
};

function blocksOfGroup(lines: readonly string[], around: Surroundings): Block[] {
  const [line = '', second, ...rest] = lines;
  const underline =
    second === undefined ? null : /^\s*(?:(={3,}|#{3,}|\*{3,})|(-{3,}|~{3,}|_{3,}))$/.exec(second);
  if (underline && !ITEM.test(line)) {
    const heading: Block = { kind: 'heading', level: underline[1] ? 1 : 2, text: oneLine(line) };
    return rest.length ? [heading, ...blocksOfGroup(rest, { ...around, first: false })] : [heading];
  }
  const level = lines.length === 1 ? headingLevel(line.trim(), around) : null;
  if (level) return [{ kind: 'heading', level, text: oneLine(line) }];
  if (lines.every((row) => /^[-=_*~#\s]+$/.test(row))) return [];
  if (lines.length > 1 && lines.every((row) => row.includes('\t'))) return [table(lines)];
  const item = lines.findIndex((row) => ITEM.test(row));
  if (item < 0 || (lines.length === 1 && !/^\s*[-*+•‣◦▪]/.test(line)))
    return [paragraph(lines, around.width)];
  const list: Block = { kind: 'list', text: listText(lines.slice(item)) };
  return item === 0 ? [list] : [paragraph(lines.slice(0, item), around.width), list];
}

/** How high a line by itself ranks, or null where it is a sentence like others. */
function headingLevel(line: string, around: Surroundings): Block['level'] | null {
  if (line.length > 90 || !/\p{L}/u.test(line)) return null;
  const marked = /^((?:= ?){1,6})\s*[^=\s].*=$/.exec(line) ?? /^(#{1,6})\s+\S/.exec(line);
  if (marked?.[1]) return clampLevel(marked[1].replaceAll(' ', '').length);
  if (/[.,;!…]["”»)\]]*$/.test(line) && !/^\d+(\.\d+)*\.$/.test(line)) return null;
  const letters = line.replace(/[^\p{L}]/gu, '');
  const numbered = /^(\d+(?:\.\d+)*)\.?\)?\s+\p{Lu}/u.exec(line);
  if (numbered?.[1]) return clampLevel(numbered[1].split('.').length + 1);
  if (
    /^(chapter|part|section|appendix|kapitel|teil|chapitre|partie|capítulo|capitolo|hoofdstuk|глава)\s+[\divxlc]+\b/i.test(
      line,
    )
  ) {
    return 1;
  }
  // Scripts without capitals cannot shout.
  const shouted =
    letters.length >= 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  if (shouted) return around.first ? 1 : 2;
  return isCaption(line, around) ? (around.first ? 1 : 3) : null;
}

/** A short line without a full stop, above a group of lines that is plainly a text or a list. */
function isCaption(line: string, { next, width }: Surroundings): boolean {
  // In a text of long lines every utterance stands alone, so a question or a speaker's name is none.
  if (width === Number.POSITIVE_INFINITY && /\?["”»)\]]*$|^\p{Lu}[\p{Lu}. ]+:/u.test(line)) return false;
  if (line.length > 60 || !/^[\p{Lu}\p{Lo}\d"“«¿¡]/u.test(line) || /[:–—-]$/.test(line)) return false;
  const [below = ''] = next ?? [];
  const following = next?.join(' ').trim() ?? '';
  // What leads up to a list or goes on below is a sentence; a caption is shorter than either.
  const short = line.length <= 40 && !line.includes(',');
  if (ITEM.test(below)) return short;
  return following.length > (short ? 50 : 80) && (short || /[.!?:…。！？]["”»)]?$/.test(following));
}

function clampLevel(level: number): Block['level'] {
  const levels = [1, 2, 3, 4, 5, 6] as const;
  return levels[Math.min(level, 6) - 1];
}

/** The length at which most full lines end; prose with one line a paragraph has none. */
function wrapWidth(text: string): number {
  const lengths = text
    .split('\n')
    .map((line) => line.trimEnd().length)
    .filter((length) => length > 30);
  lengths.sort((a, b) => a - b);
  const width = lengths[Math.floor(lengths.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  return width <= MAX_WRAP ? width : Number.POSITIVE_INFINITY;
}

/** Joins a line to the next where its end is due to the width of the page: verses and addresses keep theirs. */
function paragraph(lines: readonly string[], width: number): Block {
  let text = '';
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1]?.trimEnd();
    const word = line.trim().split(/\s/)[0] ?? '';
    const wrapped = before !== undefined && before.length + 1 + word.length > width * 0.9;
    text += `${at === 0 ? '' : wrapped ? ' ' : '\n'}${oneLine(line)}`;
  }
  return { kind: 'paragraph', text };
}

/** One item a line, nested by two spaces, under the author's own markers. */
function listText(lines: readonly string[]): string {
  const items: { indent: number; text: string }[] = [];
  for (const line of lines) {
    const mark = ITEM.exec(line);
    const last = items.at(-1);
    if (mark || !last) items.push({ indent: mark?.[1]?.length ?? 0, text: oneLine(line) });
    else last.text += ` ${oneLine(line)}`;
  }
  const steps = [...new Set(items.map((item) => item.indent))].sort((a, b) => a - b);
  return items.map(({ indent, text }) => '  '.repeat(steps.indexOf(indent)) + text).join('\n');
}

function table(lines: readonly string[]): Block {
  return { kind: 'table', text: lines.map((line) => line.split('\t').map(oneLine).join(' | ')).join('\n') };
}
