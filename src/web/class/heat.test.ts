import { describe, expect, it } from 'vitest';
import type { LearnerRow } from '../api/shapes.ts';
import { conceptCount, gridOf } from './heat.ts';

const learner = (name: string, levels: Record<string, number>): LearnerRow => ({
  id: name,
  name,
  email: '',
  role: 'learner',
  masteryMap: Object.entries(levels).map(([concept, masteryLevel]) => ({
    concept,
    name: concept,
    masteryLevel,
    fewAnswers: masteryLevel === 20,
  })),
  knowledgeGaps: [],
  lastActivity: null,
  risks: [],
});

const CLASS = [
  learner('Bo', { light: 40, growth: 20 }),
  learner('Amara', { light: 90, growth: 80, pests: 70 }),
  learner('New', {}),
];

describe('gridOf', () => {
  it('sorts so that the weak corner is one place, and leaves out who has no evidence', () => {
    const { concepts, rows } = gridOf(CLASS, 'mastery', 9);
    expect(concepts.map(({ name, mean }) => [name, mean])).toEqual([
      ['pests', 70],
      ['light', 65],
      ['growth', 50],
    ]);
    expect(rows.map(({ learner: { name }, levels }) => [name, levels])).toEqual([
      ['Amara', [70, 90, 80].map((level) => ({ level, fewAnswers: false }))],
      ['Bo', [null, { level: 40, fewAnswers: false }, { level: 20, fewAnswers: true }]],
    ]);
  });

  it('keeps the concepts that most have met', () => {
    expect(gridOf(CLASS, 'name', 2).concepts.map(({ name }) => name)).toEqual(['light', 'growth']);
    expect(conceptCount(CLASS)).toBe(3);
  });
});
