/** When a concept should be met again: FSRS by ts-fsrs, one card per learner and concept. */
import { createEmptyCard, forgetting_curve, fsrs, type Grade, generatorParameters, Rating } from 'ts-fsrs';
import type { Attempt } from './evidence.ts';

const MS_PER_DAY = 86_400_000;

/** The state of an FSRS card, as plain numbers. Times are ms since 1970, stability and intervals days. */
export type ReviewCard = {
  due: number;
  lastReview: number | null;
  stability: number;
  /** 1–10, FSRS's own measure of how hard the concept is for this learner. */
  difficulty: number;
  scheduledDays: number;
  learningSteps: number;
  reps: number;
  lapses: number;
  /** 0 new, 1 learning, 2 review, 3 relearning. */
  state: 0 | 1 | 2 | 3;
};

export type ReviewRating = 1 | 2 | 3 | 4;

/** FSRS-6 with its published weights; no fuzz, because two devices must get the same day. */
const parameters = generatorParameters({ enable_fuzz: false });

const GRADES: Record<ReviewRating, Grade> = {
  1: Rating.Again,
  2: Rating.Hard,
  3: Rating.Good,
  4: Rating.Easy,
};

/** A schedule is FSRS with given parameters; the product uses the published ones. */
export function makeSchedule(custom: Parameters<typeof generatorParameters>[0]) {
  const algorithm = fsrs({ ...custom, enable_fuzz: false });
  return (card: ReviewCard | null, rating: ReviewRating, now: number): ReviewCard => {
    // A review from before the last one (late or a skewed clock) counts as made at the same moment: time never runs back.
    const when = card === null || card.lastReview === null ? now : Math.max(now, card.lastReview);
    const before =
      card === null
        ? createEmptyCard(new Date(when))
        : {
            due: card.due,
            stability: card.stability,
            difficulty: card.difficulty,
            elapsed_days: 0,
            scheduled_days: card.scheduledDays,
            learning_steps: card.learningSteps,
            reps: card.reps,
            lapses: card.lapses,
            state: card.state,
            last_review: card.lastReview,
          };
    const { card: after } = algorithm.next(before, when, GRADES[rating]);
    return {
      due: after.due.getTime(),
      lastReview: when,
      stability: after.stability,
      difficulty: after.difficulty,
      scheduledDays: after.scheduled_days,
      learningSteps: after.learning_steps,
      reps: after.reps,
      lapses: after.lapses,
      state: after.state,
    };
  };
}

/** The card after a review; `card` is null for the first. `now` in ms since 1970. */
export const schedule = makeSchedule(parameters);

/** The chance (0–1) that the concept would be recalled at `now` (ms), by FSRS's forgetting curve; 1 without a review. */
export function retrievability(
  card: Pick<ReviewCard, 'lastReview' | 'stability'> | null,
  now: number,
): number {
  if (card === null || card.lastReview === null || card.stability <= 0) return 1;
  const days = Math.max(0, now - card.lastReview) / MS_PER_DAY;
  return forgetting_curve(parameters.w, days, card.stability);
}

/**
 * What an attempt means to the schedule; null where it is no act of recall (a choice only claims).
 * Under half right is forgotten; half right, or right with help, is hard; an unaided answer to a hard item is
 * easy. An override starts the curve anew, since the instructor speaks of today.
 */
export function ratingOf(
  attempt: Pick<Attempt, 'kind' | 'score' | 'confidence' | 'hintsUsed' | 'difficulty'>,
): ReviewRating | null {
  if (attempt.kind === 'override') return attempt.score < 0.5 ? 1 : 3;
  if (attempt.kind === 'choice') return null;
  if (!(attempt.confidence > 0)) return null;
  if (attempt.score < 0.5) return 1;
  if (attempt.score < 0.85 || attempt.hintsUsed > 0) return 2;
  return attempt.kind === 'answer' && (attempt.difficulty ?? 0) >= 8 ? 4 : 3;
}

export type DueConcept = { conceptId: string; due: number; retrievability: number };

/**
 * The concepts to review now, most forgotten first within a document, one document after the other in turn,
 * so that a big document cannot crowd out the rest. `dailyCap` less `doneToday` are given at most.
 */
export function dueQueue(
  cards: readonly { conceptId: string; documentId: string | null; card: ReviewCard }[],
  { now, dailyCap, doneToday }: { now: number; dailyCap: number; doneToday: number },
): DueConcept[] {
  const room = Math.max(0, dailyCap - doneToday);
  const due = cards
    .filter(({ card }) => card.due <= now)
    .map(({ conceptId, documentId, card }) => ({
      documentId: documentId ?? '',
      concept: { conceptId, due: card.due, retrievability: retrievability(card, now) },
    }))
    .sort(
      (a, b) =>
        a.concept.retrievability - b.concept.retrievability ||
        a.concept.due - b.concept.due ||
        (a.concept.conceptId < b.concept.conceptId ? -1 : 1),
    );
  // The n-th concept of its document stands in the n-th round; the sort above decides within a round.
  const rounds: DueConcept[][] = [];
  const seen = new Map<string, number>();
  const taken = new Set<string>();
  for (const { documentId, concept } of due) {
    if (taken.has(concept.conceptId)) continue;
    taken.add(concept.conceptId);
    const round = seen.get(documentId) ?? 0;
    seen.set(documentId, round + 1);
    const list = rounds[round] ?? [];
    list.push(concept);
    rounds[round] = list;
  }
  return rounds.flat().slice(0, room);
}
