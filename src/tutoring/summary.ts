/** What a session came to, told when it is completed. */
import type { Lesson } from './lesson.ts';
import type { StoredEvent } from './protocol.ts';
import { progressReport } from './record.ts';

export type SessionSummary = {
  /** Seconds. */
  duration: number;
  messages: number;
  questionsAsked: number;
  nuggetsViewed: number;
  concepts: { concept: string; name: string; before: number; after: number }[];
  knowledgeGaps: { concept: string; name: string; masteryLevel: number }[];
  completedAt: string;
};

/** Folds the session's log. */
export function summarise(lesson: Lesson, events: readonly StoredEvent[], now: Date): SessionSummary {
  const concepts = new Map<string, SessionSummary['concepts'][number]>();
  for (const { event, data } of events) {
    if (event !== 'session:progress:updated') continue;
    const { concept, name, masteryLevel: after, previousLevel } = data;
    concepts.set(concept, {
      concept,
      name,
      before: concepts.get(concept)?.before ?? previousLevel ?? 0,
      after,
    });
  }
  const said = events.filter(({ event, data }) => event === 'session:message' && data.role === 'user');
  return {
    duration: secondsOf(lesson, now),
    messages: said.length,
    questionsAsked: events.filter(({ event }) => event === 'session:question').length,
    nuggetsViewed: nuggetsViewed(lesson),
    concepts: [...concepts.values()],
    knowledgeGaps: progressReport(lesson, now).knowledgeGaps,
    completedAt: now.toISOString(),
  };
}

/** Nuggets that reached the learner's screen, each once. */
export const nuggetsViewed = ({ path }: Lesson): number =>
  new Set(path.filter(({ viewedAt }) => viewedAt !== null).map(({ nuggetId }) => nuggetId)).size;

/** From the start to completion, or to now. */
export const secondsOf = ({ session }: Lesson, now: Date): number =>
  Math.round(
    ((session.completedAt === null ? now.getTime() : Date.parse(session.completedAt)) -
      Date.parse(session.startedAt)) /
      1000,
  );
