/** A long column's window on the page: follows what is scrolled, selected and focused, and says what is to be drawn. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Column, nextDrawn, type Run, runsOf, type Span } from './window.ts';

/** What is a column: blocks that say their key in `data-key`, and those of them that are drawn wherever the view is. */
export type Blocks = { keys: readonly string[]; kept: readonly Span[] };

/** Where a column stands on the page; either may not be there yet. */
export type Standing = {
  /** What scrolls: an element, or the document's own. */
  scroller: () => Element | null;
  /** The first block begins where this does. */
  column: () => Element | null;
  /** The height of a block that was never drawn, pixels. */
  supposedPx: number;
};

/** What one may come back to as one left it: opened, half filled in, playing. */
const IN_USE = '[aria-expanded=true], [aria-current=true], details[open], dialog[open]';

export type Windowed = {
  runs: ReadonlySignal<readonly Run[]>;
  /** Something may have to come or go: before the next paint that is seen to. */
  look: () => void;
  /** To be called when what `runs` says has been drawn. */
  settle: () => void;
  /** A block that is drawn now; returns what forgets it. */
  watch: (key: string, box: HTMLElement) => () => void;
  close: () => void;
};

export function makeWindow(
  column: ReadonlySignal<Blocks>,
  standing: Standing,
  /** Some block has another height now. */
  grown: () => void = () => undefined,
): Windowed {
  const drawn = signal<ReadonlySet<string>>(new Set());
  const boxes = new Map<string, HTMLElement>();
  const measures = new Map<string, number>();
  /** The blocks' own part of the column; while they stay, heights are changed in it as they are measured. */
  const blocks = computed(() => {
    const { keys, kept } = column.value;
    return {
      keys,
      heights: keys.map((key) => measures.get(key) ?? standing.supposedPx),
      places: new Map(keys.map((key, at) => [key, at])),
      kept,
    };
  });
  const runs = computed(() => runsOf(blocks.value, drawn.value));
  let frame = 0;
  let anchor: { box: HTMLElement; top: number } | undefined;

  const measured = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const key = target instanceof HTMLElement ? target.dataset['key'] : undefined;
      if (key === undefined) continue;
      const height = borderBoxSize[0]?.blockSize ?? standing.supposedPx;
      const { heights, places } = blocks.peek();
      const at = places.get(key);
      measures.set(key, height);
      if (at !== undefined) heights[at] = height;
    }
    grown();
  });

  const placeOf = (node: Node | null): number => {
    const element = node instanceof Element ? node : node?.parentElement;
    const key = element?.closest<HTMLElement>('[data-key]')?.dataset['key'];
    return blocks.peek().places.get(key ?? '') ?? -1;
  };

  /** What is selected, and what has the focus together with where the next Tab leads. */
  const held = (): Span[] => {
    const { anchorNode, focusNode } = getSelection() ?? { anchorNode: null, focusNode: null };
    const ends = [placeOf(anchorNode), placeOf(focusNode)];
    const focused = placeOf(document.activeElement);
    const spans: Span[] = [];
    if (!ends.includes(-1)) spans.push({ from: Math.min(...ends), to: Math.max(...ends) + 1 });
    if (focused >= 0)
      spans.push({ from: Math.max(0, focused - 1), to: Math.min(focused + 2, blocks.peek().keys.length) });
    return spans;
  };

  const isFree = (key: string): boolean => {
    const box = boxes.get(key);
    return box === undefined || !isInUse(box);
  };

  function take(): void {
    frame = 0;
    const [scroller, begin] = [standing.scroller(), standing.column()];
    if (scroller === null || begin === null) return;
    const sight = sightOf(scroller);
    const from = begin === scroller ? -scroller.scrollTop : begin.getBoundingClientRect().top - sight.top;
    const now: Column = {
      ...blocks.peek(),
      view: { top: -from, height: scroller.clientHeight },
      held: held(),
    };
    const next = nextDrawn(drawn.peek(), now, isFree);
    if (next.drawn !== drawn.peek()) anchor = ANCHORS ? undefined : firstIn(sight, boxes);
    drawn.value = next.drawn;
    if (!next.isDone) look();
  }

  function look(): void {
    if (frame === 0) frame = requestAnimationFrame(take);
  }

  document.addEventListener('selectionchange', look);
  return {
    runs,
    look,
    settle: () => {
      const scroller = standing.scroller();
      if (anchor?.box.isConnected && scroller !== null)
        scroller.scrollTop += anchor.box.getBoundingClientRect().top - anchor.top;
      anchor = undefined;
    },
    watch: (key, box) => {
      boxes.set(key, box);
      measured.observe(box);
      return () => {
        boxes.delete(key);
        measured.unobserve(box);
      };
    },
    close: () => {
      document.removeEventListener('selectionchange', look);
      cancelAnimationFrame(frame);
      measured.disconnect();
    },
  };
}

/** Where a browser does not itself hold what is read in its place while something above it grows. */
const ANCHORS = CSS.supports('overflow-anchor', 'auto');

type Sight = { top: number; bottom: number };

/** What of the window something scrolls through, pixels from the window's top. */
const sightOf = (scroller: Element): Sight =>
  scroller === document.scrollingElement
    ? { top: 0, bottom: scroller.clientHeight }
    : scroller.getBoundingClientRect();

function firstIn(
  { top, bottom }: Sight,
  boxes: ReadonlyMap<string, HTMLElement>,
): { box: HTMLElement; top: number } | undefined {
  for (const box of boxes.values()) {
    const place = box.getBoundingClientRect();
    if (place.bottom > top && place.top < bottom) return { box, top: place.top };
  }
  return undefined;
}

const isInUse = (box: HTMLElement): boolean =>
  box.querySelector(IN_USE) !== null ||
  [...box.querySelectorAll('textarea')].some(({ value }) => value !== '') ||
  [...box.querySelectorAll<HTMLMediaElement>('audio, video')].some(({ paused }) => !paused);
