import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { parts } from '../words/parts.ts';
import { type Page, sentence, signedInAgain } from './client.ts';

/** A long list that comes page by page as one scrolls to its end. */
export type Paged<Item> = {
  /** Undefined until the first page is there. */
  items: ReadonlySignal<readonly Item[] | undefined>;
  error: ReadonlySignal<unknown>;
  hasMore: ReadonlySignal<boolean>;
  more: () => Promise<void>;
  change: (change: (items: readonly Item[]) => readonly Item[]) => void;
};

/** `key` names what is listed; another key is another list. */
export function usePaged<Item>(
  key: string,
  load: (cursor: string | undefined) => Promise<Page<Item>>,
): Paged<Item> {
  const times = signedInAgain.value;
  const paged = useMemo(() => makePaged(load), [key, times]);
  useEffect(() => {
    void paged.more();
  }, [paged]);
  return paged;
}

function makePaged<Item>(load: (cursor: string | undefined) => Promise<Page<Item>>): Paged<Item> {
  const items = signal<readonly Item[] | undefined>(undefined);
  const error = signal<unknown>(undefined);
  const hasMore = signal(true);
  let cursor: string | undefined;
  let isLoading = false;
  return {
    items,
    error,
    hasMore,
    more: async () => {
      if (isLoading || !hasMore.peek()) return;
      isLoading = true;
      try {
        const page = await load(cursor);
        items.value = [...(items.peek() ?? []), ...page.items];
        cursor = page.nextCursor ?? undefined;
        hasMore.value = cursor !== undefined;
        error.value = undefined;
      } catch (thrown) {
        error.value = thrown;
      } finally {
        isLoading = false;
      }
    },
    change: (change) => {
      const now = items.peek();
      if (now !== undefined) items.value = change(now);
    },
  };
}

/** The end of a list: loads on when it comes into sight, and says what went wrong where it did. */
export function ListEnd<Item>({ of }: { of: Paged<Item> }) {
  const end = useRef<HTMLDivElement>(null);
  const isReady = of.items.value !== undefined;
  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void of.more();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [of, isReady, of.items.value?.length]);
  const error = of.error.value;
  if (error !== undefined) return <Failed message={sentence(error)} onRetry={() => void of.more()} />;
  if (!isReady) return <Loading lines={6} />;
  return (
    <div ref={end} class="list-end">
      {of.hasMore.value && (
        <Button kind="bare" onClick={() => void of.more()}>
          {parts.value.showMore}
        </Button>
      )}
    </div>
  );
}
