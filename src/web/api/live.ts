import { useEffect } from 'preact/hooks';
import type { Page } from './client.ts';
import { listen } from './feed.ts';
import type { Paged } from './paged.tsx';

/** Jobs end in bursts; one look for all of them, milliseconds. */
const SETTLE_MS = 1000;

/**
 * Keeps a list true while work in the organization goes on: when some of it ends, the list's beginning is asked anew. Rows
 * that are shown change in their place, new ones join where a list grows, and nothing else moves under the reader.
 */
export function useLive<Item extends { id: string }>(
  paged: Paged<Item>,
  load: () => Promise<Page<Item>>,
  grows: 'above' | 'below',
): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      timer = undefined;
      const { items } = await load().catch(() => ({ items: [] }));
      paged.change((shown) => merged(shown, items, grows));
    };
    const soon = () => {
      timer ??= setTimeout(() => void look(), SETTLE_MS);
    };
    const stop = listen({
      hear: (frame) => {
        if (frame.event === 'ingestion:job:updated' && frame.data.status === 'completed') soon();
      },
      missed: soon,
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [paged]);
}

export function merged<Item extends { id: string }>(
  shown: readonly Item[],
  fresh: readonly Item[],
  grows: 'above' | 'below',
): Item[] {
  const byId = new Map(fresh.map((item) => [item.id, item]));
  const known = new Set(shown.map(({ id }) => id));
  const kept = shown.map((item) => byId.get(item.id) ?? item);
  const added = fresh.filter(({ id }) => !known.has(id));
  return grows === 'above' ? [...added, ...kept] : [...kept, ...added];
}
