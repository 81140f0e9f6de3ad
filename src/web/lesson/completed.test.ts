import { expect, it } from 'vitest';
import { readSummary } from './completed.ts';

it('reads a summary as the server tells it', () => {
  expect(
    readSummary({
      duration: 754,
      messages: 9,
      questionsAsked: 3,
      nuggetsViewed: 2,
      concepts: [{ concept: 'a', name: 'Light limit', before: 31, after: 58 }],
      knowledgeGaps: [{ concept: 'b', name: 'Subsidence', masteryLevel: 12 }],
      completedAt: '2026-11-28T10:00:00.000Z',
    }),
  ).toEqual({
    concepts: [{ name: 'Light limit', before: 31, after: 58 }],
    gaps: ['Subsidence'],
    minutes: 13,
    questions: 3,
    nuggets: 2,
  });
});

it('makes nothing up where a summary lacks it, and never says that it took no time', () => {
  expect(
    readSummary({ duration: 4, concepts: [null, { name: 'no levels' }], knowledgeGaps: 'none' }),
  ).toEqual({
    concepts: [],
    gaps: [],
    minutes: 1,
    questions: 0,
    nuggets: 0,
  });
});
