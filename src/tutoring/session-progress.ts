/** What a session has changed in the learner's standing, folded from its log. */
import type { Lesson } from './lesson.ts';
import type { ProgressData } from './protocol.ts';
import { progressReport } from './record.ts';
import { nuggetsViewed, secondsOf } from './summary.ts';
import type { ProgressView } from './view.ts';

/** `changes` in the order of the log, `at` ISO 8601. */
export function progressView(
  lesson: Lesson,
  changes: readonly { data: ProgressData; at: string }[],
  now: Date,
): ProgressView {
  const latest = new Map(changes.map(({ data, at }) => [data.concept, { data, at }]));
  return {
    concepts: [...latest.values()].map(
      ({ data: { knowledgeGaps: _gaps, previousLevel: _before, answered: _to, ...standing }, at }) => ({
        ...standing,
        lastUpdated: at,
      }),
    ),
    knowledgeGaps: progressReport(lesson, now).knowledgeGaps,
    pathHistory: lesson.path,
    sessionDuration: secondsOf(lesson, now),
    nuggetsViewed: nuggetsViewed(lesson),
  };
}
