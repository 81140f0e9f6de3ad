/** Lends the conductor what it needs from outside its object: models, library, Postgres, feed. */
import { type Databases, sqlState } from '../base/db.ts';
import type { Feed } from '../base/feed.ts';
import type { OrganizationId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import { findPage } from '../library/pages.ts';
import { listQuestions } from '../library/question-queries.ts';
import type { Caller, Models, Task } from '../models/port.ts';
import { settingsFor } from '../settings/settings.ts';
import type { PageText } from './citations.ts';
import type { ConductorNeeds } from './conductor.ts';
import type { Lesson, Passage } from './lesson.ts';
import { condense } from './memory.ts';
import { findNode, findNugget, renewLesson, searchPassages } from './pack.ts';
import { storeItems } from './session-queries.ts';
import type { Spoken } from './speech.ts';
import type { ReadyNeeds } from './turn.ts';

export type TutoringDeps = {
  databases: Databases;
  bucket: Pick<R2Bucket, 'get'>;
  models: Models;
  feed: Feed;
  /** How many documents of the organization are not nuggets yet. */
  beingRead: (organizationId: OrganizationId) => Promise<number>;
  /** Has money and calls at hand before they are needed. */
  prepare: () => Promise<void>;
  later: (work: Promise<unknown>) => void;
  clock: () => Date;
  log: Log;
};

/** A passage is one chunk: more pages than this it never spans. */
const MOST_PAGES = 4;

async function pagesOf(
  { bucket }: Pick<TutoringDeps, 'bucket'>,
  { pagesKey, page, lastPage }: Passage,
): Promise<PageText[] | null> {
  if (pagesKey === null || page === null) return null;
  const last = Math.min(lastPage ?? page, page + MOST_PAGES - 1);
  const numbers = Array.from({ length: last - page + 1 }, (_, i) => page + i);
  const found = await Promise.all(numbers.map((number) => findPage(bucket, { pagesKey }, number)));
  const pages = found.filter((stored) => stored !== undefined);
  return pages.length === 0 ? null : pages;
}

const callerOf = ({ session }: Lesson, task: Task): Caller => ({
  organizationId: session.organizationId,
  learnerId: session.learnerId,
  sessionId: session.id,
  task,
});

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return;
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });

/**
 * So long what was asked has the processor to itself, milliseconds: where whoever is asked runs on the same machine, they
 * hear of it only when this process rests.
 */
const BREATH_MS = 2;

/** Whoever has read an answer at once writes again within this time, milliseconds. */
const CALM_MS = 300;

function turnNeeds(deps: TutoringDeps, lesson: Lesson): ReadyNeeds {
  const { models, clock } = deps;
  const caller = callerOf(lesson, 'tutoring');
  const { organizationId } = lesson.session;
  return {
    caller,
    streamChat: models.streamChat,
    readyChat: models.readyChat,
    judge: { complete: models.complete, caller: callerOf(lesson, 'judging') },
    search: (query) => searchPassages(deps, caller, query),
    beingRead: () => deps.beingRead(organizationId),
    findNugget: (nuggetId) => findNugget(deps, organizationId, nuggetId),
    pages: (passage) => pagesOf(deps, passage),
    questionsOf: (nuggetId) => listQuestions(deps.databases.forOrganization(organizationId), [nuggetId]),
    now: clock,
    report: deps.log,
    sleep,
  };
}

/** SQLSTATE classes of a row that is wrong in itself: its data, its keys, the walls. */
const REFUSALS = /^(?:22|23|42501)/;

/** Everything a conductor needs that is not its own object's. */
export type Lent = Omit<ConductorNeeds, 'log' | 'send' | 'wakeAt' | 'restUntil' | 'openSpeech'> & {
  speak: (lesson: Lesson, text: string, signal: AbortSignal) => Promise<Spoken>;
};

export function lend(deps: TutoringDeps): Lent {
  const { databases, models, feed, clock, log } = deps;
  return {
    turnNeeds: (lesson) => turnNeeds(deps, lesson),
    isFlagged: async (lesson, words) => {
      // A moderation that fails must not silence the lesson: the provider's own safety still stands.
      const answer = await models.moderate(callerOf(lesson, 'moderation'), words).catch((thrown: unknown) => {
        log('session.moderation.failed', { error: describeError(thrown) });
        return { flagged: false };
      });
      return answer.flagged;
    },
    findNode: (lesson, nodeId) => findNode(deps, lesson.session.organizationId, nodeId),
    store: ({ session }, items) =>
      storeItems(databases.forOrganization(session.organizationId), session, items),
    isRefusal: (thrown) => REFUSALS.test(sqlState(thrown) ?? ''),
    renew: (lesson) => renewLesson(deps, lesson),
    settings: ({ session }) => settingsFor({ databases }, session),
    prepare: deps.prepare,
    condense: (lesson, messages) => condense(models, callerOf(lesson, 'summary'), lesson.memory, messages),
    tell: async ({ session, learner }, activity) => {
      const { id: sessionId, learnerId, lastActivity } = session;
      await feed.publish(session.organizationId, {
        event: 'session:activity',
        data: { sessionId, learnerId, learnerName: learner.name, activity, at: lastActivity },
      });
    },
    now: clock,
    later: deps.later,
    transcribe: (lesson, audio, mimeType) =>
      models.transcribe(callerOf(lesson, 'transcription'), audio, mimeType),
    speak: (lesson, text, signal) => models.speak(callerOf(lesson, 'speech'), text, signal),
    breathe: () => new Promise((resolve) => setTimeout(resolve, BREATH_MS)),
    calm: () => new Promise((resolve) => setTimeout(resolve, CALM_MS)),
    random: Math.random,
    report: log,
  };
}
