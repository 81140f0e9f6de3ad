import { expect, test } from 'vitest';
import { dueQueue, type ReviewCard, ratingOf, retrievability, schedule } from './review.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1, 12);

/**
 * A sequence of our own, reckoned once by the `next` of ts-fsrs 5.4.2 alone (published weights, no fuzz), so that
 * neither our mapping of fields nor a new version of the library can change the schedule unseen.
 */
const VECTOR = [
  {
    afterDays: 0,
    rating: 3,
    due: '2026-01-01T12:10:00.000Z',
    stability: 2.3065,
    difficulty: 2.118104,
    state: 1,
  },
  {
    afterDays: 1,
    rating: 3,
    due: '2026-01-09T12:00:00.000Z',
    stability: 7.315301,
    difficulty: 2.111214,
    state: 2,
  },
  {
    afterDays: 4,
    rating: 1,
    due: '2026-01-06T12:10:00.000Z',
    stability: 1.173429,
    difficulty: 7.392238,
    state: 3,
  },
  {
    afterDays: 1,
    rating: 2,
    due: '2026-01-07T12:15:00.000Z',
    stability: 2.362301,
    difficulty: 8.254075,
    state: 3,
  },
  {
    afterDays: 9,
    rating: 4,
    due: '2026-01-31T12:00:00.000Z',
    stability: 15.024023,
    difficulty: 7.655896,
    state: 2,
  },
] as const;

test('schedules as FSRS does, step by step', () => {
  let card: ReviewCard | null = null;
  let now = START;
  for (const step of VECTOR) {
    now += step.afterDays * DAY;
    card = schedule(card, step.rating, now);
    expect(new Date(card.due).toISOString()).toBe(step.due);
    expect(card.state).toBe(step.state);
    expect(card.stability).toBeCloseTo(step.stability, 4);
    expect(card.difficulty).toBeCloseTo(step.difficulty, 4);
  }
});

test('retrievability starts at 1, reaches 0.9 after the stability, and only falls', () => {
  const card = schedule(null, 3, START);
  expect(retrievability(card, START)).toBe(1);
  expect(retrievability(card, START + card.stability * DAY)).toBeCloseTo(0.9, 4);
  expect(retrievability(card, START + 100 * DAY)).toBeLessThan(retrievability(card, START + 10 * DAY));
});

test('a clock behind the last review neither throws nor turns time back', () => {
  const card = schedule(null, 3, START);
  expect(retrievability(card, START - DAY)).toBe(1);
  expect(schedule(card, 3, START - DAY).lastReview).toBe(START);
});

test('an attempt is rated by score and help; a mere choice is no review', () => {
  const answer = { kind: 'answer', score: 1, confidence: 0.9, hintsUsed: 0 } as const;
  expect(ratingOf(answer)).toBe(3);
  expect(ratingOf({ ...answer, difficulty: 9 })).toBe(4);
  expect(ratingOf({ ...answer, hintsUsed: 1, difficulty: 9 })).toBe(2);
  expect(ratingOf({ ...answer, score: 0.6 })).toBe(2);
  expect(ratingOf({ ...answer, score: 0.2 })).toBe(1);
  expect(ratingOf({ ...answer, confidence: 0 })).toBeNull();
  expect(ratingOf({ ...answer, kind: 'choice' })).toBeNull();
});

test('the queue gives the most forgotten first, documents in turn, within the daily cap', () => {
  const card = (minutesAgo: number) => schedule(null, 1, START - minutesAgo * MINUTE);
  const cards = [
    { conceptId: 'a1', documentId: 'A', card: card(400) },
    { conceptId: 'a2', documentId: 'A', card: card(300) },
    { conceptId: 'a3', documentId: 'A', card: card(200) },
    { conceptId: 'b1', documentId: 'B', card: card(100) },
    { conceptId: 'a1', documentId: 'A', card: card(400) },
    { conceptId: 'later', documentId: 'B', card: card(0) },
  ];
  const ids = (dailyCap: number, doneToday: number) =>
    dueQueue(cards, { now: START, dailyCap, doneToday }).map(({ conceptId }) => conceptId);
  expect(ids(10, 0)).toEqual(['a1', 'b1', 'a2', 'a3']);
  expect(ids(3, 1)).toEqual(['a1', 'b1']);
  expect(ids(3, 5)).toEqual([]);
});
