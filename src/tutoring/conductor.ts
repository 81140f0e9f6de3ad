/**
 * Conducts one session: takes frames in, stores before it acknowledges, runs turns one after the other, and keeps
 * Postgres, the pack and the feed up to date when nobody waits. Everything outside is lent, so that it dies anywhere and
 * goes on from the log.
 */
import { AppError, toAppError } from '../base/errors.ts';
import { MessageId, newId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import { applyEffects, type Effect, type OutboxItem } from './effects.ts';
import type { Lesson, LessonNode } from './lesson.ts';
import type { QueuedTurn, SessionLog } from './log.ts';
import { drainOutbox, pauseAfter } from './outbox-drain.ts';
import type { DurableEvent, EphemeralEvent, MessageData, StoredEvent } from './protocol.ts';
import { type Received, receive, type Sent } from './reception.ts';
import { type SessionSummary, summarise } from './summary.ts';
import { FAILED, runTurn, type TurnFrame, type TurnNeeds } from './turn.ts';

export type Outgoing = StoredEvent | EphemeralEvent;

export type ConductorNeeds = {
  log: () => SessionLog;
  /** To everybody who listens; says whether a learner was among them. */
  send: (event: Outgoing) => boolean;
  /** Has `tick` called at that time at the latest, milliseconds since 1970, whatever happens to this process. */
  wakeAt: (at: number) => void;
  turnNeeds: (lesson: Lesson) => TurnNeeds;
  /** Whether the learner's words are no matter for a lesson; never where moderation is off. */
  isFlagged: (lesson: Lesson, words: string) => Promise<boolean>;
  findNode: (lesson: Lesson, nodeId: string) => Promise<LessonNode | null>;
  store: (lesson: Lesson, items: readonly OutboxItem[]) => Promise<void>;
  isRefusal: (thrown: unknown) => boolean;
  /** The lesson with what Postgres knows better by now. */
  renew: (lesson: Lesson) => Promise<Lesson>;
  tell: (lesson: Lesson, activity: 'active' | 'completed' | 'flagged') => Promise<void>;
  now: () => Date;
  random: () => number;
  report: Log;
};

/** How long a turn may seem to be running before somebody looks whether it is, milliseconds. */
const WATCH_MS = 5000;
/** A completed session stays this long, so that its pages can be reopened, milliseconds. */
const RETENTION_MS = 7 * 24 * 3_600_000;
const MOST_TRIES = 8;
/** The last so many messages go into a prompt as they are. */
const HISTORY = 20;
export const FLAGGED =
  'I can’t go along with that here. If something is troubling you, please talk to somebody you trust; your instructor is there for you. When you like, we go on with the lesson.';

type Running = { turn: QueuedTurn; text: string; stop: AbortController };

export type Conductor = ReturnType<typeof conduct>;

export function conduct(needs: ConductorNeeds) {
  const { now } = needs;
  const log = needs.log;
  let running: Running | null = null;
  let pumping: Promise<void> | null = null;
  let failures = 0;
  let drainAt = 0;
  let isStale = false;
  const waiting = new Map<string, (() => void)[]>();

  const lesson = (): Lesson => {
    const held = log().lesson();
    if (held === null) throw new AppError('not_found', 'No such session.');
    return held;
  };

  function send(events: readonly StoredEvent[]): void {
    let hasReached = false;
    for (const event of events) hasReached = needs.send(event) || hasReached;
    if (hasReached) markViewed();
  }

  /** A nugget counts as viewed when it reached a learner's screen. */
  function markViewed(): void {
    const { path } = lesson();
    if (path.every(({ viewedAt }) => viewedAt !== null)) return;
    const at = now().toISOString();
    log().transaction(() => {
      log().post(
        path.flatMap(({ viewedAt }, step) =>
          viewedAt === null ? [{ kind: 'viewed' as const, step, at }] : [],
        ),
      );
      log().saveLesson({
        ...lesson(),
        path: path.map((step) => ({ ...step, viewedAt: step.viewedAt ?? at })),
      });
    });
  }

  /** Within a transaction: effects on the stored lesson, their events appended, their rows posted. */
  function act(effects: readonly Effect[]): StoredEvent[] {
    const at = now().toISOString();
    const after = applyEffects(lesson(), effects, at);
    isStale ||= effects.some(({ kind }) => kind === 'move' || kind === 'attempt' || kind === 'found');
    log().saveLesson(after.lesson);
    log().post(after.outbox);
    return after.events.map((event) => log().append(event, at));
  }

  /** Within a transaction. */
  function speak(message: MessageData): StoredEvent {
    const at = now().toISOString();
    const event: DurableEvent = { event: 'session:message', data: message };
    const stored = log().append(event, at);
    log().post([{ kind: 'message', seq: stored.seq, at, message }]);
    return stored;
  }

  function touch(): void {
    const held = lesson();
    const lastActivity = now().toISOString();
    log().saveLesson({ ...held, session: { ...held.session, lastActivity } });
  }

  /** Within a transaction: the session's own row. */
  function postSession(summary: SessionSummary | null): void {
    const { session, node } = lesson();
    const { id: sessionId, lastActivity, completedAt } = session;
    log().post([
      { kind: 'session', sessionId, nodeId: node?.nodeId ?? null, lastActivity, completedAt, summary },
    ]);
  }

  /**
   * Stores what was sent, once, and says under which seq. Throws `AppError` where it does not fit; then it was not stored.
   */
  function take(id: string, sent: Sent): { seq: number | null; events: StoredEvent[] } {
    const known = log().received(id);
    if (known !== undefined) return { seq: known.seq, events: [] };
    const received = receive(lesson(), sent, id, now());
    const events = log().transaction(() => {
      const stored = storeReceived(id, received);
      log().receive(id, stored[0]?.seq ?? null);
      return stored;
    });
    // Before anything is awaited: should this process die now, the alarm finds the turn.
    needs.wakeAt(now().getTime() + WATCH_MS);
    return { seq: events[0]?.seq ?? null, events };
  }

  function storeReceived(id: string, { said, effects, turn }: Received): StoredEvent[] {
    touch();
    const spoken = said === null ? [] : [speak(ofLearner(id, said))];
    const done = act(effects);
    const causeSeq = spoken[0]?.seq;
    if (turn !== null && causeSeq !== undefined)
      log().queue({ id: newId(MessageId), cause: id, causeSeq, input: turn });
    else postSession(null);
    return [...spoken, ...done];
  }

  /** Takes a frame; `acknowledge` is called once it is stored, before anything that follows from it is sent. */
  async function submit(
    id: string,
    sent: Asked,
    acknowledge: (seq: number | null) => void,
  ): Promise<'new' | 'known'> {
    const ready =
      sent.kind === 'choice' && log().received(id) === undefined ? await withNode(sent.choiceId) : null;
    if (sent.kind === 'choice' && ready === null && log().received(id) === undefined)
      throw new AppError('not_found', 'No such choice here.');
    const known = log().received(id);
    if (known !== undefined) {
      acknowledge(known.seq);
      return 'known';
    }
    const { seq, events } = take(id, sent.kind === 'choice' ? { ...sent, node: required(ready) } : sent);
    acknowledge(seq);
    send(events);
    pump();
    return 'new';
  }

  async function withNode(choiceId: string): Promise<LessonNode | null> {
    const { node, pack } = lesson();
    const choice = node?.view.choices.find(({ id }) => id === choiceId);
    if (choice === undefined) return null;
    return (
      pack.neighbours.find(({ nodeId }) => nodeId === choice.nextNodeId) ??
      needs.findNode(lesson(), choice.nextNodeId)
    );
  }

  /** Runs what waits, one turn after the other; then does what could wait. */
  function pump(): void {
    pumping ??= runAll()
      .catch((thrown) => needs.report('session.turns.failed', { error: describeError(thrown) }))
      .finally(() => {
        pumping = null;
      });
  }

  async function runAll(): Promise<void> {
    if (log().lesson() === null) return;
    for (let turn = log().nextTurn(now().getTime()); turn; turn = log().nextTurn(now().getTime()))
      await run(turn);
    await settle();
  }

  async function run(turn: QueuedTurn): Promise<void> {
    const me: Running = { turn, text: '', stop: new AbortController() };
    running = me;
    try {
      needs.wakeAt(now().getTime() + WATCH_MS);
      log().beginTurn(turn.id);
      if (turn.tries >= MOST_TRIES) return end(turn, closing(turn, FAILED, 'failed'), false);
      needs.send({ event: 'session:typing', data: { messageId: turn.id } });
      if (await needs.isFlagged(lesson(), turn.input.words)) {
        end(turn, closing(turn, FLAGGED, 'complete'), false);
        return await needs.tell(lesson(), 'flagged');
      }
      for await (const frame of runTurn(needs.turnNeeds(lesson()), lesson(), inputOf(turn), me.stop.signal))
        carryOut(me, frame);
    } catch (thrown) {
      needs.report('session.turn.failed', { turn: turn.id, error: describeError(thrown) });
      end(turn, closing(turn, FAILED, 'failed'), true);
    } finally {
      running = null;
    }
  }

  function carryOut(me: Running, frame: TurnFrame): void {
    switch (frame.type) {
      case 'delta':
        me.text = me.text.slice(0, frame.offset) + frame.text;
        needs.send({
          event: 'session:delta',
          data: { messageId: me.turn.id, offset: frame.offset, text: frame.text },
        });
        return;
      case 'step':
        send(
          log().transaction(() => {
            log().addStep(me.turn.id, frame.step);
            return act(frame.effects);
          }),
        );
        return;
      case 'end':
        end(me.turn, frame.message, frame.retry);
        return;
      default:
        frame satisfies never;
    }
  }

  /** One turn ends in one message. A failed one says so once, and is answered when that becomes possible. */
  function end(turn: QueuedTurn, message: MessageData, mayRetry: boolean): void {
    const isRetry = turn.status === 'failed';
    const willRetry = mayRetry && turn.tries + 1 < MOST_TRIES;
    const events = log().transaction(() => {
      const notBefore = now().getTime() + pauseAfter(turn.tries + 3, needs.random());
      log().endTurn(
        turn.id,
        willRetry ? 'failed' : message.status === 'cancelled' ? 'cancelled' : 'done',
        notBefore,
      );
      if (isRetry && message.status === 'failed') return [];
      touch();
      const spoken = speak(message);
      postSession(null);
      return [spoken];
    });
    send(events);
    for (const answered of waiting.get(turn.cause) ?? []) answered();
    waiting.delete(turn.cause);
  }

  function inputOf(turn: QueuedTurn) {
    const messages = log().messagesBefore(turn.causeSeq, HISTORY).toReversed();
    const history = messages.map(({ data: { role, content } }) => ({ role, content }));
    return { ...turn.input, messageId: turn.id, steps: log().steps(turn.id), history, summary: null };
  }

  /** What nobody waits for. */
  async function settle(): Promise<void> {
    if (now().getTime() >= drainAt) await drain();
    if (isStale) await renew();
    schedule();
  }

  async function drain(): Promise<boolean> {
    const isEmpty = await drainOutbox({
      read: log().outbox,
      remove: log().unpost,
      store: (items) => needs.store(lesson(), items),
      isRefusal: needs.isRefusal,
      setAside: (item, thrown) =>
        needs.report('session.outbox.refused', { kind: item.kind, error: describeError(thrown) }),
    });
    failures = isEmpty ? 0 : failures + 1;
    drainAt = isEmpty ? 0 : now().getTime() + pauseAfter(failures, needs.random());
    return isEmpty;
  }

  async function renew(): Promise<void> {
    const before = lesson();
    try {
      const renewed = await needs.renew(before);
      isStale = false;
      const held = lesson();
      // What happened meanwhile is newer than what Postgres said: then the next renewal brings it.
      if (held.learner === before.learner && log().outbox(1).length === 0)
        log().saveLesson({ ...held, learner: renewed.learner });
      if (lesson().node === before.node) {
        const { node, pack } = renewed;
        log().saveLesson({ ...lesson(), node, pack });
      }
    } catch (thrown) {
      needs.report('session.renewal.failed', { error: describeError(toAppError(thrown)) });
    }
  }

  function schedule(): void {
    const retry = log().nextRetry();
    const times = [...(retry === null ? [] : [retry]), ...(drainAt === 0 ? [] : [drainAt])];
    const { completedAt } = lesson().session;
    if (completedAt !== null) times.push(Date.parse(completedAt) + RETENTION_MS);
    if (times.length > 0) needs.wakeAt(Math.min(...times));
  }

  return {
    submit,
    lesson,

    /** Begins the session; a repeat changes nothing. */
    begin: (first: Lesson): void => {
      if (log().lesson() !== null) return;
      const { node } = first;
      log().transaction(() => {
        log().saveLesson({ ...first, node: null });
        if (node !== null) act([{ kind: 'move', node, choiceId: null, reason: 'Here the lesson begins.' }]);
      });
      isStale = false;
      needs.wakeAt(now().getTime() + WATCH_MS);
    },

    /** What a socket that comes (back) has missed, and what is being written right now. */
    join: (lastSeq: number) => ({
      events: log().eventsAfter(lastSeq),
      lastSeq: log().lastSeq(),
      partial: running === null ? null : { messageId: running.turn.id, text: running.text },
    }),

    markViewed,

    /** Stops the answer with this id, or to the message with this id; what was written stays. */
    cancel: (id: string): void => {
      const turn = log().findTurn(id);
      if (turn === undefined || (turn.status !== 'waiting' && turn.status !== 'failed')) return;
      if (running?.turn.id === turn.id) running.stop.abort(new AppError('conflict', 'Cancelled.'));
      else end(turn, closing(turn, '', 'cancelled'), false);
    },

    complete: (): SessionSummary => {
      const held = lesson();
      const done = log()
        .eventsAfter(0)
        .findLast(({ event }) => event === 'session:completed');
      const summary = summarise(held, log().eventsAfter(0), now());
      if (held.session.completedAt !== null || done !== undefined) return summary;
      const at = now().toISOString();
      send([
        log().transaction(() => {
          log().saveLesson({
            ...held,
            question: null,
            session: { ...held.session, completedAt: at, lastActivity: at },
          });
          postSession(summary);
          return log().append({ event: 'session:completed', data: summary }, at);
        }),
      ]);
      needs.wakeAt(now().getTime() + WATCH_MS);
      pump();
      return summary;
    },

    /** The alarm: turns that a dead process left, rows that wait, and at last the end of it all. Says whether the session may go. */
    tick: async (): Promise<boolean> => {
      if (log().lesson() === null) return false;
      pump();
      if (pumping !== null) needs.wakeAt(now().getTime() + WATCH_MS);
      await pumping;
      const { completedAt } = lesson().session;
      return (
        completedAt !== null &&
        now().getTime() >= Date.parse(completedAt) + RETENTION_MS &&
        log().outbox(1).length === 0
      );
    },

    /** Resolves when the message with this id has its answer, be it that it failed. */
    answered: (cause: string): Promise<void> =>
      new Promise((resolve) => {
        if (log().findTurn(cause)?.status !== 'waiting') resolve();
        else waiting.set(cause, [...(waiting.get(cause) ?? []), resolve]);
      }),

    /** Has Postgres brought up to date, where it answers. */
    flush: (): Promise<boolean> => drain(),

    pump,
  };
}

/** A choice as a client names it, before its node is found. */
export type Asked = Exclude<Sent, { kind: 'choice' }> | { kind: 'choice'; choiceId: string };

function required<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'No such choice here.');
  return value;
}

const plain = { citations: [], toolCalls: [], media: [] };

const ofLearner = (messageId: string, content: string): MessageData => ({
  messageId,
  role: 'user',
  content,
  ...plain,
  status: 'complete',
});

const closing = (
  { id: messageId }: QueuedTurn,
  content: string,
  status: MessageData['status'],
): MessageData => ({
  messageId,
  role: 'assistant',
  content,
  ...plain,
  status,
});
