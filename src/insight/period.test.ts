import { describe, expect, test } from 'vitest';
import { forecast } from './cost-routes.ts';
import { everyDay, periodOf } from './period.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('a period', () => {
  test('is the last thirty days where nothing is said, and whole days where days are', () => {
    expect(periodOf({}, NOW)).toEqual({ from: new Date('2026-10-23T12:00:00Z'), to: NOW });
    expect(periodOf({ from: '2026-11-01', to: '2026-11-02' }, NOW)).toEqual({
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-03T00:00:00Z'),
    });
    expect(periodOf({ from: '2026-11-01T10:00:00+02:00' }, NOW).from).toEqual(
      new Date('2026-11-01T08:00:00Z'),
    );
  });

  test('does not end before it begins, nor last for ever', () => {
    expect(() => periodOf({ from: '2026-11-23' }, NOW)).toThrow(/ends before/);
    expect(() => periodOf({ from: '2001-01-01' }, NOW)).toThrow(/two years/);
    const far = { from: '9999-12-01', to: '9999-12-31' };
    expect(() => periodOf(far, NOW)).toThrow(/9999/);
    expect(() => periodOf({ from: '0000-01-01', to: '0000-02-01' }, NOW)).toThrow(/1970/);
  });

  test('shows quiet days too', () => {
    const period = periodOf({ from: '2026-02-27', to: '2026-03-01' }, NOW);
    expect(everyDay(period, [{ day: '2026-02-28', n: 3 }], { n: 0 })).toEqual([
      { day: '2026-02-27', n: 0 },
      { day: '2026-02-28', n: 3 },
      { day: '2026-03-01', n: 0 },
    ]);
  });
});

test('a month is forecast by the share of it that is over', () => {
  expect(forecast(10, new Date('2026-11-16T00:00:00Z'))).toBeCloseTo(20);
  expect(forecast(1, new Date('2026-11-01T00:00:01Z'))).toBeCloseTo(31);
});
