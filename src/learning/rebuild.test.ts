/** Projections thrown away and rebuilt: 100 simulated learners, or 1,000 with LONG=1 in the environment. */
import { expect, test } from 'vitest';
import { chance, simulateHistory } from '../../dev/test-history.ts';
import type { Attempt } from './evidence.ts';
import { copyPopulation, DEFAULT_POPULATION, observe } from './population.ts';
import { applyAttempt, emptyLearner, project } from './project.ts';

const LEARNERS = process.env['LONG'] === '1' ? 1000 : 100;

const population = copyPopulation(DEFAULT_POPULATION);
const random = chance(3);
for (let step = 0; step < 500; step += 1) {
  const concept = Math.floor(random() * 12);
  const item = `i${concept}-${Math.floor(random() * 4)}`;
  const success = random() < concept / 12 ? 1 : 0;
  observe(population, { conceptId: `c${concept}`, itemId: item, success, failure: 1 - success }, 0.5);
}

test(`all projections of ${LEARNERS} learners, rebuilt from their attempts, are the same to the last bit`, () => {
  let late = 0;
  for (let learner = 0; learner < LEARNERS; learner += 1) {
    const names = {
      learnerId: `l${learner}`,
      conceptId: (place: number) => `c${place}`,
      id: (step: number) => `${learner}-${step}`,
    };
    const { attempts, arrivals, after: now } = simulateHistory(learner, names);
    let state = emptyLearner(population);
    let shown: unknown = null;
    const received: Attempt[] = [];
    for (const attempt of arrivals) {
      received.push(attempt);
      const applied = applyAttempt(state, attempt, population, now);
      if (applied.kind === 'applied') {
        state = applied.state;
        shown = applied.projection;
      }
      if (applied.kind === 'rebuild') {
        late += 1;
        ({ state } = project(received, population, now));
      }
    }
    const { state: rebuilt, progressRows, ...projection } = project(attempts, population, now);
    expect(state).toEqual(rebuilt);
    if (late === 0) expect(shown).toEqual(projection);
    expect(progressRows).toHaveLength(attempts.length);
    expect(Object.keys(projection.masteryMap).sort()).toEqual(
      [...new Set(attempts.map(({ conceptId }) => conceptId))].sort(),
    );
  }
  // Nothing here is so late that the state had forgotten its place.
  expect(late).toBe(0);
}, 240_000);
