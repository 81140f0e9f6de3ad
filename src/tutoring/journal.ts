/** Writes a session's log: effects, messages and rows for Postgres together, in transactions, and then sends what was written. */
import { AppError } from '../base/errors.ts';
import { applyEffects, type Effect } from './effects.ts';
import type { Lesson } from './lesson.ts';
import type { SessionLog } from './log.ts';
import type { EphemeralEvent, MessageData, StoredEvent } from './protocol.ts';
import type { SessionSummary } from './summary.ts';

export type Outgoing = StoredEvent | EphemeralEvent;

export type JournalNeeds = {
  log: () => SessionLog;
  /** To everybody who listens; says whether a learner was among them. */
  send: (event: Outgoing) => boolean;
  now: () => Date;
};

export type Journal = ReturnType<typeof openJournal>;

export function openJournal(needs: JournalNeeds) {
  const { log, now } = needs;
  let isStale = false;

  const lesson = (): Lesson => {
    const held = log().lesson();
    if (held === null) throw new AppError('not_found', 'No such session.');
    return held;
  };

  /** A nugget counts as viewed when it reached a learner's screen. */
  function markViewed(): void {
    const { path } = lesson();
    if (path.every(({ viewedAt }) => viewedAt !== null)) return;
    const at = now().toISOString();
    const unseen = path.flatMap(({ viewedAt }, step) => (viewedAt === null ? [step] : []));
    log().transaction(() => {
      log().post(unseen.map((step) => ({ kind: 'viewed', step, at })));
      log().saveLesson({
        ...lesson(),
        path: path.map((step) => ({ ...step, viewedAt: step.viewedAt ?? at })),
      });
    });
  }

  return {
    lesson,
    markViewed,

    /** Writes in one transaction and sends the events that it stored. */
    write: (work: () => StoredEvent[]): StoredEvent[] => log().transaction(work),

    send: (events: readonly StoredEvent[]): void => {
      let hasReached = false;
      for (const event of events) hasReached = needs.send(event) || hasReached;
      if (hasReached) markViewed();
    },

    /** Within `write`: effects on the stored lesson, their events appended, their rows posted. */
    act: (effects: readonly Effect[]): StoredEvent[] => {
      const at = now().toISOString();
      const after = applyEffects(lesson(), effects, at);
      isStale ||= effects.some(({ kind }) => kind === 'move' || kind === 'found');
      log().saveLesson(after.lesson);
      log().post(after.outbox);
      return after.events.map((event) => log().append(event, at));
    },

    /** The lesson as it will be when these effects are written. */
    foresee: (effects: readonly Effect[]): Lesson =>
      effects.length === 0 ? lesson() : applyEffects(lesson(), effects, now().toISOString()).lesson,

    /** Within `write`. */
    speak: (message: MessageData): StoredEvent => {
      const at = now().toISOString();
      const stored = log().append({ event: 'session:message', data: message }, at);
      log().post([{ kind: 'message', seq: stored.seq, at, message }]);
      return stored;
    },

    /** Within `write`: notes the activity, and the session's own row for Postgres. */
    touch: (change: { completedAt?: string; summary?: SessionSummary } = {}): void => {
      const held = lesson();
      const lastActivity = now().toISOString();
      const completedAt = change.completedAt ?? held.session.completedAt;
      const question = completedAt === null ? held.question : null;
      log().saveLesson({ ...held, question, session: { ...held.session, lastActivity, completedAt } });
      const { id: sessionId } = held.session;
      const nodeId = held.node?.nodeId ?? null;
      log().post([
        { kind: 'session', sessionId, nodeId, lastActivity, completedAt, summary: change.summary ?? null },
      ]);
    },

    /** Whether something happened that the pack does not know of. */
    isStale: () => isStale,
    setFresh: (): void => {
      isStale = false;
    },
    setStale: (): void => {
      isStale = true;
    },
  };
}
