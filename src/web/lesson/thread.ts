import type {
  MessageData,
  NodeView,
  ProgressData,
  QuestionData,
  StoredEvent,
} from '../../tutoring/protocol.ts';
import type { Outbox, Outgoing } from './outbox.ts';

/** What a lesson's events amount to on the page, top to bottom. Pure. */

export type Item =
  | { kind: 'user'; key: string; content: string; waiting: Outgoing | null }
  | { kind: 'assistant'; key: string; message: MessageData }
  | {
      kind: 'question';
      key: string;
      question: QuestionData;
      isLive: boolean;
      /** The help that was given, one message a rung. */
      hints: readonly MessageData[];
      /** Help was asked for and is being written. */
      isHinting: boolean;
      /** The answer that was judged last, in the learner's words, and how. */
      answer: string | null;
      verdict: ProgressData['answered'] | null;
    }
  /** Several changes in a row fold into one line. */
  | { kind: 'progress'; key: string; changes: readonly ProgressData[] }
  /** The lesson went on to a nugget; the first one it begins with. */
  | {
      kind: 'moved';
      key: string;
      nugget: NodeView['nugget'];
      reason: string;
      isFirst: boolean;
      isHere: boolean;
    }
  | { kind: 'media'; key: string; media: MessageData['media'][number] }
  | { kind: 'completed'; key: string; summary: Record<string, unknown> };

/** What a request for help looks like among the messages; `dev/pages-agree.test.ts` holds it to the server's own. */
export const HINT_WORDS = 'A hint, please.';

/** The items of events in order of `seq`, and after them what waits to be sent. */
export function threadOf(all: readonly StoredEvent[], outbox: Outbox): readonly Item[] {
  const events = standing(all);
  const live = liveQuestion(events);
  const here = events.findLast(({ event }) => event === 'session:node:updated');
  const items: Item[] = [];
  const sofar: Sofar = { answers: new Set(), isHinting: false };
  let isFirst = true;
  for (const event of events) {
    const key = String(event.seq);
    switch (event.event) {
      case 'session:message':
        addMessage(items, sofar, event.data);
        break;
      case 'session:question': {
        const question = event.data;
        const isLive = question.questionId === live;
        sofar.isHinting = false;
        const unasked = { hints: [], isHinting: false, answer: null, verdict: null };
        items.push({ kind: 'question', key, question, isLive, ...unasked });
        break;
      }
      case 'session:progress:updated':
        judge(items, event.data.answered);
        addProgress(items, key, event.data);
        break;
      case 'session:node:updated': {
        const { node, reason } = event.data;
        const isHere = event === here;
        items.push({ kind: 'moved', key, nugget: node.nugget, reason, isFirst, isHere });
        isFirst = false;
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

/**
 * What still stands: an answer that was given anew gives way to the new one, and of a message that was put in other words
 * neither itself nor what was said, asked and shown after it. What it proved stays proven.
 */
function standing(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const gone = new Set<StoredEvent>();
  for (const [at, event] of events.entries()) {
    if (event.event !== 'session:message' || event.data.replaces === undefined) continue;
    const { replaces, role } = event.data;
    const from = events.findIndex((one) => isMessage(one, replaces));
    if (from < 0) continue;
    for (const old of events.slice(from, at)) {
      if (isMessage(old, replaces) || (role === 'user' && GOES_ALONG.has(old.event))) gone.add(old);
    }
  }
  return gone.size === 0 ? events : events.filter((event) => !gone.has(event));
}

const isMessage = (event: StoredEvent, id: string): boolean =>
  event.event === 'session:message' && event.data.messageId === id;

const GOES_ALONG: ReadonlySet<StoredEvent['event']> = new Set([
  'session:message',
  'session:question',
  'session:media:show',
]);

/** What is known of the items without looking through them: a long lesson is thousands. */
type Sofar = {
  /** Messages of the tutor's by their id. */
  answers: Set<string>;
  /** The last question waits for help. */
  isHinting: boolean;
};

/** Help that was asked for stands in its question's card; all else one below the other. */
function addMessage(items: Item[], sofar: Sofar, message: MessageData): void {
  const isHint = message.role === 'user' && message.content === HINT_WORDS;
  const isHelp = message.role === 'assistant' && sofar.isHinting;
  const at = isHint || isHelp ? items.findLastIndex(({ kind }) => kind === 'question') : -1;
  const asked = items[at];
  if (asked?.kind === 'question') {
    sofar.isHinting = isHint;
    items[at] = isHint
      ? { ...asked, isHinting: true }
      : { ...asked, isHinting: false, hints: [...asked.hints, message] };
  } else if (message.role === 'assistant') {
    addAnswer(items, sofar, message);
  } else {
    items.push({ kind: 'user', key: message.messageId, content: message.content, waiting: null });
  }
}

/**
 * The answer's words come before what its turn asked, showed and changed, though those were stored first. A
 * question that the words only repeat stands in its card alone.
 */
function addAnswer(items: Item[], sofar: Sofar, message: MessageData): void {
  // Cut to what was heard, or written at last: it stands where it stood.
  const before = sofar.answers.has(message.messageId)
    ? items.findLastIndex((item) => item.kind === 'assistant' && item.key === message.messageId)
    : -1;
  sofar.answers.add(message.messageId);
  if (before >= 0) {
    items[before] = { kind: 'assistant', key: message.messageId, message };
    return;
  }
  const last = items.findLastIndex(
    ({ kind }) => kind !== 'question' && kind !== 'progress' && kind !== 'media',
  );
  const later = items.splice(last + 1);
  // Help and words of an earlier turn stay above.
  const asked = later.findLastIndex((item) => item.kind === 'question' && item.hints.length > 0);
  const repeated = later.find((item) => item.kind === 'question');
  const content =
    repeated?.kind === 'question'
      ? message.content.replace(repeated.question.question, '').trim()
      : message.content;
  items.push(...later.slice(0, asked + 1));
  if (content !== '')
    items.push({ kind: 'assistant', key: message.messageId, message: { ...message, content } });
  items.push(...later.slice(asked + 1));
}

/** What a turn asked and showed before its words are whole is kept back until they are. */
export function withoutUnfinished(items: readonly Item[], isWriting: boolean): readonly Item[] {
  if (!isWriting) return items;
  const last = items.findLastIndex(
    (item) =>
      (item.kind !== 'question' || item.isHinting || item.hints.length > 0) &&
      item.kind !== 'progress' &&
      item.kind !== 'media',
  );
  return items.slice(0, last + 1);
}

/** How an answer was judged stands in its question's card. */
function judge(items: Item[], verdict: ProgressData['answered']): void {
  if (verdict === undefined) return;
  const at = items.findLastIndex(
    (item) => item.kind === 'question' && item.question.questionId === verdict.questionId,
  );
  const asked = items[at];
  if (asked?.kind !== 'question') return;
  const said = items.slice(at + 1).findLast((item) => item.kind === 'user');
  items[at] = { ...asked, verdict, answer: said?.kind === 'user' ? said.content : asked.answer };
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
