import type { DurableEvent, EphemeralEvent, StoredEvent } from '../../tutoring/protocol.ts';
import type { SessionView } from './session.ts';

/** What a lesson is on the page: durable events folded by `seq`, and what is being written right now. Pure. */

/** An answer under way: all that came of it so far, of which the page shows what is whole. */
export type Writing = { messageId: string; text: string };

export type Lesson = {
  session: SessionView | null;
  /** In order of `seq`, each once. */
  events: readonly StoredEvent[];
  lastSeq: number;
  writing: Writing | null;
  /** The tutor has begun to work on an answer of which no word came yet. */
  isThinking: boolean;
  /** How many look on and have said so. */
  watchers: number;
};

export type JoinedData = {
  session: SessionView;
  events: readonly StoredEvent[];
  lastSeq: number;
  partial: Writing | null;
};

/** Everything a server frame can be. */
export type ServerFrame = StoredEvent | EphemeralEvent | { event: 'session:joined'; data: JoinedData };

export const EMPTY: Lesson = {
  session: null,
  events: [],
  lastSeq: 0,
  writing: null,
  isThinking: false,
  watchers: 0,
};

/** `join` where something was missed and the events since `lastSeq` have to be asked for again. */
export type Folded = { lesson: Lesson; join: boolean };

const kept = (lesson: Lesson): Folded => ({ lesson, join: false });
const missed = (lesson: Lesson): Folded => ({ lesson, join: true });

/** Takes in one frame. Repeats change nothing; a gap changes nothing and asks for what is missing. */
export function fold(lesson: Lesson, frame: ServerFrame): Folded {
  switch (frame.event) {
    case 'session:joined':
      return kept(joined(lesson, frame.data));
    case 'session:delta':
      return written(lesson, frame.data);
    case 'session:typing':
      return kept({ ...lesson, isThinking: true });
    case 'session:watched':
      return kept({ ...lesson, watchers: frame.data.watchers });
    case 'session:ack':
    case 'session:voice:audio':
    case 'error':
      return kept(lesson);
    default:
      return stored(lesson, frame);
  }
}

/** In one go, because a long lesson comes back with thousands of events. */
function joined(lesson: Lesson, { session, events, lastSeq, partial }: JoinedData): Lesson {
  const fresh = events.filter(({ seq }) => seq > lesson.lastSeq);
  // Who looks on is told anew after each joining.
  const start: Lesson = { ...lesson, session, watchers: 0 };
  const next = fresh.reduce<Lesson>((sofar, event) => changed(sofar, event), start);
  return {
    ...next,
    events: [...lesson.events, ...fresh],
    lastSeq: Math.max(lesson.lastSeq, lastSeq, fresh.at(-1)?.seq ?? 0),
    writing: partial,
    isThinking: next.isThinking && partial === null,
  };
}

function stored(lesson: Lesson, event: StoredEvent): Folded {
  if (event.seq <= lesson.lastSeq) return kept(lesson);
  if (event.seq > lesson.lastSeq + 1) return missed(lesson);
  return kept({
    ...changed(lesson, event),
    events: [...lesson.events, event],
    lastSeq: event.seq,
  });
}

/** What an event changes beside being the next. */
function changed(lesson: Lesson, event: DurableEvent): Lesson {
  switch (event.event) {
    case 'session:message':
      // The whole message replaces what was streamed of it.
      return event.data.role === 'user' ? lesson : { ...lesson, writing: null, isThinking: false };
    case 'session:node:updated':
      return lesson.session === null
        ? lesson
        : {
            ...lesson,
            session: { ...lesson.session, currentNodeId: event.data.node.id, currentNode: event.data.node },
          };
    case 'session:completed':
      return lesson.session === null || lesson.session.completedAt !== null
        ? lesson
        : { ...lesson, session: { ...lesson.session, completedAt: new Date().toISOString() } };
    default:
      return lesson;
  }
}

/** Offset 0 begins anew, which an answer does that was broken off and is written once more under its id. */
function written(
  lesson: Lesson,
  { messageId, offset, text }: { messageId: string; offset: number; text: string },
): Folded {
  const before = lesson.writing?.messageId === messageId ? lesson.writing.text : '';
  if (offset > before.length) return missed(lesson);
  return kept({
    ...lesson,
    writing: { messageId, text: before.slice(0, offset) + text },
    isThinking: false,
  });
}
