/** Simulated learners' evidence as it really comes: lessons with days between, late, twice, from clocks that are ahead. */
import type { Attempt, EvidenceKind } from '../src/learning/evidence.ts';

const MOST_ATTEMPTS = 90;
export const CONCEPTS = 12;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 0, 1);
const KINDS: readonly EvidenceKind[] = ['answer', 'answer', 'answer', 'observation', 'choice', 'override'];

/** Chance that is the same everywhere (Park and Miller's minimal standard). */
export function chance(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export type Names = { learnerId: string; conceptId: (place: number) => string; id: (step: number) => string };

/** Lessons of a few minutes with days between, in order of time; and the same as it arrives, some late, some twice. */
export function simulateHistory(
  learner: number,
  names: Names,
): { attempts: Attempt[]; arrivals: Attempt[]; after: Date } {
  const random = chance(learner + 1);
  let now = START;
  const attempts = Array.from({ length: 1 + Math.floor(random() * MOST_ATTEMPTS) }, (_, step): Attempt => {
    now += random() < 0.1 ? Math.floor(20 * random()) * DAY : Math.floor(5 * random()) * MINUTE;
    const concept = Math.floor(random() * CONCEPTS);
    return {
      id: names.id(step),
      learnerId: names.learnerId,
      conceptId: names.conceptId(concept),
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
  const last = Math.max(...attempts.map(({ at }) => at.getTime()));
  return { attempts, arrivals, after: new Date(last + 10 * DAY) };
}
