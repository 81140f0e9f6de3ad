/** How a population follows the answers that come between two fits: difficulties and weights drift with what surprises. */
import { type Attempt, weigh } from './evidence.ts';
import { copyPopulation, observe, type Population } from './population.ts';
import { emptyStanding, expectation, factorsIn, fold, type Standing } from './standing.ts';

/**
 * Predicts an attempt, folds it into the standing and lets the population follow it, both in place. Returns the score that
 * was expected before it was seen, 0–1. Only answers tell of difficulty, and not where an instructor's word stands in for
 * what is known of the concept.
 */
export function meet(standing: Standing, attempt: Attempt, population: Population): number {
  const { conceptId, itemId } = attempt;
  const question = { conceptId, item: attempt };
  const expected = expectation(standing, population, question, attempt.at.getTime()).probability;
  const isAnchored = (standing.concepts[conceptId]?.knowledge.anchor ?? null) !== null;
  const factors = factorsIn(standing, population, question);
  fold(standing, attempt, population);
  if (attempt.kind === 'answer' && !isAnchored) {
    observe(population, { conceptId, itemId, ...weigh(attempt) }, expected, factors);
  }
  return expected;
}

export type NewEvidence = Attempt & { isNew: boolean };

/**
 * The population after what is new in these attempts: those of one learner together, in order of time then id, with all
 * that came before. The population given stays as it was.
 */
export function follow(before: Population, attempts: readonly NewEvidence[], version: string): Population {
  const population = { ...copyPopulation(before), version };
  let learner: string | null = null;
  let standing = emptyStanding();
  for (const { isNew, ...attempt } of attempts) {
    if (attempt.learnerId !== learner) {
      learner = attempt.learnerId;
      standing = emptyStanding();
    }
    if (isNew) meet(standing, attempt, population);
    else fold(standing, attempt, population);
  }
  return population;
}
