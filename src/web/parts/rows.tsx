import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

/** How many of a list's rows come and go as one. */
const PIECE = 25;
/** Rows this near to the window are drawn, pixels; nobody scrolls further between two frames. */
const NEAR_PX = 1200;

/**
 * A list of any length: rows far from the window give way to as much empty room, so that ten thousand cost no more
 * than a hundred. The rows themselves are `role="listitem"`.
 */
export const Rows = <Item,>({
  items,
  class: name,
  label,
  children,
}: {
  items: readonly Item[];
  class: string;
  label: string;
  children: (item: Item) => ComponentChildren;
}) => (
  // biome-ignore lint/a11y/useSemanticElements: between a <ul> and its <li> nothing else may stand, and the pieces do
  <div role="list" class={name} aria-label={label}>
    {Array.from({ length: Math.ceil(items.length / PIECE) }, (_, i) => (
      <Piece key={i} items={items.slice(i * PIECE, (i + 1) * PIECE)}>
        {children}
      </Piece>
    ))}
  </div>
);

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
