import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attempt } from './evidence.ts';
import { levelsToday } from './levels-today.ts';
import { DEFAULT_POPULATION, type Population } from './population.ts';
import { applyAttempt, emptyLearner, type LearnerState, project } from './project.ts';
import { emptyStanding, fold } from './standing.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const NOW = new Date(START + 400 * DAY);

/** A population with known concepts and items, so that every term of the model is at work. */
const POPULATION: Population = {
  ...DEFAULT_POPULATION,
  concepts: { c0: { offset: 1, variance: 0.05 }, c1: { offset: -1.5, variance: 0.1 } },
  items: { i0: { offset: 2, variance: 0.2 }, i1: { offset: -2, variance: 0.03 } },
};

const anyAttempt = fc.record({
  id: fc.uuid(),
  learnerId: fc.constant('l'),
  conceptId: fc.constantFrom('c0', 'c1', 'c2'),
  itemId: fc.constantFrom('i0', 'i1', null),
  kind: fc.constantFrom('answer', 'observation', 'choice', 'override'),
  score: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  hintsUsed: fc.integer({ min: 0, max: 4 }),
  difficulty: fc.constantFrom(undefined, null, 1, 5, 10),
  at: fc.integer({ min: 0, max: 300 }).map((days) => new Date(START + days * DAY)),
}) satisfies fc.Arbitrary<Attempt>;

const history = (maxLength: number) => fc.uniqueArray(anyAttempt, { selector: ({ id }) => id, maxLength });

const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });

const mapValues = <T, U>(record: Record<string, T>, to: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));

function applyAll(attempts: readonly Attempt[], now: Date): LearnerState {
  return attempts.reduce((state, attempt) => {
    const applied = applyAttempt(state, attempt, POPULATION, now);
    return applied.kind === 'applied' ? applied.state : state;
  }, emptyLearner(POPULATION));
}

describe('evidence moves a level the way it points', () => {
  test('a right answer never lowers and a wrong one never raises the concept it is about', () => {
    fc.assert(
      fc.property(history(40), anyAttempt, fc.boolean(), (past, attempt, isRight) => {
        const kind = attempt.kind === 'override' ? 'answer' : attempt.kind;
        const at = new Date(
          Math.max(START, ...past.map((each) => each.at.getTime())) + attempt.hintsUsed * DAY,
        );
        const last = { ...attempt, id: 'zzz', kind, at, score: isRight ? 1 : 0 };
        const before = project(past, POPULATION, at).estimates[last.conceptId]?.probability;
        const after = project([...past, last], POPULATION, at);
        const row = after.progressRows.at(-1);
        const here = after.estimates[last.conceptId]?.probability ?? Number.NaN;
        expect(row?.attemptId).toBe('zzz');
        if (isRight) {
          expect(row?.masteryLevel).toBeGreaterThanOrEqual(row?.previousLevel ?? Number.NaN);
          if (before !== undefined) expect(here).toBeGreaterThanOrEqual(before - 1e-9);
        } else {
          expect(row?.masteryLevel).toBeLessThanOrEqual(row?.previousLevel ?? Number.NaN);
          if (before !== undefined) expect(here).toBeLessThanOrEqual(before + 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an override sets the level, whatever was known before', () => {
    fc.assert(
      fc.property(history(20), fc.integer({ min: 2, max: 98 }), (past, level) => {
        const at = new Date(START + 301 * DAY);
        const word: Attempt = {
          id: 'word',
          learnerId: 'l',
          conceptId: 'c0',
          itemId: null,
          kind: 'override',
          score: level / 100,
          confidence: 1,
          hintsUsed: 0,
          at,
        };
        expect(project([...past, word], POPULATION, at).masteryMap).toMatchObject({ c0: level });
      }),
      { numRuns: 50 },
    );
  });
});

describe('numbers', () => {
  test('stay in bounds: 0 ≤ low ≤ probability ≤ high ≤ 1, levels 0–100', () => {
    fc.assert(
      fc.property(history(60), fc.integer({ min: -10, max: 4000 }), (attempts, days) => {
        const { estimates, masteryMap } = project(attempts, POPULATION, new Date(START + days * DAY));
        for (const { low, probability, high } of Object.values(estimates)) {
          expect(0 <= low && low <= probability && probability <= high && high <= 1).toBe(true);
        }
        expect(
          Object.values(masteryMap).every((level) => Number.isInteger(level) && level >= 0 && level <= 100),
        ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('of a later day follow from what was kept at the last evidence', () => {
    fc.assert(
      fc.property(history(40), fc.integer({ min: 0, max: 500 }), (attempts, days) => {
        const kept = project(attempts, POPULATION, new Date(START + 301 * DAY));
        const cards = Object.entries(kept.cards).flatMap(([concept, { stability, lastReview }]) => {
          const lasting = kept.lasting[concept];
          return lasting === undefined ? [] : [{ concept, stability, lastReview, ...lasting }];
        });
        const later = new Date(START + (301 + days) * DAY);
        const { masteryMap, knowledgeGaps } = levelsToday(kept, cards, later);
        const rebuilt = project(attempts, POPULATION, later);
        expect({ masteryMap, knowledgeGaps }).toEqual({
          masteryMap: rebuilt.masteryMap,
          knowledgeGaps: rebuilt.knowledgeGaps,
        });
      }),
      { numRuns: 100 },
    );
  });

  test('only fall as time passes without evidence', () => {
    fc.assert(
      fc.property(history(20), fc.integer({ min: 0, max: 500 }), (attempts, days) => {
        const soon = project(attempts, POPULATION, new Date(START + 301 * DAY)).estimates;
        const later = project(attempts, POPULATION, new Date(START + (301 + days) * DAY)).estimates;
        for (const [conceptId, { probability }] of Object.entries(later)) {
          expect(probability).toBeLessThanOrEqual((soon[conceptId]?.probability ?? 0) + 1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('do not depend on the order in which evidence arrives, nor on repeats', () => {
    fc.assert(
      fc.property(
        history(30).chain((attempts) =>
          fc.tuple(fc.constant(attempts), shuffled(attempts), fc.subarray([...attempts])),
        ),
        ([attempts, arrived, again]) => {
          expect(project([...arrived, ...again], POPULATION, NOW)).toEqual(
            project(attempts, POPULATION, NOW),
          );
          expect(applyAll([...arrived, ...again], NOW)).toEqual(project(attempts, POPULATION, NOW).state);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('do not depend on how evidence on different concepts interleaves, to the last bit', () => {
    fc.assert(
      fc.property(
        history(40).chain((attempts) =>
          fc.tuple(fc.constant(attempts), shuffled(attempts.map((_, index) => index))),
        ),
        ([attempts, mixing]) => {
          // Each concept's own evidence keeps its order; whose turn it is, is drawn anew.
          const turns = mixing.map((index) => attempts[index]?.conceptId ?? '');
          const waiting = new Map<string, Attempt[]>();
          for (const attempt of attempts)
            waiting.set(attempt.conceptId, [...(waiting.get(attempt.conceptId) ?? []), attempt]);
          const remixed = turns.flatMap((conceptId) => waiting.get(conceptId)?.shift() ?? []);
          const standing = (order: readonly Attempt[]) => {
            const empty = emptyStanding();
            for (const attempt of order) fold(empty, attempt, POPULATION);
            return {
              ...empty,
              concepts: mapValues(empty.concepts, ({ knowledge, card }) => ({ knowledge, card })),
            };
          };
          expect(standing(remixed)).toEqual(standing(attempts));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('one by one and all at once', () => {
  test('give the same state, numbers and history', () => {
    fc.assert(
      fc.property(history(100), (attempts) => {
        const inTime = [...attempts].sort(
          (a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1),
        );
        let state = emptyLearner(POPULATION);
        const rows = inTime.map((attempt) => {
          const applied = applyAttempt(state, attempt, POPULATION, NOW);
          if (applied.kind !== 'applied') throw new Error(`in time, yet ${applied.kind}`);
          // What is kept between two answers is JSON.
          state = JSON.parse(JSON.stringify(applied.state));
          return applied.row;
        });
        const rebuilt = project(attempts, POPULATION, NOW);
        expect(rows).toEqual(rebuilt.progressRows);
        expect(state).toEqual(JSON.parse(JSON.stringify(rebuilt.state)));
      }),
      { numRuns: 60 },
    );
  });

  test('what is later than the state remembers, or of another population, asks for a rebuild', () => {
    const answer = (index: number): Attempt => ({
      id: `a${index}`,
      learnerId: 'l',
      conceptId: 'c0',
      itemId: null,
      kind: 'answer',
      score: 1,
      confidence: 1,
      hintsUsed: 0,
      at: new Date(START + index * DAY),
    });
    const attempts = Array.from({ length: 100 }, (_, index) => answer(index));
    const { state } = project(attempts, POPULATION, NOW);
    expect(applyAttempt(state, answer(99), POPULATION, NOW)).toEqual({ kind: 'known' });
    expect(applyAttempt(state, { ...answer(3), id: 'late' }, POPULATION, NOW)).toEqual({
      kind: 'rebuild',
      because: 'late',
    });
    expect(applyAttempt(state, answer(100), { ...POPULATION, version: 'next' }, NOW)).toEqual({
      kind: 'rebuild',
      because: 'population',
    });
    expect(applyAttempt(state, { ...answer(100), at: new Date(Number.NaN) }, POPULATION, NOW)).toEqual({
      kind: 'rebuild',
      because: 'untimed',
    });
  });

  test('ten thousand attempts are rebuilt, and the state stays small', () => {
    const attempts = Array.from(
      { length: 10_000 },
      (_, index): Attempt => ({
        id: `a${String(index).padStart(6, '0')}`,
        learnerId: 'l',
        conceptId: `c${index % 200}`,
        itemId: `i${index % 977}`,
        kind: 'answer',
        score: index % 3 === 0 ? 0 : 1,
        confidence: 1,
        hintsUsed: 0,
        at: new Date(START + index * 60_000),
      }),
    );
    const { state, progressRows } = project(attempts, POPULATION, NOW);
    expect(progressRows).toHaveLength(10_000);
    expect(JSON.stringify(state).length).toBeLessThan(120_000);
  });
});
