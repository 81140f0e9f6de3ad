/**
 * How able a learner is in general, as a belief over a grid of abilities (a Rasch model with known difficulties).
 *
 * The belief is a sum of log-likelihoods, one per answer, so the order of the answers cannot matter. It is
 * kept in whole micro-units: sums of whole numbers are exact, so not even the last bit depends on the order.
 * Each answer's likelihood rises (right) or falls (wrong) with ability, so the mean can only follow it: an
 * average of residuals would not have that property (an easy right answer would lower a strong learner).
 */
import type { Evidence } from './evidence.ts';

/** Abilities in logits: ±4 covers .02 to .98 on an average item; half a logit apart is finer than the belief ever gets. */
const GRID = Array.from({ length: 17 }, (_, index) => -4 + index / 2);
const MICRO = 2 ** 20;
const logPrior = GRID.map((ability) => -(ability ** 2) / 2);

/** Log-likelihood of all answers at each grid point, in units of 2^-20 nats. */
export type Ability = number[];

export const emptyAbility = (): Ability => GRID.map(() => 0);

/** Natural log of the logistic function, without overflow. */
const logLogistic = (x: number): number => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)));

/**
 * Adds evidence about an item of the given easiness (logit of an average learner's chance).
 * `tempering` below 1 allows for answers to one concept being less than independent.
 */
export function learnAbility(ability: Ability, easiness: number, evidence: Evidence): Ability {
  return ability.map((sum, index) => {
    const x = (GRID[index] ?? 0) + easiness;
    const gain = evidence.success * logLogistic(x) + evidence.failure * logLogistic(-x);
    return sum + Math.round(MICRO * gain);
  });
}

/** Mean and standard deviation of what an ability may be, in logits. */
export type AbilityEstimate = { mean: number; deviation: number };

/** What the answers so far say of the ability; 0 and 1 before any. */
export function abilityEstimate(ability: Ability): AbilityEstimate {
  const logs = ability.map((sum, index) => sum / MICRO + (logPrior[index] ?? 0));
  const top = Math.max(...logs);
  let total = 0;
  let first = 0;
  let second = 0;
  logs.forEach((log, index) => {
    const mass = Math.exp(log - top);
    const value = GRID[index] ?? 0;
    total += mass;
    first += mass * value;
    second += mass * value * value;
  });
  const mean = first / total;
  return { mean, deviation: Math.sqrt(Math.max(0, second / total - mean * mean)) };
}
