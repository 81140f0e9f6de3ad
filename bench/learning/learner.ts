/**
 * Simulated learners who are not made in the image of the mastery module.
 *
 * The module believes in a continuous, additive logistic model. These learners are discrete and gated: every
 * concept is either known or not (Bayesian knowledge tracing, Corbett & Anderson 1995, with guess and slip); a
 * nugget turns not-known into known in one jump, with a chance that depends on the learner and on how far the nugget's
 * difficulty is from what suits them, and hardly ever while a prerequisite is missing; what is known may be
 * lost overnight, the less easily the more often it was recalled.
 */
import type { PlanNode } from '../../src/learning/planner.ts';
import type { Random } from '../random.ts';
import type { Course } from './course.ts';

export type SimulatedLearner = {
  /** What is known, and how often it was recalled. */
  known: Map<string, number>;
  /** Chance that a fitting nugget takes. */
  quickness: number;
  /** Difficulty 1–10 that suits best. */
  taste: number;
  slip: number;
  guess: number;
};

/** Part of the chance to learn that is left while a prerequisite is not known. */
const WITHOUT_GROUNDWORK = 0.1;

/** Chance that something known but never recalled is lost in a night; every recall halves it. */
const LOST_OVERNIGHT = 0.02;
/** What learners bring along they have recalled before. */
const BROUGHT_RECALLS = 3;

/** Learners bring 0–50 % of the course along, groundwork first. */
export function makeLearner(random: Random, course: Course): SimulatedLearner {
  const brought = 0.5 * random();
  const known = new Map<string, number>();
  for (const conceptId of course.conceptIds) {
    const isReady = course.edges.every(({ from, to }) => to !== conceptId || known.has(from));
    if (isReady && random() < brought) known.set(conceptId, BROUGHT_RECALLS);
  }
  return {
    known,
    quickness: 0.3 + 0.4 * random(),
    taste: 3 + 5 * random(),
    slip: 0.05 + 0.1 * random(),
    guess: 0.1 + 0.2 * random(),
  };
}

/** The learner works through a nugget on its concept, then answers a question on it; says whether rightly. */
export function study(learner: SimulatedLearner, node: PlanNode, course: Course, random: Random): boolean {
  const conceptId = node.concepts[0]?.conceptId ?? '';
  const isReady = course.edges.every(({ from, to }) => to !== conceptId || learner.known.has(from));
  const fit = Math.exp(-(((node.difficulty - learner.taste) / 6) ** 2));
  const chance = learner.quickness * fit * (isReady ? 1 : WITHOUT_GROUNDWORK);
  if (!learner.known.has(conceptId) && random() < chance) learner.known.set(conceptId, 0);
  const isRight = random() < (learner.known.has(conceptId) ? 1 - learner.slip : learner.guess);
  const recalls = learner.known.get(conceptId);
  if (isRight && recalls !== undefined) learner.known.set(conceptId, recalls + 1);
  return isRight;
}

/** A night passes. */
export function sleep({ known }: SimulatedLearner, random: Random): void {
  for (const [conceptId, recalls] of [...known]) {
    if (random() < LOST_OVERNIGHT * 2 ** -recalls) known.delete(conceptId);
  }
}
