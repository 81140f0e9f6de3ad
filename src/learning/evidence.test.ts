import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abilityEstimate, emptyAbility, learnAbility } from './ability.ts';
import { type Attempt, inOrder, weigh } from './evidence.ts';
import { GAP_CLOSES, GAP_OPENS, gapAfter } from './gaps.ts';

const answer = { kind: 'answer', score: 1, confidence: 1, hintsUsed: 0 } as const;

test('an answer counts in full, a conversation half, a choice a quarter', () => {
  expect(weigh(answer)).toEqual({ success: 1, failure: 0 });
  expect(weigh({ ...answer, kind: 'observation' })).toEqual({ success: 0.5, failure: 0 });
  expect(weigh({ ...answer, kind: 'choice', score: 0 })).toEqual({ success: 0, failure: 0.25 });
});

test('hints take from success and add nothing to failure; a doubtful judge counts less', () => {
  expect(weigh({ ...answer, hintsUsed: 2 }).success).toBeCloseTo(0.36);
  expect(weigh({ ...answer, hintsUsed: 2 }).failure).toBe(0);
  expect(weigh({ ...answer, score: 0.75, confidence: 0.5 })).toEqual({ success: 0.375, failure: 0.125 });
});

test('figures out of bounds are clamped, whatever a judge writes', () => {
  expect(weigh({ ...answer, score: 7, confidence: Number.NaN })).toEqual({ success: 0, failure: 0 });
  expect(weigh({ ...answer, score: -1, hintsUsed: -3 })).toEqual({ success: 0, failure: 1 });
});

test('evidence is ordered by time, then id, once each; without a real time it cannot be placed', () => {
  const at = (id: string, ms: number): Attempt => ({
    ...answer,
    id,
    learnerId: 'l',
    conceptId: 'c',
    itemId: null,
    at: new Date(ms),
  });
  const ids = inOrder([at('b', 5), at('a', 5), at('c', 1), at('b', 5), at('x', Number.NaN)]).map(
    ({ id }) => id,
  );
  expect(ids).toEqual(['c', 'a', 'b']);
});

test('ability follows every answer the way it points, a surprising one further', () => {
  const none = emptyAbility();
  const start = abilityEstimate(none);
  expect(start.mean).toBeCloseTo(0);
  expect(start.deviation).toBeCloseTo(1, 1);
  const right = { success: 1, failure: 0 };
  const easy = abilityEstimate(learnAbility(none, 2, right)).mean;
  const hard = abilityEstimate(learnAbility(none, -2, right)).mean;
  expect(easy).toBeGreaterThan(0);
  expect(hard).toBeGreaterThan(easy);
});

test('a right answer to an easy item never lowers even the strongest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean()), { maxLength: 60 }),
      fc.double({ min: -6, max: 6, noNaN: true }),
      (past, easiness) => {
        const ability = past.reduce(
          (sum, [ease, isRight]) =>
            learnAbility(sum, ease, isRight ? { success: 1, failure: 0 } : { success: 0, failure: 1 }),
          emptyAbility(),
        );
        const before = abilityEstimate(ability).mean;
        const after = abilityEstimate(learnAbility(ability, easiness, { success: 1, failure: 0 })).mean;
        expect(after).toBeGreaterThanOrEqual(before - 1e-5);
      },
    ),
  );
});

test('a gap opens under 30 and closes at 70, and between the two stays what it was', () => {
  expect(gapAfter(false, GAP_OPENS)).toBe(false);
  expect(gapAfter(false, GAP_OPENS - 1)).toBe(true);
  expect(gapAfter(true, GAP_CLOSES - 1)).toBe(true);
  expect(gapAfter(true, GAP_CLOSES)).toBe(false);
});
