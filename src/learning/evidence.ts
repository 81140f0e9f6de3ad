/** What counts as evidence of knowing a concept, and how much each kind of it weighs. */

export type EvidenceKind = 'answer' | 'choice' | 'observation' | 'override';

/** One judged moment: a row of `attempts` as the learning ideas see it. */
export type Attempt = {
  /** The same id is the same evidence, however often it arrives. */
  id: string;
  learnerId: string;
  conceptId: string;
  /** The question that was answered, where it can be asked again; null for evidence without one. */
  itemId: string | null;
  kind: EvidenceKind;
  /** 0 (wrong) to 1 (right). */
  score: number;
  /** 0 to 1: how sure the judge was of the score. */
  confidence: number;
  hintsUsed: number;
  /** 1 (easy) to 10 (hard), as the author or the model rated the item or its nugget. */
  difficulty?: number | null | undefined;
  at: Date;
};

/** How much success and failure an attempt shows, each 0 to 1. */
export type Evidence = { success: number; failure: number };

/**
 * How much one piece of evidence of a kind counts, an unaided answer being 1.
 * An observation is the tutor's reading of a conversation, not a test: half. A choice between paths is a
 * claim about oneself, and learners overrate themselves: a quarter. An override is not weighed here at all:
 * an instructor's word sets the level (see mastery.ts).
 */
const KIND_WEIGHT = { answer: 1, observation: 0.5, choice: 0.25, override: 0 } as const;

/**
 * What a success is still worth after each hint. A hint is help, not failure: it takes from what the
 * success shows and adds nothing to failure, so that a right answer never lowers a level.
 */
const SUCCESS_KEPT_PER_HINT = 0.6;

const within01 = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0);

/** Turns an attempt into weighed success and failure. Scores and confidences out of bounds are clamped. */
export function weigh(attempt: Pick<Attempt, 'kind' | 'score' | 'confidence' | 'hintsUsed'>): Evidence {
  const weight = KIND_WEIGHT[attempt.kind] * within01(attempt.confidence);
  const score = within01(attempt.score);
  const hints = Math.max(0, attempt.hintsUsed);
  return {
    success: weight * score * SUCCESS_KEPT_PER_HINT ** hints,
    failure: weight * (1 - score),
  };
}

/** Time, then id: the one order in which evidence is folded, whatever order it arrived in. */
export function compareEvidence(a: Pick<Attempt, 'at' | 'id'>, b: Pick<Attempt, 'at' | 'id'>): number {
  const byTime = a.at.getTime() - b.at.getTime();
  if (byTime !== 0) return byTime;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Sorts by time, then id, and keeps one of each id. Attempts without a real time can't be placed and are left out. */
export function inOrder(attempts: readonly Attempt[]): Attempt[] {
  const sorted = attempts.filter((attempt) => Number.isFinite(attempt.at.getTime())).sort(compareEvidence);
  const known = new Set<string>();
  return sorted.filter((attempt) => {
    const isNew = !known.has(attempt.id);
    known.add(attempt.id);
    return isNew;
  });
}
