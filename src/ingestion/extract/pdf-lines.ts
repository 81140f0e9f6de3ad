/** Makes lines of a page's words, in reading order, with tables recognized. */

import { inReadingOrder, readsLeftwards } from './pdf-bidi.ts';
import { type Fragment, inColumns, type Region } from './pdf-columns.ts';
import { fragmentsOf, lettersIn, SAME_ROW } from './pdf-fragments.ts';
import type { Hidden } from './pdf-hidden.ts';
import { isSpace, type Span, type Writing } from './pdf-spans.ts';
import { type Row, tableRows } from './pdf-tables.ts';
import { cleanLine } from './pdf-text.ts';

/** A line as read; `u` along the writing and `v` down the page, in points, both turned with the writing. */
export type Line = {
  text: string;
  u0: number;
  u1: number;
  v: number;
  size: number;
  bold: boolean;
  monospaced: boolean;
  /** A row of a table; its text has its cells joined by " | ". */
  table: boolean;
  hidden: Hidden | undefined;
  angle: number;
  /** Lines of one column, or of one undivided part of the page, share a number. */
  region: number;
};

/** What the lines of one part have in common. */
type Part = { hidden: Hidden | undefined; angle: number; leftwards: boolean };

/**
 * Visible lines first, those of the direction that most is written in before others; then what cannot be
 * seen, each reason for itself, so that no visible line takes a hidden word in.
 */
export function readLines(writings: readonly Writing[]): Line[] {
  const lines: Line[] = [];
  for (const { angle, hidden, spans } of divide(writings)) {
    const part = { hidden, angle, leftwards: readsLeftwards(spans.flatMap(({ clusters }) => clusters)) };
    for (const region of inColumns(fragmentsOf(spans))) lines.push(...linesOf(region, part, lines.length));
  }
  return lines;
}

type Division = { angle: number; hidden: Hidden | undefined; spans: Span[] };

function divide(writings: readonly Writing[]): Division[] {
  const divisions = writings.flatMap(({ angle, spans }) =>
    [...new Set(spans.map(({ hidden }) => hidden))].map((hidden) => ({
      angle,
      hidden,
      spans: spans.filter((span) => span.hidden === hidden),
    })),
  );
  const rank = ({ hidden, spans }: Division): number => (hidden === undefined ? lettersIn(spans) : -1);
  return divisions.sort((a, b) => rank(b) - rank(a));
}

function linesOf(region: Region, { hidden, angle, leftwards }: Part, number: number): Line[] {
  return tableRows(rowsOf(region)).flatMap(({ row, cells }) => {
    const read = (fragments: readonly Fragment[]) => textOf(fragments, leftwards);
    const text = cells === null ? read(row) : cells.map(read).join(' | ');
    if (text === '') return [];
    const spans = row.flatMap((fragment) => fragment.spans);
    return [{ text, ...extent(row), ...look(spans), table: cells !== null, hidden, angle, region: number }];
  });
}

function extent(fragments: readonly Fragment[]): { u0: number; u1: number; v: number } {
  return {
    u0: Math.min(...fragments.map(({ u0 }) => u0)),
    u1: Math.max(...fragments.map(({ u1 }) => u1)),
    v: Math.max(...fragments.map(({ v }) => v)),
  };
}

/** How most of the line's letters look. */
function look(spans: readonly Span[]): { size: number; bold: boolean; monospaced: boolean } {
  const total = lettersIn(spans);
  const share = (test: (span: Span) => boolean) => lettersIn(spans.filter(test)) / total;
  const sizes = new Map<number, number>();
  for (const { size, clusters } of spans) {
    const rounded = Math.round(size * 2) / 2;
    sizes.set(rounded, (sizes.get(rounded) ?? 0) + clusters.length);
  }
  const [size = 0] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { size, bold: share(({ bold }) => bold) > 0.8, monospaced: share((span) => span.monospaced) > 0.8 };
}

/** A row's letters in reading order, with a space wherever a gap or a drawn space is. */
function textOf(fragments: readonly Fragment[], leftwards: boolean): string {
  const spans = fragments.flatMap((fragment) => fragment.spans).sort((a, b) => a.u0 - b.u0);
  const clusters: string[] = [];
  let before: Span | null = null;
  for (const span of spans) {
    if (before !== null && isRepeated(before, span)) continue;
    if (before !== null && isApart(before, span)) clusters.push(' ');
    clusters.push(...span.clusters);
    before = span;
  }
  return cleanLine(inReadingOrder(clusters, leftwards).join(''));
}

/** Words apart by a gap, by a drawn space, or because they were written over each other. */
function isApart(before: Span, span: Span): boolean {
  const gap = span.u0 - before.u1;
  const size = Math.min(before.size, span.size);
  return gap < -0.5 * size || isSpace(gap, size, span.afterSpace && span.order > before.order);
}

/** A button's label is drawn by the page and by the button. */
function isRepeated(before: Span, span: Span): boolean {
  const same =
    Math.abs(span.u0 - before.u0) < 0.5 * span.size && Math.abs(span.v - before.v) < 0.5 * span.size;
  return same && span.clusters.join('') === before.clusters.join('');
}

function rowsOf(region: Region): Row[] {
  const rows: Array<{ v: number; size: number; row: Fragment[] }> = [];
  for (const fragment of region.toSorted((a, b) => a.v - b.v)) {
    const last = rows.at(-1);
    if (last !== undefined && Math.abs(last.v - fragment.v) < SAME_ROW * Math.min(last.size, fragment.size)) {
      last.row.push(fragment);
    } else rows.push({ v: fragment.v, size: fragment.size, row: [fragment] });
  }
  return rows.map(({ row }) => {
    const sorted = row.toSorted((a, b) => a.u0 - b.u0);
    const leftwards = readsLeftwards(
      sorted.flatMap(({ spans }) => spans.flatMap(({ clusters }) => clusters)),
    );
    return leftwards ? sorted.toReversed() : sorted;
  });
}
