import { browserLink } from './browser-link.ts';
import { refused, signedInAgain } from './client.ts';
import { makeLink } from './link.ts';
import type { JobView } from './shapes.ts';

/** What happens in the organization, live. Nothing polls: after a break, whoever listens asks once for what they missed. */

export type FeedFrame =
  | { event: 'ingestion:job:updated'; data: JobView }
  | {
      event: 'session:activity';
      data: { sessionId: string; learnerId: string; learnerName?: string; activity: string; at: string };
    }
  | { event: 'notice'; data: { level: 'info' | 'warning'; message: string } };

type Listener = { hear: (frame: FeedFrame) => void; missed: () => void };

const listeners = new Set<Listener>();
let stop: (() => void) | undefined;

/** Listens until the returned function is called; `missed` after the line was broken and is back. One line for all. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  stop ??= open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

function open(): () => void {
  let wasOpen = false;
  const link = makeLink(browserLink('/api/admin/feed'), {
    state: (state) => {
      if (state.kind === 'ended' && state.because === 'signed-out') refused.value++;
    },
    opened: () => {
      if (wasOpen) for (const { missed } of listeners) missed();
      wasOpen = true;
    },
    message: (text) => {
      const frame: FeedFrame = JSON.parse(text);
      for (const { hear } of listeners) hear(frame);
    },
  });
  link.start();
  const unsubscribe = signedInAgain.subscribe((times) => {
    if (times > 0) link.retry();
  });
  addEventListener('online', link.retry);
  return () => {
    unsubscribe();
    removeEventListener('online', link.retry);
    link.stop();
  };
}
