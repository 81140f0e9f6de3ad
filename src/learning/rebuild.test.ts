/** Projections thrown away and rebuilt: 100 simulated learners, or 1,000 with LONG=1 in the environment. */
import { expect, test } from 'vitest';
import type { Attempt, EvidenceKind } from './evidence.ts';
import { copyPopulation, DEFAULT_POPULATION, observe } from './population.ts';
import { applyAttempt, emptyLearner, project } from './project.ts';

const LEARNERS = process.env['LONG'] === '1' ? 1000 : 100;
const MOST_ATTEMPTS = 90;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 0, 1);
const KINDS: readonly EvidenceKind[] = ['answer', 'answer', 'answer', 'observation', 'choice', 'override'];

/** Chance that is the same everywhere (Park and Miller's minimal standard). */
function chance(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Lessons of a few minutes with days between; some attempts arrive late, some twice, some from a clock that is ahead. */
function history(learner: number): { attempts: Attempt[]; arrivals: Attempt[] } {
  const random = chance(learner + 1);
  let now = START;
  const attempts = Array.from({ length: 1 + Math.floor(random() * MOST_ATTEMPTS) }, (_, step): Attempt => {
    now += random() < 0.1 ? Math.floor(20 * random()) * DAY : Math.floor(5 * random()) * MINUTE;
    const concept = Math.floor(random() * 12);
    return {
      id: `${learner}-${step}`,
      learnerId: `l${learner}`,
      conceptId: `c${concept}`,
      itemId: random() < 0.7 ? `i${concept}-${Math.floor(random() * 4)}` : null,
      kind: KINDS[Math.floor(random() * KINDS.length)] ?? 'answer',
      score: random() < 0.8 ? Math.round(random()) : random(),
      confidence: random() < 0.6 ? 1 : random(),
      hintsUsed: random() < 0.2 ? 1 + Math.floor(2 * random()) : 0,
      difficulty: random() < 0.5 ? 1 + Math.floor(10 * random()) : null,
      at: new Date(now + (random() < 0.05 ? 3 * MINUTE : 0)),
    };
  });
  const arrivals = attempts
    .map((attempt, step) => ({ attempt, place: step + (random() < 0.1 ? 8 * random() : 0) }))
    .sort((a, b) => a.place - b.place)
    .flatMap(({ attempt }) => (random() < 0.1 ? [attempt, attempt] : [attempt]));
  return { attempts, arrivals };
}

const population = copyPopulation(DEFAULT_POPULATION);
const random = chance(3);
for (let step = 0; step < 500; step += 1) {
  const concept = Math.floor(random() * 12);
  const item = `i${concept}-${Math.floor(random() * 4)}`;
  observe(
    population,
    { conceptId: `c${concept}`, itemId: item, score: random() < concept / 12 ? 1 : 0 },
    0.5,
  );
}

test(`all projections of ${LEARNERS} learners, rebuilt from their attempts, are the same to the last bit`, () => {
  let late = 0;
  for (let learner = 0; learner < LEARNERS; learner += 1) {
    const { attempts, arrivals } = history(learner);
    const now = new Date(Math.max(...attempts.map(({ at }) => at.getTime())) + 10 * DAY);
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
