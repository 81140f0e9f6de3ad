/**
 * Simulated learners who are not made in the image of the mastery module.
 *
 * The module believes in a continuous, additive logistic model. These learners are discrete and gated: every
 * concept is either known or not (Bayesian knowledge tracing, Corbett & Anderson 1995, with guess and slip); a
 * nugget turns not-known into known in one jump, with a chance that depends on the learner and on how far the nugget's
 * difficulty is from what suits them, and hardly ever while a prerequisite is missing; what is known may be lost overnight.
 */
import type { PlanNode } from '../../src/learning/planner.ts';
import type { Random } from '../random.ts';
import type { Course } from './course.ts';

export type SimulatedLearner = {
  known: Set<string>;
  /** Chance that a fitting nugget takes. */
  quickness: number;
  /** Difficulty 1–10 that suits best. */
  taste: number;
  slip: number;
  guess: number;
  forgets: number;
};

/** Part of the chance to learn that is left while a prerequisite is not known. */
const WITHOUT_GROUNDWORK = 0.1;

/** Learners bring 0–50 % of the course along, groundwork first. */
export function makeLearner(random: Random, course: Course): SimulatedLearner {
  const brought = 0.5 * random();
  const known = new Set<string>();
  for (const conceptId of course.conceptIds) {
    const isReady = course.edges.every(({ from, to }) => to !== conceptId || known.has(from));
    if (isReady && random() < brought) known.add(conceptId);
  }
  return {
    known,
    quickness: 0.3 + 0.4 * random(),
    taste: 3 + 5 * random(),
    slip: 0.05 + 0.1 * random(),
    guess: 0.1 + 0.2 * random(),
    forgets: 0.002,
  };
}

/** The learner works through a nugget on its concept, then answers a question on it; says whether rightly. */
export function study(learner: SimulatedLearner, node: PlanNode, course: Course, random: Random): boolean {
  const conceptId = node.concepts[0]?.conceptId ?? '';
  const isReady = course.edges.every(({ from, to }) => to !== conceptId || learner.known.has(from));
  const fit = Math.exp(-(((node.difficulty - learner.taste) / 6) ** 2));
  const chance = learner.quickness * fit * (isReady ? 1 : WITHOUT_GROUNDWORK);
  if (random() < chance) learner.known.add(conceptId);
  return random() < successOf(learner, conceptId);
}

/** The true chance of a right answer. */
export const successOf = (learner: SimulatedLearner, conceptId: string): number =>
  learner.known.has(conceptId) ? 1 - learner.slip : learner.guess;

/** A night passes. */
export function sleep(learner: SimulatedLearner, random: Random): void {
  for (const conceptId of [...learner.known]) if (random() < learner.forgets) learner.known.delete(conceptId);
}
