import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

/** How many of a list's rows come and go as one. */
const PIECE = 6;
/** Rows this near to the window are drawn, pixels: more would be laid out in one task than there is time for in it. */
const NEAR_PX = 500;

/**
 * A list of any length: rows far from the window give way to as much empty room, so that ten thousand cost no more
 * than a hundred. The rows themselves are `role="listitem"`.
 */
export function Rows<Item>({
  items,
  class: name,
  label,
  children,
}: {
  items: readonly Item[];
  class: string;
  label: string;
  children: (item: Item) => ComponentChildren;
}) {
  // A piece of the same items is the same element: a list that grows is not compared again from its beginning.
  const drawn = useRef<{ of: readonly Item[]; piece: VNode }[]>([]);
  drawn.current = Array.from({ length: Math.ceil(items.length / PIECE) }, (_, i) => {
    const of = items.slice(i * PIECE, (i + 1) * PIECE);
    const before = drawn.current[i];
    if (before !== undefined && isSame(before.of, of)) return before;
    return {
      of,
      piece: (
        <Piece key={i} items={of}>
          {children}
        </Piece>
      ),
    };
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: between a <ul> and its <li> nothing else may stand, and the pieces do
    <div role="list" class={name} aria-label={label}>
      {drawn.current.map(({ piece }) => piece)}
    </div>
  );
}

const isSame = <Item,>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

function Piece<Item>({
  items,
  children,
}: {
  items: readonly Item[];
  children: (item: Item) => ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  /** As high as it was when it left; null while it is drawn. */
  const [room, setRoom] = useState<number | null>(null);
  // The same elements again are not compared again: what stands already costs nothing.
  const rows = useMemo(() => items.map(children), [...items]);
  useEffect(() => {
    if (box.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        // What has the focus stays, or the focus would be lost.
        const isKept = entry.isIntersecting || entry.target.contains(document.activeElement);
        setRoom(isKept ? null : entry.boundingClientRect.height);
      },
      { rootMargin: `${NEAR_PX}px` },
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} style={room === null ? undefined : { blockSize: `${room}px` }}>
      {room === null && rows}
    </div>
  );
}
