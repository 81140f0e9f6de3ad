import type { NuggetView } from '../api/shapes.ts';
import { findQuote } from '../library/quote.ts';

/** A page cut along its nuggets, as the tutor will see it; what is in none is shown too. Pure. */

export type Cut = { nugget: NuggetView | null; text: string };

/** Enough of a chunk's ends to find it by; in the middle a page may break it. */
const ENDS = 60;

/** The page's text in order: runs that belong to a nugget, and what lies between them. */
export function cutsOf(pageText: string, nuggets: readonly NuggetView[]): readonly Cut[] {
  const spans = nuggets
    .flatMap((nugget) => {
      const span = spanOf(pageText, nugget.content);
      return span === undefined ? [] : [{ nugget, ...span }];
    })
    .sort((a, b) => a.start - b.start);
  const cuts: Cut[] = [];
  let at = 0;
  for (const { nugget, start, end } of spans) {
    if (end <= at) continue;
    addLeft(cuts, pageText.slice(at, Math.max(at, start)));
    cuts.push({ nugget, text: pageText.slice(Math.max(at, start), end) });
    at = end;
  }
  addLeft(cuts, pageText.slice(at));
  return cuts;
}

function addLeft(cuts: Cut[], text: string): void {
  if (text.trim() !== '') cuts.push({ nugget: null, text });
}

/** A chunk that begins on an earlier page starts with this one's first letter, one that goes on ends with its last. */
function spanOf(pageText: string, content: string): { start: number; end: number } | undefined {
  const head = findQuote(pageText, content.slice(0, ENDS));
  const tail = findQuote(pageText, content.slice(-ENDS));
  if (head === undefined && tail === undefined) {
    const isInside =
      pageText.trim() !== '' && findQuote(content, pageText.trim().slice(0, ENDS)) !== undefined;
    return isInside ? { start: 0, end: pageText.length } : undefined;
  }
  const start = head?.start ?? 0;
  const end = tail !== undefined && tail.end > start ? tail.end : pageText.length;
  return { start, end };
}
