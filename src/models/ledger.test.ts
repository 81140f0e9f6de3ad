import { describe, expect, test } from 'vitest';
import { CallCount, callsAMinute, inTheWay, markOf, monthOf, roomFor, secondsToNextMonth } from './ledger.ts';

const standing = (organization: [number, number], learner: [number, number]) => ({
  organization: { spent: organization[0], held: organization[1] },
  learner: { spent: learner[0], held: learner[1] },
});

describe('caps', () => {
  test('count what is held like what is spent', () => {
    const now = standing([6, 3], [1, 0.5]);
    expect(roomFor(now, { organization: 10, learner: 2 })).toBeCloseTo(0.5);
    expect(roomFor(now, { organization: 10, learner: null })).toBeCloseTo(1);
    expect(roomFor(now, { organization: null, learner: null })).toBe(Number.POSITIVE_INFINITY);
    expect(inTheWay(now, { organization: 10, learner: 2 }, 0.5)).toBeUndefined();
    expect(inTheWay(now, { organization: 10, learner: 2 }, 0.6)).toBe('learner');
    expect(inTheWay(now, { organization: 9.5, learner: 2 }, 0.6)).toBe('organization');
  });

  test('are marked at 80 % and when reached', () => {
    expect([0.79, 0.8, 0.99, 1, 2].map((spent) => markOf(spent, 1))).toEqual([0, 0.8, 0.8, 1, 1]);
    expect(markOf(100, null)).toBe(0);
    expect(markOf(0, 0)).toBe(1);
  });

  test('begin anew with the month, in UTC', () => {
    const late = Date.UTC(2026, 11, 31, 23, 59, 30);
    expect(monthOf(late)).toBe('2026-12');
    expect(secondsToNextMonth(late)).toBe(30);
    expect(monthOf(late + 30_000)).toBe('2027-01');
  });
});

describe('calls a minute', () => {
  test('begin anew a minute after the first', () => {
    const count = new CallCount();
    count.add(3, 100_000);
    count.add(1, 150_000);
    expect(count.usedAt(159_999)).toBe(4);
    expect(count.resetIn(150_000)).toBe(10_000);
    expect(count.usedAt(160_000)).toBe(0);
  });

  test('of background work are many more', () => {
    expect(callsAMinute('background', 50)).toBeGreaterThan(callsAMinute('learner', 50) * 10);
  });
});
