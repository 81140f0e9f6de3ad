import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutboxItem } from './effects.ts';
import { type DrainNeeds, drainOutbox, pauseAfter } from './outbox-drain.ts';

const item = (step: number): OutboxItem => ({ kind: 'viewed', step, at: '2026-03-01T10:00:00.000Z' });

/** An outbox of so many rows before a Postgres that behaves as told. */
function outbox(size: number, store: (steps: number[]) => void) {
  let rows = Array.from({ length: size }, (_, i) => ({ place: i, item: item(i) }));
  const stored: number[] = [];
  const aside: number[] = [];
  const stepsOf = (items: readonly OutboxItem[]) =>
    items.flatMap((one) => (one.kind === 'viewed' ? [one.step] : []));
  const needs: DrainNeeds = {
    read: (limit) => rows.slice(0, limit),
    remove: (places) => {
      rows = rows.filter(({ place }) => !places.includes(place));
    },
    store: async (items) => {
      store(stepsOf(items));
      stored.push(...stepsOf(items));
    },
    isRefusal: (thrown) => thrown instanceof RangeError,
    setAside: (one) => aside.push(...stepsOf([one])),
  };
  return { needs, stored, aside, left: () => rows.map(({ place }) => place) };
}

describe('the outbox', () => {
  test('goes out in order and is empty then', async () => {
    const { needs, stored, left } = outbox(120, () => undefined);
    expect(await drainOutbox(needs)).toBe(true);
    expect([stored, left()]).toEqual([Array.from({ length: 120 }, (_, i) => i), []]);
  });

  test('waits whole while Postgres is away', async () => {
    const { needs, left } = outbox(3, () => {
      throw new Error('away');
    });
    expect(await drainOutbox(needs)).toBe(false);
    expect(left()).toEqual([0, 1, 2]);
  });

  test('sets aside exactly what Postgres refuses, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 130 }),
        fc.array(fc.nat(129), { maxLength: 10 }),
        async (size, bad) => {
          const wrong = new Set(bad.filter((step) => step < size));
          const { needs, stored, aside, left } = outbox(size, (steps) => {
            if (steps.some((step) => wrong.has(step))) throw new RangeError('refused');
          });
          expect(await drainOutbox(needs)).toBe(true);
          expect(aside).toEqual([...wrong].sort((a, b) => a - b));
          expect(stored).toEqual(
            Array.from({ length: size }, (_, i) => i).filter((step) => !wrong.has(step)),
          );
          expect(left()).toEqual([]);
        },
      ),
    );
  });

  test('is tried again at growing distances, within two and a half minutes', () => {
    const pauses = Array.from({ length: 30 }, (_, i) => pauseAfter(i + 1, 0.5));
    expect(pauses.slice(0, 3)).toEqual([1000, 2000, 4000]);
    expect(Math.max(...pauses)).toBe(120_000);
    expect(pauseAfter(9, 1)).toBeLessThanOrEqual(150_000);
  });
});
