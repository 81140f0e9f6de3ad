import { computed, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { makeWindow, type Windowed } from './windowed.ts';

/** The beginning of a list is always drawn: it is there with the page. */
const FIRST = 8;

/** The document scrolls it. Rows far from the window give way to as much empty room: ten thousand cost what a hundred do. */
export function Rows<Item extends { id: string }>({
  items,
  class: name,
  row,
  label,
  supposedPx,
  children,
}: {
  items: ReadonlySignal<readonly Item[] | undefined>;
  class: string;
  /** The class of each row. */
  row: string;
  label: string;
  /** The height of a row that was never drawn, pixels. */
  supposedPx: number;
  children: (item: Item) => ComponentChildren;
}) {
  const list = useRef<HTMLDivElement>(null);
  const view = useMemo(() => {
    const blocks = computed(() => {
      const keys = (items.value ?? []).map(({ id }) => id);
      return { keys, kept: [{ from: 0, to: Math.min(FIRST, keys.length) }] };
    });
    return makeWindow(blocks, {
      scroller: () => document.scrollingElement,
      column: () => list.current,
      supposedPx,
    });
  }, [items]);
  useEffect(() => {
    const options = { passive: true };
    window.addEventListener('scroll', view.look, options);
    window.addEventListener('resize', view.look, options);
    return () => {
      window.removeEventListener('scroll', view.look);
      window.removeEventListener('resize', view.look);
      view.close();
    };
  }, [view]);
  useEffect(view.look, [view, items.value]);
  useLayoutEffect(view.settle, [view.runs.value]);
  const all = items.value ?? [];
  return (
    // biome-ignore lint/a11y/useSemanticElements: between a <ul> and its <li> nothing else may stand, and the room does
    <div ref={list} role="list" class={name} aria-label={label}>
      {view.runs.value.map((run) => {
        if ('height' in run)
          return <div key={`from ${all[run.from]?.id}`} style={{ blockSize: `${run.height}px` }} />;
        const item = all[run.at];
        return (
          item && (
            <Row key={item.id} item={item} at={run.at} of={all.length} class={row} watch={view.watch}>
              {children}
            </Row>
          )
        );
      })}
    </div>
  );
}

function Row<Item extends { id: string }>({
  item,
  at,
  of,
  class: name,
  watch,
  children,
}: {
  item: Item;
  at: number;
  of: number;
  class: string;
  watch: Windowed['watch'];
  children: (item: Item) => ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current === null ? undefined : watch(item.id, box.current)), []);
  // What stands already is not compared again.
  const drawn = useMemo(() => children(item), [item]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands beside empty room, where no <li> may
    <div ref={box} role="listitem" class={name} data-key={item.id} aria-posinset={at + 1} aria-setsize={of}>
      {drawn}
    </div>
  );
}
