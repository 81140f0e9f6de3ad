/** What nobody waits for: Postgres brought up to date, the pack renewed, the next alarm set. */
import { describeError, type Log } from '../base/log.ts';
import type { Settings } from '../settings/resolve.ts';
import type { OutboxItem } from './effects.ts';
import type { Journal, JournalNeeds } from './journal.ts';
import type { Lesson } from './lesson.ts';
import { type Memory, type Remembered, toCondense } from './memory.ts';
import { drainOutbox, pauseAfter } from './outbox-drain.ts';

export type UpkeepNeeds = JournalNeeds & {
  store: (lesson: Lesson, items: readonly OutboxItem[]) => Promise<void>;
  isRefusal: (thrown: unknown) => boolean;
  /** The lesson with what Postgres knows better by now. */
  renew: (lesson: Lesson) => Promise<Lesson>;
  /** What is set now. */
  settings: (lesson: Lesson) => Promise<Settings>;
  /** Has money and calls at hand before they are needed. */
  prepare: () => Promise<void>;
  condense: (lesson: Lesson, messages: readonly Remembered[]) => Promise<Memory>;
  tell: (lesson: Lesson, activity: 'active' | 'completed' | 'flagged') => Promise<void>;
  /** Work that nobody waits for. */
  later: (work: Promise<unknown>) => void;
  random: () => number;
  report: Log;
};

/** The meter tells of changed settings while a lease runs, and a lease runs for half an hour, milliseconds. */
const FRESH_MS = 20 * 60_000;
/** A completed session stays this long, so that its page can be opened again, milliseconds. */
const RETENTION_MS = 7 * 24 * 3_600_000;

export function openUpkeep(needs: UpkeepNeeds, journal: Journal) {
  const { log, now } = needs;
  let failures = 0;
  let refreshedAt = 0;
  let toldOf: string | null = null;
  let drainAt = 0;
  let draining: Promise<boolean> | null = null;

  async function drainOnce(): Promise<boolean> {
    const isEmpty = await drainOutbox({
      read: log().outbox,
      remove: log().unpost,
      store: async (items) => {
        await needs.store(journal.lesson(), items);
        // Only what Postgres has is in the standing that is read back from there.
        if (items.some(({ kind }) => kind === 'attempt')) journal.setStale();
      },
      isRefusal: needs.isRefusal,
      setAside: (item, thrown) =>
        needs.report('session.outbox.refused', { kind: item.kind, error: describeError(thrown) }),
    });
    failures = isEmpty ? 0 : failures + 1;
    drainAt = isEmpty ? 0 : now().getTime() + pauseAfter(failures, needs.random());
    return isEmpty;
  }

  /** One at a time: two would store the same rows. */
  function drain(): Promise<boolean> {
    draining ??= drainOnce().finally(() => {
      draining = null;
    });
    return draining;
  }

  async function renew(): Promise<void> {
    const before = journal.lesson();
    // What happens from here on is not in what is about to be read.
    journal.setFresh();
    try {
      const { learner, node, pack } = await needs.renew(before);
      const held = journal.lesson();
      // What happened meanwhile is newer than what Postgres said: then the next renewal brings it.
      if (held.learner === before.learner && log().outbox(1).length === 0)
        log().saveLesson({ ...held, learner });
      // What a search found meanwhile must not be lost to a pack that does not know of it.
      if (held.node === before.node && held.pack === before.pack)
        log().saveLesson({ ...journal.lesson(), node, pack });
    } catch (thrown) {
      journal.setStale();
      needs.report('session.renewal.failed', { error: describeError(thrown) });
    }
  }

  /** Settings and lease as of now; without Postgres or the meter the lesson goes on with those it has. */
  async function refresh(): Promise<void> {
    refreshedAt = now().getTime();
    try {
      const settings = await needs.settings(journal.lesson());
      log().saveLesson({ ...journal.lesson(), settings });
      await needs.prepare();
    } catch (thrown) {
      needs.report('session.refresh.failed', { error: describeError(thrown) });
    }
  }

  /** Puts the older messages in short before there are too many for a prompt. */
  async function remember(): Promise<void> {
    const { memory } = journal.lesson();
    const older = toCondense(log().messagesBetween(memory?.through ?? 0, log().lastSeq() + 1));
    if (older.length === 0) return;
    try {
      const condensed = await needs.condense(journal.lesson(), older);
      log().saveLesson({ ...journal.lesson(), memory: condensed });
    } catch (thrown) {
      needs.report('session.memory.failed', { error: describeError(thrown) });
    }
  }

  /** Staff who look on hear of each lesson that goes on, not of every word in it. */
  async function tellOfActivity(): Promise<void> {
    const { session } = journal.lesson();
    if (session.lastActivity === toldOf) return;
    toldOf = session.lastActivity;
    await needs.tell(journal.lesson(), session.completedAt === null ? 'active' : 'completed');
  }

  const endsAt = (): number | null => {
    const { completedAt } = journal.lesson().session;
    return completedAt === null ? null : Date.parse(completedAt) + RETENTION_MS;
  };

  return {
    /** Has Postgres brought up to date, where it answers. */
    drain,

    refresh,

    /** Before the first word of somebody who has just come. */
    makeReady: async (): Promise<void> => {
      if (now().getTime() - refreshedAt > FRESH_MS) await refresh();
    },

    /** Says when there will be something to do again, milliseconds since 1970; null where nothing is left. */
    settle: async (): Promise<number | null> => {
      if (now().getTime() >= drainAt) await drain();
      if (now().getTime() - refreshedAt > FRESH_MS) await refresh();
      if (journal.isStale()) await renew();
      await remember();
      await tellOfActivity();
      const times = [log().nextRetry(), drainAt === 0 ? null : drainAt, endsAt()].filter((at) => at !== null);
      return times.length > 0 ? Math.min(...times) : null;
    },

    /** Whether the session may leave: completed long ago, and all of it in Postgres. */
    mayLeave: (): boolean => {
      const end = endsAt();
      return end !== null && now().getTime() >= end && log().outbox(1).length === 0;
    },
  };
}
