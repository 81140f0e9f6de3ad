import { describe, expect, it } from 'vitest';
import { weekOf } from './week.ts';

/** Saturday. */
const NOW = new Date(2026, 10, 21, 18, 0);
const on = (...days: readonly number[]) =>
  days.map((day) => `2026-11-${String(day).padStart(2, '0')}`).sort();

describe('weekOf', () => {
  it('marks what was learnt, rested and is ahead, from the locale’s first day', () => {
    const { days, restLeft } = weekOf(on(16, 17, 19, 20), NOW, 1);
    expect(days.map(({ mark }) => mark)).toEqual([
      'learnt',
      'learnt',
      'rested',
      'learnt',
      'learnt',
      'today',
      'ahead',
    ]);
    expect(restLeft).toBe(1);
    expect(weekOf([], NOW, 7).days[0]?.date.getDay()).toBe(0);
  });

  it('counts kept weeks in a row, and this one once it is kept', () => {
    const before = on(9, 10, 11, 12, 13, 2, 3, 4, 5, 6);
    expect(weekOf(before, NOW, 1).streak).toBe(2);
    expect(weekOf([...before, ...on(16, 17, 18, 19, 20)].sort(), NOW, 1).streak).toBe(3);
  });

  it('counts no day as rest before the first day ever', () => {
    expect(weekOf(on(19), NOW, 1)).toMatchObject({ restLeft: 1, streak: 0 });
    expect(weekOf(on(19), NOW, 1).days.map(({ mark }) => mark)).toEqual([
      'before',
      'before',
      'before',
      'learnt',
      'rested',
      'today',
      'ahead',
    ]);
    expect(weekOf([], NOW, 1).restLeft).toBe(2);
  });

  it('begins anew after a week that was not kept', () => {
    expect(weekOf(on(9, 10, 11, 12), NOW, 1).streak).toBe(0);
  });
});
