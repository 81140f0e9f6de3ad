/** Makes lines of a page's spans, in reading order, with tables recognized. */

import { inReadingOrder, readsLeftwards } from './pdf-bidi.ts';
import { type Fragment, inColumns, type Region } from './pdf-columns.ts';
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

/** Gap between letters (in their heights) that is no gap between words any more. */
const WIDE_GAP = 0.8;
/** Baselines this close (in letter heights) are one row; small letters may stand higher or lower on it. */
const SAME_ROW = 0.3;
const RAISED = 0.6;
const RAISED_SIZE = 0.85;

export function readLines(writings: readonly Writing[]): Line[] {
  const visible = writings.map(({ angle, spans }) => ({
    angle,
    spans: spans.filter(({ hidden }) => !hidden),
  }));
  const lines: Line[] = [];
  for (const { angle, spans } of visible.toSorted((a, b) => lettersIn(b.spans) - lettersIn(a.spans))) {
    for (const region of inColumns(fragmentsOf(spans))) pushLines(lines, region, angle);
  }
  return [...lines, ...hiddenLines(writings)];
}

function lettersIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { clusters }) => sum + clusters.length, 0);
}

/** What cannot be seen is kept apart, each reason for itself, so that no visible line takes a hidden word in. */
function hiddenLines(writings: readonly Writing[]): Line[] {
  const lines: Line[] = [];
  for (const { angle, spans } of writings) {
    const reasons = new Set(spans.map(({ hidden }) => hidden));
    for (const reason of reasons) {
      if (reason === undefined) continue;
      const start = lines.length;
      for (const region of inColumns(fragmentsOf(spans.filter(({ hidden }) => hidden === reason)))) {
        pushLines(lines, region, angle);
      }
      for (const line of lines.slice(start)) line.hidden = reason;
    }
  }
  return lines;
}

function pushLines(lines: Line[], region: Region, angle: number): void {
  const number = (lines.at(-1)?.region ?? -1) + 1;
  const rows = rowsOf(region);
  for (const { row, cells } of tableRows(rows)) {
    const fragments = row;
    const spans = fragments.flatMap((fragment) => fragment.spans);
    const text = cells === null ? textOf(fragments) : cells.map(textOf).join(' | ');
    if (text === '') continue;
    lines.push({
      text,
      ...extent(fragments),
      ...look(spans),
      table: cells !== null,
      hidden: undefined,
      angle,
      region: number,
    });
  }
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
function textOf(fragments: readonly Fragment[]): string {
  const spans = fragments.flatMap((fragment) => fragment.spans).sort((a, b) => a.u0 - b.u0);
  const clusters: string[] = [];
  let before: Span | null = null;
  for (const span of spans) {
    if (before !== null && isApart(before, span)) clusters.push(' ');
    clusters.push(...span.clusters);
    before = span;
  }
  return cleanLine(inReadingOrder(clusters).join(''));
}

function isApart(before: Span, span: Span): boolean {
  return isSpace(
    span.u0 - before.u1,
    Math.min(before.size, span.size),
    span.afterSpace && span.order > before.order,
  );
}

/** Spans in rows, each row divided where a gap is wide, with raised and lowered small letters put in their row. */
function fragmentsOf(spans: readonly Span[]): Fragment[] {
  const fragments: Fragment[] = [];
  for (const row of inRows(spans)) {
    let current: Span[] = [];
    for (const span of row.toSorted((a, b) => a.u0 - b.u0)) {
      const end = Math.max(...current.map(({ u1 }) => u1));
      const wide = WIDE_GAP * Math.max(span.size, current.at(-1)?.size ?? 0);
      if (current.length > 0 && span.u0 - end > wide) {
        fragments.push(fragmentOf(current));
        current = [];
      }
      current.push(span);
    }
    if (current.length > 0) fragments.push(fragmentOf(current));
  }
  return withRaised(fragments);
}

function inRows(spans: readonly Span[]): Span[][] {
  const rows: Array<{ v: number; size: number; spans: Span[] }> = [];
  for (const span of spans.toSorted((a, b) => a.v - b.v)) {
    const row = rows.findLast(({ v, size }) => Math.abs(v - span.v) < SAME_ROW * Math.min(size, span.size));
    if (row === undefined) rows.push({ v: span.v, size: span.size, spans: [span] });
    else row.spans.push(span);
  }
  return rows.map((row) => row.spans);
}

function fragmentOf(spans: Span[]): Fragment {
  const tallest = spans.toSorted((a, b) => b.size - a.size)[0];
  return {
    spans,
    u0: Math.min(...spans.map(({ u0 }) => u0)),
    u1: Math.max(...spans.map(({ u1 }) => u1)),
    v: tallest?.v ?? 0,
    size: tallest?.size ?? 0,
    order: Math.min(...spans.map(({ order }) => order)),
    letters: lettersIn(spans),
  };
}

/** An exponent, or the number of a note, belongs to the line that it stands on. */
function withRaised(fragments: Fragment[]): Fragment[] {
  const taken = new Set<Fragment>();
  const result: Fragment[] = [];
  const joined = new Map<Fragment, Fragment[]>();
  for (const small of fragments) {
    const host = fragments.find((line) => line !== small && !taken.has(line) && carries(line, small));
    if (host === undefined) continue;
    taken.add(small);
    joined.set(host, [...(joined.get(host) ?? []), small]);
  }
  for (const fragment of fragments) {
    if (taken.has(fragment)) continue;
    const riders = joined.get(fragment) ?? [];
    result.push(
      riders.length === 0 ? fragment : fragmentOf([fragment, ...riders].flatMap(({ spans }) => spans)),
    );
  }
  return result;
}

function carries(line: Fragment, small: Fragment): boolean {
  if (small.size > RAISED_SIZE * line.size || Math.abs(small.v - line.v) > RAISED * line.size) return false;
  return small.u0 > line.u0 - 0.3 * line.size && small.u0 < line.u1 + 0.5 * line.size;
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
