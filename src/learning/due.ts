/** What a learner should review today, over all their documents. */

import { type DueConcept, dueQueue } from './review.ts';
import type { Standing } from './standing-queries.ts';

/** Reviews a day at most: what is over waits for tomorrow, for a queue that never empties is not begun. */
export const DAILY_REVIEWS = 20;

export type Due = { concepts: DueConcept[]; doneToday: number };

/** `homes` says to which document a concept belongs; days are those of UTC, the same on every device. */
export function dueToday(
  { cards }: Pick<Standing, 'cards'>,
  homes: ReadonlyMap<string, { documentId: string | null }>,
  now: Date,
): Due {
  const today = now.toISOString().slice(0, 10);
  // A card's first answer is no review of it yet.
  const doneToday = Object.values(cards).filter(
    ({ reps, lastReview }) =>
      reps > 1 && lastReview !== null && new Date(lastReview).toISOString().slice(0, 10) === today,
  ).length;
  const all = Object.entries(cards).map(([conceptId, card]) => ({
    conceptId,
    documentId: homes.get(conceptId)?.documentId ?? null,
    card,
  }));
  return { doneToday, concepts: dueQueue(all, { now: now.getTime(), dailyCap: DAILY_REVIEWS, doneToday }) };
}
