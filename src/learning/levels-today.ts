/** Levels as of today from what was kept at the last evidence: no attempt is read for them. */
import { gapAfter } from './gaps.ts';
import { expectedFrom, type Lasting, masteryLevel } from './mastery.ts';
import { type ReviewCard, retrievability } from './review.ts';

export type KeptCard = Lasting & Pick<ReviewCard, 'stability' | 'lastReview'> & { concept: string };

/** What of a learner's row is as of a moment: concept ids with levels 0–100, and those that are gaps, sorted. */
type Levels = { masteryMap: Record<string, number>; knowledgeGaps: string[] };

/** The row as of `now`. What has no card is not forgotten: it stays as it is. */
export function levelsToday<Row extends Levels>(row: Row, cards: readonly KeptCard[], now: Date): Row {
  const masteryMap = { ...row.masteryMap };
  const gaps = new Set(row.knowledgeGaps);
  for (const { concept, ...card } of cards) {
    if (masteryMap[concept] === undefined) continue;
    const level = masteryLevel(expectedFrom(card, retrievability(card, now.getTime())));
    masteryMap[concept] = level;
    if (gapAfter(gaps.has(concept), level)) gaps.add(concept);
    else gaps.delete(concept);
  }
  return { ...row, masteryMap, knowledgeGaps: [...gaps].sort() };
}
