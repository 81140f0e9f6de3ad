import type { ClientFrame } from '../../tutoring/protocol.ts';
import { browserLink } from '../api/browser-link.ts';
import { type Conversation, makeConversation } from './conversation.ts';

/** A conversation over this browser's own socket, clock and storage. */
export const converse = (sessionId: string): Conversation =>
  makeConversation({
    ...browserLink(`/api/learning/sessions/${encodeURIComponent(sessionId)}/ws`),
    newId: () => crypto.randomUUID(),
    // A page in the background gets no frames, but its words must not wait for them.
    beforePaint: (run) => (document.hidden ? setTimeout(run, 100) : requestAnimationFrame(run)),
    store: frameStore(sessionId),
  });

/** One key a frame, so that two tabs of one lesson do not overwrite each other's. */
function frameStore(sessionId: string) {
  const prefix = `nuggets.outbox.${sessionId}.`;
  return {
    all: (): ClientFrame[] =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key): { at: number; frame: ClientFrame } => JSON.parse(localStorage.getItem(key) ?? ''))
        .sort((a, b) => a.at - b.at)
        .map(({ frame }) => frame),
    put: (frame: ClientFrame) =>
      localStorage.setItem(prefix + frame.id, JSON.stringify({ at: Date.now(), frame })),
    remove: (id: string) => localStorage.removeItem(prefix + id),
  };
}
