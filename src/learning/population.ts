/** What is known of learners, concepts and items in general: what mastery.ts reads an individual's evidence against. */

/** A shift in logits and how much evidence (Fisher information) it rests on. */
export type Effect = { offset: number; information: number };

/** Plain JSON: kept per organization, fitted by fit.ts, followed between fits by `observe`. */
export type Population = {
  /** Changes with every fit; a learner's state is only good under the version it was folded with. */
  version: string;
  /** Logit of an average learner's first answer to an average item of an average concept. */
  intercept: number;
  weights: Weights;
  concepts: Record<string, Effect>;
  items: Record<string, Effect>;
};

/** How much each thing known of a learner moves the logit. None is negative: that is what keeps right answers from lowering a level. */
export type Weights = {
  /** Per logit of the learner's general ability. */
  ability: number;
  /** How far one answer speaks for the next in the ability's likelihood, 0–1. */
  tempering: number;
  /** Per recent success and failure at the concept (sums that fade fast). */
  recentSuccess: number;
  recentFailure: number;
  /** Per log(1 + n) of successes and failures at the concept (sums that fade slowly). */
  success: number;
  failure: number;
  /** Logits an item loses per step of its declared difficulty (1–10) above the middle. */
  declaredDifficulty: number;
};

/**
 * Strength of the belief that an item or a concept is average, as Fisher information: 1/variance of the
 * effects in logits.
 */
export const ITEM_PRECISION = 2;
export const CONCEPT_PRECISION = 1;

const MIDDLE_DIFFICULTY = 5.5;

export const DEFAULT_POPULATION: Population = {
  version: 'default-1',
  intercept: 0.1,
  weights: {
    ability: 0.75,
    tempering: 0.6,
    recentSuccess: 0.35,
    recentFailure: 0.1,
    success: 0.25,
    failure: 0.15,
    declaredDifficulty: 0.1,
  },
  concepts: {},
  items: {},
};

export type Item = { itemId: string | null; difficulty?: number | null | undefined };

/** How easy the concept is for an average learner, in logits. A concept never met is an average one. */
export function conceptEasiness(population: Population, conceptId: string): number {
  return population.intercept + (population.concepts[conceptId]?.offset ?? 0);
}

/** How much easier the item is than the concept's average, in logits: what was declared, corrected by what was seen. */
export function itemEasiness(population: Population, { itemId, difficulty }: Item): number {
  const declared =
    difficulty == null ? 0 : population.weights.declaredDifficulty * (MIDDLE_DIFFICULTY - difficulty);
  return declared + (itemId === null ? 0 : (population.items[itemId]?.offset ?? 0));
}

/** One step of Newton's method with a Gaussian prior of the given precision: large at first, smaller as evidence gathers. */
function follow(
  effect: Effect | undefined,
  surprise: number,
  information: number,
  precision: number,
): Effect {
  const before = effect ?? { offset: 0, information: 0 };
  const gathered = before.information + information;
  return { offset: before.offset + surprise / (gathered + precision), information: gathered };
}

/**
 * Follows concept and item difficulties with one answer, between fits. `expected` is the score (0–1) that
 * mastery.ts expected before the answer was seen. Ability and practice are in it, so what surprises is the item.
 */
export function observe(
  population: Population,
  answer: { conceptId: string; itemId: string | null; score: number },
  expected: number,
): void {
  const surprise = answer.score - expected;
  const information = expected * (1 - expected);
  const { conceptId, itemId } = answer;
  population.concepts[conceptId] = follow(
    population.concepts[conceptId],
    surprise,
    information,
    CONCEPT_PRECISION,
  );
  if (itemId !== null) {
    population.items[itemId] = follow(population.items[itemId], surprise, information, ITEM_PRECISION);
  }
}
