/** Makes lines of a page's spans, in reading order, with tables recognized. */

import { inReadingOrder, readsLeftwards } from './pdf-bidi.ts';
import { type Fragment, inColumns, type Region } from './pdf-columns.ts';
import type { Hidden } from './pdf-hidden.ts';
import { isItemMarker } from './pdf-items.ts';
import { isSpace, type Span, type Writing } from './pdf-spans.ts';
import { type Row, tableRows } from './pdf-tables.ts';
import { cleanLine, isReadable } from './pdf-text.ts';

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
/** Text of a list's item stands this near its bullet or number. */
const MARKER_GAP = 3;
/** Baselines this close (in letter heights) are one row; small letters may stand higher or lower on it. */
const SAME_ROW = 0.3;
const RAISED = 0.6;
const RAISED_SIZE = 0.85;
const SMALLEST_RAISED = 0.3;

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
    if (before !== null && isRepeated(before, span)) continue;
    if (before !== null && isApart(before, span)) clusters.push(' ');
    clusters.push(...span.clusters);
    before = span;
  }
  return cleanLine(inReadingOrder(clusters).join(''));
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

/** Spans in rows, each row divided where a gap is wide. */
function fragmentsOf(spans: readonly Span[]): Fragment[] {
  return inRows(spans).flatMap((row) => {
    const groups: Span[][] = [];
    let end = Number.NEGATIVE_INFINITY;
    let size = 0;
    for (const span of row.toSorted((a, b) => a.u0 - b.u0)) {
      const group = groups.at(-1);
      const gap = (span.u0 - end) / Math.max(span.size, size);
      if (group === undefined || gap > (isMarker(group) ? MARKER_GAP : WIDE_GAP)) groups.push([span]);
      else group.push(span);
      end = Math.max(groups.at(-1)?.length === 1 ? span.u1 : end, span.u1);
      size = span.size;
    }
    return groups.map(fragmentOf);
  });
}

/** Items' bullets and numbers stand well before their text, and yet are no column of their own. */
function isMarker(spans: readonly Span[]): boolean {
  const text = spans.flatMap(({ clusters }) => clusters).join('');
  return text.length <= 5 && isItemMarker(cleanLine(text));
}

type SpanRow = { v: number; size: number; spans: Span[] };

/** Spans on one baseline; an exponent, or the number of a note, in the row whose letters it stands beside. */
function inRows(spans: readonly Span[]): Span[][] {
  const rows: SpanRow[] = [];
  for (const span of spans.toSorted((a, b) => b.size - a.size || a.v - b.v)) {
    const row =
      rows.find(({ v, size }) => Math.abs(v - span.v) < SAME_ROW * Math.min(size, span.size)) ??
      rows.find((host) => host.size * RAISED_SIZE >= span.size && isRaisedIn(host, span));
    if (row === undefined) rows.push({ v: span.v, size: span.size, spans: [span] });
    else row.spans.push(span);
  }
  return rows.map((row) => row.spans);
}

function isRaisedIn({ v, size, spans }: SpanRow, small: Span): boolean {
  if (Math.abs(small.v - v) > RAISED * size) return false;
  return spans.some((span) => {
    const behind = small.u0 - span.u1;
    const ahead = span.u0 - small.u1;
    const nearest = Math.max(behind, ahead);
    return (
      nearest > -0.15 * span.size && nearest < 0.3 * span.size && small.size >= SMALLEST_RAISED * span.size
    );
  });
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
    readable: spans.some(({ clusters }) => isReadable(clusters.join(''))),
  };
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
