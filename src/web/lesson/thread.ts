import type { MessageData, ProgressData, QuestionData, StoredEvent } from '../../tutoring/protocol.ts';
import type { Outbox, Outgoing } from './outbox.ts';

/** What a lesson's events amount to on the page, top to bottom. Pure. */

export type Item =
  | { kind: 'user'; key: string; content: string; waiting: Outgoing | null }
  | { kind: 'assistant'; key: string; message: MessageData }
  | { kind: 'question'; key: string; question: QuestionData; isLive: boolean }
  /** Several changes in a row fold into one line. */
  | { kind: 'progress'; key: string; changes: readonly ProgressData[] }
  | {
      kind: 'moved';
      key: string;
      title: string | null;
      reason: string;
      nuggetId: string;
      imageUrl: string | null;
    }
  | { kind: 'media'; key: string; media: MessageData['media'][number] }
  | { kind: 'completed'; key: string; summary: Record<string, unknown> };

/** The items of events in order of `seq`, and after them what waits to be sent. */
export function threadOf(events: readonly StoredEvent[], outbox: Outbox): readonly Item[] {
  const live = liveQuestion(events);
  const items: Item[] = [];
  for (const event of events) {
    const key = String(event.seq);
    switch (event.event) {
      case 'session:message':
        items.push(
          event.data.role === 'user'
            ? { kind: 'user', key, content: event.data.content, waiting: null }
            : { kind: 'assistant', key, message: event.data },
        );
        break;
      case 'session:question':
        items.push({ kind: 'question', key, question: event.data, isLive: event.data.questionId === live });
        break;
      case 'session:progress:updated':
        addProgress(items, key, event.data);
        break;
      case 'session:node:updated': {
        const { node, reason } = event.data;
        const { title, id, imageUrl } = node.nugget;
        items.push({ kind: 'moved', key, title, reason, nuggetId: id, imageUrl });
        break;
      }
      case 'session:media:show':
        items.push({ kind: 'media', key, media: event.data });
        break;
      case 'session:voice:transcript':
        break;
      case 'session:completed':
        items.push({ kind: 'completed', key, summary: event.data });
        break;
      default:
        event satisfies never;
    }
  }
  return [...items, ...waitingItems(outbox)];
}

function addProgress(items: Item[], key: string, change: ProgressData): void {
  const last = items.at(-1);
  if (last?.kind !== 'progress') {
    items.push({ kind: 'progress', key, changes: [change] });
    return;
  }
  items[items.length - 1] = { ...last, changes: [...last.changes, change] };
}

/** What was said and not heard yet; an answer or a choice is shown where it was made. */
const waitingItems = (outbox: Outbox): Item[] =>
  outbox.flatMap((out) =>
    out.frame.event === 'session:message'
      ? [{ kind: 'user' as const, key: out.frame.id, content: out.frame.data.content, waiting: out }]
      : [],
  );

/** The question that can be answered now: the last, unless the lesson has moved on or is over. */
export function liveQuestion(events: readonly StoredEvent[]): string | null {
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event?.event === 'session:node:updated' || event?.event === 'session:completed') return null;
    if (event?.event === 'session:question') return event.data.questionId;
  }
  return null;
}
