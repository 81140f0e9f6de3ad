/**
 * Attempts as a fit reads them: columns of numbers instead of objects, so that half a million of them stand beside one
 * another in a Worker's 128 MB (45 bytes each; as objects they took 700).
 */
import { type Attempt, weigh } from './evidence.ts';
import { declaredEasiness } from './population.ts';
import { type ReviewCard, ratingOf, retrievability, schedule } from './review.ts';

/** What a row is, as bits. */
export const ROW = { startsLearner: 1, isAnswer: 2, isOverride: 4, isReview: 8 } as const;

/** Place of an attempt without an item, or with one there is no room for. */
export const NO_ITEM = -1;

export type Columns = {
  count: number;
  /** Ids in the order in which they were first met; rows hold their places. */
  conceptIds: string[];
  itemIds: string[];
  learners: number;
  bits: Uint8Array;
  concept: Int32Array;
  item: Int32Array;
  /** Weighed evidence; of an override, `success` is the score it sets. */
  success: Float32Array;
  failure: Float32Array;
  /** What FSRS says was still retrievable: that depends on no parameter of the fit. */
  recall: Float32Array;
  /** Easiness by declared difficulty, logits. */
  declared: Float32Array;
};

function placeIn(places: Map<string, number>, ids: string[], id: string, most: number): number {
  const known = places.get(id);
  if (known !== undefined) return known;
  if (ids.length >= most) return NO_ITEM;
  places.set(id, ids.length);
  ids.push(id);
  return ids.length - 1;
}

export type Room = { attempts: number; items: number };

/**
 * Takes attempts one after another: those of one learner together, in order of time then id, each once. What there is no
 * room for is left out; of items beyond the room it is forgotten which they were.
 */
export function gatherColumns(room: Room): { columns: Columns; add: (attempt: Attempt) => void } {
  const columns: Columns = {
    count: 0,
    conceptIds: [],
    itemIds: [],
    learners: 0,
    bits: new Uint8Array(room.attempts),
    concept: new Int32Array(room.attempts),
    item: new Int32Array(room.attempts),
    success: new Float32Array(room.attempts),
    failure: new Float32Array(room.attempts),
    recall: new Float32Array(room.attempts),
    declared: new Float32Array(room.attempts),
  };
  const concepts = new Map<string, number>();
  const items = new Map<string, number>();
  let learner: string | null = null;
  let cards = new Map<string, ReviewCard>();

  const add = (attempt: Attempt): void => {
    const row = columns.count;
    if (row >= room.attempts) return;
    const { learnerId, conceptId, itemId, kind } = attempt;
    const startsLearner = learnerId !== learner;
    if (startsLearner) {
      learner = learnerId;
      cards = new Map();
      columns.learners += 1;
    }
    const at = attempt.at.getTime();
    const card = cards.get(conceptId) ?? null;
    const rating = ratingOf(attempt);
    if (rating !== null) cards.set(conceptId, schedule(card, rating, at));
    const evidence = kind === 'override' ? { success: attempt.score, failure: 0 } : weigh(attempt);
    columns.bits[row] =
      (startsLearner ? ROW.startsLearner : 0) |
      (kind === 'answer' ? ROW.isAnswer : 0) |
      (kind === 'override' ? ROW.isOverride : 0) |
      (rating === null ? 0 : ROW.isReview);
    columns.concept[row] = placeIn(concepts, columns.conceptIds, conceptId, Number.POSITIVE_INFINITY);
    columns.item[row] = itemId === null ? NO_ITEM : placeIn(items, columns.itemIds, itemId, room.items);
    columns.success[row] = evidence.success;
    columns.failure[row] = evidence.failure;
    columns.recall[row] = retrievability(card, at);
    columns.declared[row] = declaredEasiness(attempt.difficulty);
    columns.count += 1;
  };
  return { columns, add };
}
