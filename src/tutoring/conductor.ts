/**
 * Conducts one session: takes frames in, stores before it acknowledges, has turns run and Postgres kept up to date.
 * Everything outside is lent, so that it may die anywhere and goes on from the log.
 */
import { AppError } from '../base/errors.ts';
import { MessageId, newId } from '../base/ids.ts';
import { describeError } from '../base/log.ts';
import { openJournal } from './journal.ts';
import type { Lesson, LessonNode } from './lesson.ts';
import {
  type DurableEvent,
  type Heard,
  MAX_MESSAGE_CHARACTERS,
  type MessageData,
  type StoredEvent,
} from './protocol.ts';
import { type Received, receive, type Sent } from './reception.ts';
import { type Acknowledge, type How, openRevisions } from './revisions.ts';
import { type SessionSummary, summarise } from './summary.ts';
import { openTurns, type TurnsNeeds, WATCH_MS } from './turns.ts';
import { openUpkeep, type UpkeepNeeds } from './upkeep.ts';

export type ConductorNeeds = TurnsNeeds &
  UpkeepNeeds & {
    findNode: (lesson: Lesson, nodeId: string) => Promise<LessonNode | null>;
    /** Has the alarm ring at that time and not before, or not at all. */
    restUntil: (at: number | null) => void;
    transcribe: (lesson: Lesson, audio: Uint8Array, mimeType: string) => Promise<{ text: string }>;
    /** Resolves a moment later. */
    calm: () => Promise<void>;
    /** Resolves when what was begun is on its way. */
    breathe: () => Promise<void>;
  };

/** What a learner sends; a choice as they name it, before its node is found. */
export type Asked = Exclude<Sent, { kind: 'choice' }> | { kind: 'choice'; choiceId: string };

/** Somebody who writes without a pause is stored in Postgres this often all the same, milliseconds. */
const LONGEST_UNSETTLED_MS = 10_000;

export type Conductor = ReturnType<typeof conduct>;

export function conduct(needs: ConductorNeeds) {
  const { log, now } = needs;
  const journal = openJournal(needs);
  const turns = openTurns(needs, journal);
  const upkeep = openUpkeep(needs, journal);
  let pumping: Promise<void> | null = null;
  let line: Promise<void> = Promise.resolve();
  let settling: Promise<void> | null = null;
  let settleAgain = false;
  let settledAt = now().getTime();

  const watch = () => needs.wakeAt(now().getTime() + WATCH_MS);

  const isWaiting = () => log().lesson() !== null && log().nextTurn(now().getTime()) !== undefined;

  /** Runs what waits. What came in the meantime begins it again; when all is said, what could wait is done. */
  function pump(): void {
    if (pumping !== null || log().lesson() === null) return;
    pumping = turns
      .runAll()
      .then(() => true)
      .catch((thrown) => {
        needs.report('session.pump.failed', { error: describeError(thrown) });
        watch();
        return false;
      })
      .then((isWell) => {
        pumping = null;
        if (isWell && isWaiting()) return pump();
        settle();
      });
  }

  /**
   * Beside the turns, never before one, and not while somebody is in the midst of writing and being answered: what waits
   * for Postgres then goes there together.
   */
  function settle(): void {
    if (settling !== null) {
      settleAgain = true;
      return;
    }
    settleAgain = false;
    settling = needs
      .calm()
      .then(() => {
        if (pumping !== null && now().getTime() - settledAt < LONGEST_UNSETTLED_MS) return;
        settledAt = now().getTime();
        return settleNow();
      })
      .catch((thrown) => needs.report('session.upkeep.failed', { error: describeError(thrown) }))
      .then(() => {
        settling = null;
        if (settleAgain) settle();
      });
  }

  const prepare = (): Promise<void> =>
    turns
      .prepare()
      .catch((thrown) => needs.report('session.upkeep.failed', { error: describeError(thrown) }));

  /** The next question first: Postgres may be slow, or bring something new, and then it is made ready anew. */
  async function settleNow(): Promise<void> {
    await prepare();
    rest(await upkeep.settle());
    await prepare();
  }

  /** With nothing under way the object may sleep until there is something to do again. */
  function rest(next: number | null): void {
    if (pumping === null && !isWaiting()) needs.restUntil(next);
    else if (next !== null) needs.wakeAt(next);
  }

  function store(id: string, { said, effects, turn }: Received, how: How, turnId: MessageId): StoredEvent[] {
    return journal.write(() => {
      const message = ofLearner(id, said ?? '');
      const { replaces } = how;
      const spoken =
        said === null ? [] : [journal.speak(replaces === undefined ? message : { ...message, replaces })];
      const transcript: DurableEvent = {
        event: 'session:voice:transcript',
        data: { messageId: id, text: said ?? '' },
      };
      if (how.aloud) spoken.push(log().append(transcript, now().toISOString()));
      const stored = [...spoken, ...journal.act(effects)];
      journal.touch();
      const [first] = stored;
      if (turn !== null && first !== undefined)
        log().queue({ id: turnId, cause: id, causeSeq: first.seq, input: turn });
      log().receive(id, first?.seq ?? null);
      return stored;
    });
  }

  /** Stores what was received and lets it take its course. */
  function take(
    id: string,
    received: Received,
    how: How,
    acknowledge: Acknowledge,
    turnId = newId(MessageId),
  ): void {
    const events = store(id, received, how, turnId);
    turns.hush();
    resume(() => {
      acknowledge(events[0]?.seq ?? null);
      journal.send(events);
    });
  }

  /** Before anything is awaited: should this process die now, the alarm finds the turn. */
  function resume(tell: () => void): void {
    watch();
    tell();
    pump();
  }

  /**
   * Where nothing else is under way the model is asked before its turn is stored, for the disk is slower than the way to the
   * model. Says by which id, and whether the lesson is still what the model was told when that is done.
   */
  async function askAhead({ turn, effects }: Received): Promise<{ turnId: MessageId; holds: boolean }> {
    const before = log().lastSeq();
    const isFree = turn !== null && pumping === null;
    const isAsked = isFree && turns.askReadied(turn, effects);
    const turnId = newId(MessageId);
    if (!isAsked) {
      if (!isFree || isWaiting()) return { turnId, holds: true };
      turns.askAhead({ id: turnId, causeSeq: before + 1, input: turn }, journal.foresee(effects));
    }
    await needs.breathe();
    const holds = log().lastSeq() === before;
    if (!holds) turns.forgetAsked();
    return { turnId, holds };
  }

  async function submitNext(id: string, sent: Sent, acknowledge: Acknowledge): Promise<'new' | 'known'> {
    if (isKnown(id, acknowledge)) return 'known';
    const read = () => receive(journal.lesson(), sent, id, now());
    const received = read();
    const { turnId, holds } = await askAhead(received);
    try {
      take(id, holds ? received : read(), { aloud: sent.kind === 'voice' }, acknowledge, turnId);
    } catch (thrown) {
      turns.forgetAsked();
      throw thrown;
    }
    return 'new';
  }

  /** One after the other, in the order in which they came. */
  function inLine<T>(work: () => T | Promise<T>): Promise<T> {
    const done = line.then(work);
    line = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  function isKnown(id: string, acknowledge: Acknowledge): boolean {
    const known = log().received(id);
    if (known !== undefined) acknowledge(known.seq);
    return known !== undefined;
  }

  /** Where a choice leads; throws not-found for one that does not stand here. */
  async function nodeOf(choiceId: string): Promise<LessonNode> {
    const { node, pack } = journal.lesson();
    const choice = node?.view.choices.find(({ id }) => id === choiceId);
    const near = pack.neighbours.find(({ nodeId }) => nodeId === choice?.nextNodeId);
    const found =
      choice === undefined ? null : (near ?? (await needs.findNode(journal.lesson(), choice.nextNodeId)));
    if (found === null) throw new AppError('not_found', 'No such choice here.');
    return found;
  }

  return {
    lesson: journal.lesson,
    markViewed: journal.markViewed,
    /** Stops an answer: `turns.cancel`, once what came before it is stored. */
    cancel: (id: string, heard?: Heard): Promise<void> => inLine(() => turns.cancel(id, heard)),
    answered: turns.answered,
    writtenSoFar: turns.writtenSoFar,
    /** Has Postgres brought up to date, where it answers. */
    flush: async (): Promise<void> => {
      await upkeep.drain();
      settle();
    },
    refresh: upkeep.refresh,
    pump,

    /** Begins the session; a repeat changes nothing. */
    begin: (first: Lesson): void => {
      if (log().lesson() !== null) return;
      const { node } = first;
      log().saveLesson({ ...first, node: null });
      if (node !== null)
        journal.write(() =>
          journal.act([{ kind: 'move', node, choiceId: null, reason: 'Here the lesson begins.' }]),
        );
      journal.setFresh();
      watch();
      needs.later(upkeep.makeReady());
    },

    /**
     * Takes what was sent, once: `acknowledge` is called with its seq when it is stored, before anything that follows from
     * it is sent. Throws `AppError` where it does not fit the lesson; then nothing was stored.
     */
    submit: async (id: string, asked: Asked, acknowledge: Acknowledge): Promise<'new' | 'known'> => {
      if (asked.kind !== 'choice') return inLine(() => submitNext(id, asked, acknowledge));
      if (isKnown(id, acknowledge)) return 'known';
      // Found before it stands in line: nobody else waits for Postgres.
      const sent = { ...asked, node: await nodeOf(asked.choiceId) };
      return inLine(() => submitNext(id, sent, acknowledge));
    },

    ...openRevisions({ log, now, journal, turns, isKnown, take, resume }),

    /** For a frame that came again when what belonged to it is gone. Throws `conflict` for one that never came. */
    acknowledgeAgain: (id: string, acknowledge: Acknowledge): void => {
      if (!isKnown(id, acknowledge)) throw new AppError('conflict', 'No recording has been started.');
    },

    /** The learner begins to say something: the tutor falls silent. */
    hush: turns.hush,

    /** What the learner said, in words. Throws `AppError` where it can't be made out. */
    understand: async (audio: Uint8Array, mimeType: string): Promise<string> => {
      const { text } = await needs.transcribe(journal.lesson(), audio, mimeType);
      const said = text
        .replaceAll('\0', '')
        .toWellFormed()
        .trim()
        .slice(0, MAX_MESSAGE_CHARACTERS)
        .toWellFormed();
      if (said === '')
        throw new AppError('validation_error', 'Nothing could be made out. Please say it again, or type.');
      return said;
    },

    /** What a socket that comes (back) has missed, and what is being written right now. */
    join: (lastSeq: number) => {
      needs.later(upkeep.makeReady().then(prepare));
      return { events: log().eventsAfter(lastSeq), lastSeq: log().lastSeq(), partial: turns.partial() };
    },

    /** Ends the session and says what it came to; a repeat says the same. */
    complete: (): SessionSummary => {
      const done = log().findSummary();
      if (done !== undefined) return done;
      const summary = summarise(journal.lesson(), log().eventsAfter(0), now());
      const events = journal.write(() => {
        journal.touch({ completedAt: summary.completedAt, summary });
        return [log().append({ event: 'session:completed', data: summary }, summary.completedAt)];
      });
      watch();
      journal.send(events);
      pump();
      return summary;
    },

    /** The alarm: turns that a dead process left, rows that wait. Says whether the session may leave its object. */
    tick: async (): Promise<boolean> => {
      if (log().lesson() === null) return false;
      if (isWaiting()) watch();
      pump();
      await pumping;
      await settling;
      return upkeep.mayLeave();
    },
  };
}

const ofLearner = (messageId: string, content: string): MessageData => ({
  messageId,
  role: 'user',
  content,
  citations: [],
  toolCalls: [],
  media: [],
  status: 'complete',
});
