/** The peer to beat in rank: a plain logistic model that learns one number per thing it meets, by gradient steps. */
import type { Answer, Peer } from './peers.ts';

/** Steps of stochastic gradient descent; one rate for all, as the plain thing does. */
const RATE = 0.1;

/**
 * Bias of learner, concept and item, and per concept a gain for each right and a loss for each wrong answer before, by
 * their logarithms (performance factors, Pavlik et al. 2009). Learners of the test are not those of the training.
 */
export const onlineLogistic: Peer = (train, test) => {
  const weights = new Map<string, number>();
  let counts = new Map<string, number>();
  const featuresOf = ({ learner, concept, item }: Answer): [string, number][] => {
    const pair = JSON.stringify([learner, concept]);
    return [
      ['bias', 1],
      [`learner ${learner}`, 1],
      [`concept ${concept}`, 1],
      ...(item === '' ? [] : [[`item ${item}`, 1] as [string, number]]),
      [`right ${concept}`, Math.log1p(counts.get(`1 ${pair}`) ?? 0)],
      [`wrong ${concept}`, Math.log1p(counts.get(`0 ${pair}`) ?? 0)],
    ];
  };
  const meet = (answer: Answer): number => {
    const features = featuresOf(answer);
    const x = features.reduce((sum, [name, value]) => sum + value * (weights.get(name) ?? 0), 0);
    const expected = 1 / (1 + Math.exp(-x));
    for (const [name, value] of features) {
      weights.set(name, (weights.get(name) ?? 0) + RATE * (answer.correct - expected) * value);
    }
    const count = `${answer.correct} ${JSON.stringify([answer.learner, answer.concept])}`;
    counts.set(count, (counts.get(count) ?? 0) + 1);
    return expected;
  };
  if (train !== test) for (const answer of train) meet(answer);
  for (const name of [...weights.keys()]) if (name.startsWith('learner ')) weights.delete(name);
  counts = new Map();
  return test.map((answer) => ({ expected: meet(answer), actual: answer.correct }));
};
