/** Puts the words of a page on rows, and divides each row where a gap is too wide for a space. */

import type { Fragment } from './pdf-columns.ts';
import { isItemMarker } from './pdf-items.ts';
import type { Span } from './pdf-spans.ts';
import { cleanLine, isReadable } from './pdf-text.ts';

/** Gap between letters (in their heights) that is no gap between words any more. */
const WIDE_GAP = 0.8;
/** Text of a list's item stands this near its bullet or number. */
const MARKER_GAP = 3;
/** Baselines this close (in letter heights) are one row; small letters may stand higher or lower on it. */
export const SAME_ROW = 0.3;
const RAISED = 0.6;
const RAISED_SIZE = 0.85;
const SMALLEST_RAISED = 0.3;

/** Spans in rows, each row divided where a gap is wide. */
export function fragmentsOf(spans: readonly Span[]): Fragment[] {
  return inRows(spans).flatMap((row) => {
    const groups: Span[][] = [];
    let end = Number.NEGATIVE_INFINITY;
    let size = 0;
    for (const span of row.toSorted((a, b) => a.u0 - b.u0)) {
      const group = groups.at(-1);
      const gap = (span.u0 - end) / Math.max(span.size, size);
      if (group === undefined || gap > MARKER_GAP || (gap > WIDE_GAP && !isMarker(group)))
        groups.push([span]);
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

export function lettersIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { clusters }) => sum + clusters.length, 0);
}
