import { expect, test } from 'vitest';
import type { Attempt } from './evidence.ts';
import { fitPopulation } from './fit.ts';
import {
  compactPopulation,
  copyPopulation,
  DEFAULT_POPULATION,
  itemEasiness,
  observe,
  populationFrom,
} from './population.ts';
import { emptyStanding, expectation, fold } from './standing.ts';

/** Chance that is the same everywhere (Park and Miller's minimal standard). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Learners of differing strength answer an easy and a hard concept, each with items of known easiness. */
function school(learners: number, answers: number): Attempt[] {
  const random = chance(7);
  return Array.from({ length: learners }, (_, learner) => {
    const strength = 2 * (random() - 0.5);
    return Array.from({ length: answers }, (_, step): Attempt => {
      const concept = step % 2;
      const item = Math.floor(random() * 5);
      const easiness = (concept === 0 ? 1.2 : -0.8) + (item - 2) * 0.6;
      return {
        id: `${learner}-${String(step).padStart(4, '0')}`,
        learnerId: `l${learner}`,
        conceptId: concept === 0 ? 'easy' : 'hard',
        itemId: `${concept}-${item}`,
        kind: 'answer',
        score: random() < 1 / (1 + Math.exp(-(strength + easiness))) ? 1 : 0,
        confidence: 1,
        hintsUsed: 0,
        at: new Date(Date.UTC(2026, 0, 1) + step * 60_000),
      };
    });
  }).flat();
}

const attempts = school(120, 30);
const population = fitPopulation(attempts, 'v1');

test('finds which concept and which items are easy', () => {
  const offset = (id: string) => population.concepts[id]?.offset ?? Number.NaN;
  expect(offset('easy')).toBeGreaterThan(offset('hard') + 0.8);
  const items = [0, 1, 2, 3, 4].map((item) => itemEasiness(population, { itemId: `0-${item}` }));
  expect(items).toEqual([...items].sort((a, b) => a - b));
  expect(population.concepts['easy']?.variance).toBeLessThan(DEFAULT_POPULATION.conceptVariance);
});

test('is the same whatever order the attempts come in, and knows nothing it was not told', () => {
  expect(fitPopulation([...attempts].reverse(), 'v1').weights.ability).toBeCloseTo(
    population.weights.ability,
    9,
  );
  const untold = fitPopulation([], 'none');
  expect(untold.weights).toEqual(DEFAULT_POPULATION.weights);
  expect(untold.overall.offset).toBe(DEFAULT_POPULATION.overall.offset);
  expect(untold.concepts).toEqual({});
});

test('a handful of answers hardly moves what was believed', () => {
  const { weights } = fitPopulation(attempts.slice(0, 10), 'few');
  expect(Math.abs(weights.ability - DEFAULT_POPULATION.weights.ability)).toBeLessThan(0.05);
  expect(Object.values(weights).every((weight) => weight >= 0)).toBe(true);
});

test('weights stay non-negative even where right answers foretell wrong ones', () => {
  const contrary = attempts.map((attempt, index) => ({
    ...attempt,
    score: index % 2,
    conceptId: 'one',
    itemId: null,
  }));
  expect(Object.values(fitPopulation(contrary, 'x').weights).every((weight) => weight >= 0)).toBe(true);
});

test('overrides, choices and doubted answers are history, not lessons about items', () => {
  const other = attempts.map(
    (attempt, index) => ({ ...attempt, kind: index % 2 === 0 ? 'override' : 'choice' }) as const,
  );
  expect(fitPopulation(other, 'x').items).toEqual({});
});

test('predicts unseen learners better than the default, and in the right measure', () => {
  const unseen = school(160, 30).slice(120 * 30);
  const loss = (using: typeof population) => {
    const standings = new Map<string, ReturnType<typeof emptyStanding>>();
    return unseen.reduce((sum, attempt) => {
      const standing = standings.get(attempt.learnerId) ?? emptyStanding();
      standings.set(attempt.learnerId, standing);
      const question = { conceptId: attempt.conceptId, item: attempt };
      const p = expectation(standing, using, question, attempt.at.getTime()).probability;
      fold(standing, attempt, using);
      return sum - Math.log(attempt.score === 1 ? p : 1 - p);
    }, 0);
  };
  expect(loss(population)).toBeLessThan(0.95 * loss(DEFAULT_POPULATION));
});

test('what is kept of a population is small: the items most is known of, and no digit too many', () => {
  const items = Object.fromEntries(
    Array.from({ length: 9000 }, (_, i) => [`i${i}`, { offset: 1 / 3, variance: 1 - i / 9000 }]),
  );
  const kept = compactPopulation({ ...population, items });
  expect(Object.keys(kept.items)).toHaveLength(4000);
  expect(Object.keys(kept.items)[0]).toBe('i8999');
  expect(kept.items['i8999']?.offset).toBe(0.3333);
  expect(JSON.stringify(kept).length).toBeLessThan(300_000);
  expect(kept.weights).toEqual(population.weights);
});

test('a population of an earlier shape still reads, and one that only followed an earlier default goes on from today’s', () => {
  // As they were stored before there was a trace of knowing, a worth of difficulties, or variances of weights.
  const { version: _, weightVariances: _v, ...shape } = DEFAULT_POPULATION;
  const earlier = {
    ...shape,
    overall: { offset: 0.4, variance: 0.02 },
    concepts: { c: { offset: -1, variance: 0.1 } },
    items: { i: { offset: 0.5, variance: 0.2 } },
    weights: { ability: 0.61, known: 0.73, success: 0.26, failure: 1.32 },
  };
  const question = { conceptId: 'c', item: { itemId: 'i' } };
  const chance = (using: typeof population) => expectation(emptyStanding(), using, question, 0).probability;

  const fitted = populationFrom({ ...earlier, version: '2026-11-20-400' });
  expect(fitted.weights).toEqual(earlier.weights);
  expect(chance(fitted)).toBeCloseTo(1 / (1 + Math.exp(-(0.4 - 1 + 0.5))));
  const following = copyPopulation(fitted);
  const wrong = { conceptId: 'c', itemId: 'i', success: 0, failure: 1 };
  observe(following, wrong, chance(fitted), { ability: 0.3, known: 0.5 });
  expect(chance(following)).toBeLessThan(chance(fitted));
  expect(following.weights).toEqual(earlier.weights);

  const followed = populationFrom({ ...earlier, version: 'default-1~2026-11-20T00:00:00.000Z' });
  expect(followed.version).toBe(`${DEFAULT_POPULATION.version}~2026-11-20T00:00:00.000Z`);
  expect(followed.weights).toEqual(DEFAULT_POPULATION.weights);
  expect(chance(followed)).toBe(chance(fitted));
  expect(populationFrom(followed)).toBe(followed);
  expect(populationFrom(undefined)).toBe(DEFAULT_POPULATION);
});

test('names that mean something to JavaScript are names like others', () => {
  const following = copyPopulation(DEFAULT_POPULATION);
  for (const conceptId of ['constructor', 'toString', '__proto__']) {
    const question = { conceptId, item: { itemId: 'valueOf' } };
    const { probability } = expectation(emptyStanding(), following, question, 0);
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-following.overall.offset)));
  }
});

test('between fits the population follows what surprises, and ever less', () => {
  const following = copyPopulation(DEFAULT_POPULATION);
  const offsets: number[] = [0];
  for (let step = 0; step < 30; step += 1) {
    observe(following, { conceptId: 'c', itemId: 'i', success: 0, failure: 1 }, 0.7);
    offsets.push(following.items['i']?.offset ?? Number.NaN);
  }
  const moves = offsets.slice(1).map((offset, index) => (offsets[index] ?? 0) - offset);
  expect(moves.every((move) => move > 0)).toBe(true);
  expect(moves.at(-1)).toBeLessThan((moves[0] ?? 0) / 2);
  expect(following.items['i']?.variance).toBeLessThan(DEFAULT_POPULATION.itemVariance);
  expect(DEFAULT_POPULATION.items).toEqual({});
  expect(DEFAULT_POPULATION.overall.offset).not.toBe(following.overall.offset);
});
