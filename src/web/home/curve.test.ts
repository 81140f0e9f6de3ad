import { describe, expect, it } from 'vitest';
import { curveOf, recallAfter } from './curve.ts';

describe('recallAfter', () => {
  it('is certain at once and .9 after as many days as the stability', () => {
    expect(recallAfter(0, 5)).toBe(1);
    expect(recallAfter(5, 5)).toBeCloseTo(0.9, 5);
  });

  it('never rises', () => {
    for (let t = 1; t < 100; t++) expect(recallAfter(t, 7)).toBeLessThan(recallAfter(t - 1, 7));
  });
});

describe('curveOf', () => {
  it('stays in its box, whatever the numbers', () => {
    for (const [days, stability] of [
      [0, 0],
      [0.1, 400],
      [900, 0.1],
    ] as const) {
      const { past, future, now } = curveOf(days, stability, { width: 100, height: 30 });
      const numbers = `${past}${future}`.match(/-?[\d.]+/g)?.map(Number) ?? [];
      expect(numbers.every((n) => n >= 0 && n <= 100)).toBe(true);
      expect(now.y).toBeLessThanOrEqual(30);
    }
  });
});
