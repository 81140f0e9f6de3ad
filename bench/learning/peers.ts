/** What mastery.ts is compared with: the original system's rules, the average, and Bayesian knowledge tracing. */
import type { Prediction } from '../scores.ts';
import { onlineLogistic } from './online-logistic.ts';

export type Answer = { learner: string; concept: string; item: string; correct: 0 | 1 };

/** Takes what a peer may learn beforehand; then predicts answer by answer, each before it is shown. */
export type Peer = (train: readonly Answer[], test: readonly Answer[]) => Prediction[];

const pairOf = ({ learner, concept }: Answer): string => JSON.stringify([learner, concept]);

/** A level from 0 to 100 that a right answer raises and a wrong one lowers, read as a probability. */
const ladder =
  (start: number, up: number, down: number): Peer =>
  (_, test) => {
    const levels = new Map<string, number>();
    return test.map((answer) => {
      const level = levels.get(pairOf(answer)) ?? start;
      levels.set(pairOf(answer), Math.min(100, Math.max(0, level + (answer.correct === 1 ? up : -down))));
      return { expected: level / 100, actual: answer.correct };
    });
  };

/** How often the skill was answered rightly, by anybody. */
const skillMean: Peer = (train, test) => {
  const sums = new Map<string, { right: number; all: number }>();
  for (const { concept, correct } of train) {
    const { right, all } = sums.get(concept) ?? { right: 0, all: 0 };
    sums.set(concept, { right: right + correct, all: all + 1 });
  }
  return test.map(({ concept, correct }) => {
    const { right, all } = sums.get(concept) ?? { right: 0, all: 0 };
    return { expected: (right + 1) / (all + 2), actual: correct };
  });
};

type Tracing = { known: number; learns: number; guess: number; slip: number };

const expectedOf = (known: number, { guess, slip }: Tracing): number =>
  known * (1 - slip) + (1 - known) * guess;

/** The chance of knowing after an answer and the chance to learn that follows it (Corbett & Anderson 1995). */
function trace(known: number, tracing: Tracing, correct: 0 | 1): number {
  const { guess, slip, learns } = tracing;
  const right = known * (correct === 1 ? 1 - slip : slip);
  const wrong = (1 - known) * (correct === 1 ? guess : 1 - guess);
  const posterior = right / (right + wrong);
  return posterior + (1 - posterior) * learns;
}

const CANDIDATES: Tracing[] = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((known) =>
  [0.02, 0.05, 0.1, 0.2, 0.3].flatMap((learns) =>
    [0.05, 0.1, 0.2, 0.3, 0.4].flatMap((guess) =>
      [0.05, 0.1, 0.2, 0.3].map((slip) => ({ known, learns, guess, slip })),
    ),
  ),
);

function lossOf(runs: readonly (readonly (0 | 1)[])[], tracing: Tracing): number {
  let loss = 0;
  for (const run of runs) {
    let known = tracing.known;
    for (const correct of run) {
      const expected = expectedOf(known, tracing);
      loss -= Math.log(correct === 1 ? expected : 1 - expected);
      known = trace(known, tracing, correct);
    }
  }
  return loss;
}

/** Each skill's four parameters by search over a grid of 500, with the usual bounds on guess and slip. */
const knowledgeTracing: Peer = (train, test) => {
  const bySkill = new Map<string, Map<string, (0 | 1)[]>>();
  for (const { learner, concept, correct } of train) {
    const runs = bySkill.get(concept) ?? new Map<string, (0 | 1)[]>();
    bySkill.set(concept, runs);
    const own = runs.get(learner);
    if (own === undefined) runs.set(learner, [correct]);
    else own.push(correct);
  }
  const average: Tracing = { known: 0.5, learns: 0.1, guess: 0.2, slip: 0.1 };
  const fitted = new Map(
    [...bySkill].map(([concept, runs]) => {
      const list = [...runs.values()];
      const [best] = CANDIDATES.map((tracing) => ({ tracing, loss: lossOf(list, tracing) })).sort(
        (a, b) => a.loss - b.loss,
      );
      return [concept, best?.tracing ?? average];
    }),
  );
  const states = new Map<string, number>();
  return test.map((answer) => {
    const tracing = fitted.get(answer.concept) ?? average;
    const known = states.get(pairOf(answer)) ?? tracing.known;
    states.set(pairOf(answer), trace(known, tracing, answer.correct));
    return { expected: expectedOf(known, tracing), actual: answer.correct };
  });
};

export const peers: Record<string, Peer> = {
  'original rule: +10 a right answer': ladder(0, 10, 0),
  '+10 / −10 from 50': ladder(50, 10, 10),
  'skill mean': skillMean,
  'Bayesian knowledge tracing': knowledgeTracing,
  'plain online logistic': onlineLogistic,
};
