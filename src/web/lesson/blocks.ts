/**
 * A text that only grows, cut into its top-level blocks, so that finished ones are never touched again: their
 * nodes stay, and with them a reader's selection. Pure.
 */
export type Blocks = {
  /** Finished blocks, as they were written. */
  settled: readonly string[];
  /** Where the rest begins, UTF-16 units. */
  tailStart: number;
  /** What may still change. */
  tail: string;
};

export const NO_BLOCKS: Blocks = { settled: [], tailStart: 0, tail: '' };

const LIST = /^(?:[-*+]|\d{1,9}[.)])\s/;
/** A line that belongs to the list above the empty line before it. */
const CONTINUES = /^(?: {2,}|\t|[-*+] |\d{1,9}[.)] )/;
const FENCE = /^ {0,3}(```+|~~~+)/;

/** The blocks of `text`, given those of a shorter one that it begins with; of another text they are made anew. */
export function blocksOf(before: Blocks, text: string): Blocks {
  const isLonger =
    text.length >= before.tailStart && text.startsWith(before.tail.slice(0, 1), before.tailStart);
  const start = isLonger ? before : NO_BLOCKS;
  const settled = [...start.settled];
  let tailStart = start.tailStart;
  for (const end of cuts(text.slice(start.tailStart))) {
    settled.push(text.slice(tailStart, start.tailStart + end));
    tailStart = start.tailStart + end;
  }
  return { settled, tailStart, tail: text.slice(tailStart) };
}

/** Where blocks end that are certainly over: after an empty line, outside a fence, before a line that cannot continue them. */
function cuts(text: string): number[] {
  const found: number[] = [];
  let fence: string | undefined;
  let afterEmpty = false;
  let isList = LIST.test(text);
  let at = 0;
  for (const line of text.split('\n')) {
    const isLast = at + line.length >= text.length;
    // The last line may still grow into one that continues.
    const isWhole = !isLast || line.length > 12;
    if (
      afterEmpty &&
      fence === undefined &&
      line.trim() !== '' &&
      isWhole &&
      !(isList && CONTINUES.test(line))
    ) {
      found.push(at);
      isList = LIST.test(line);
    }
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
    }
    afterEmpty = line.trim() === '' && at > 0;
    at += line.length + 1;
  }
  return found;
}
