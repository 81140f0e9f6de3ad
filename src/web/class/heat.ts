import type { LearnerRow, NamedLevel } from '../api/shapes.ts';
import { grouped } from '../parts/grouped.ts';

/** The class as a grid: learners by concepts, sorted so that the weak corner is one place. Pure. */

export type Grid = {
  concepts: readonly { concept: string; name: string; mean: number }[];
  rows: readonly { learner: LearnerRow; levels: readonly (Level | null)[]; mean: number | null }[];
};

/** A level, and whether it is no more than a first impression. */
export type Level = { level: number; fewAnswers: boolean };

export type Order = 'mastery' | 'name';

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Concepts that most have met come first; within what is shown, the best known first. `most` limits them. */
export function gridOf(learners: readonly LearnerRow[], order: Order, most: number): Grid {
  const known = learners.filter(({ masteryMap }) => masteryMap.length > 0);
  const byConcept = grouped(
    known.flatMap(({ masteryMap }) => masteryMap),
    ({ concept }) => concept,
  );
  const concepts = [...byConcept]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, most)
    .map(([concept, levels]) => ({
      concept,
      name: nameOf(levels),
      mean: mean(levels.map(({ masteryLevel }) => masteryLevel)) ?? 0,
    }))
    .sort((a, b) => b.mean - a.mean);
  const rows = known.map((learner) => {
    const levels = new Map(
      learner.masteryMap.map(({ concept, masteryLevel, fewAnswers }) => [
        concept,
        { level: masteryLevel, fewAnswers },
      ]),
    );
    const row = concepts.map(({ concept }) => levels.get(concept) ?? null);
    return { learner, levels: row, mean: mean(row.flatMap((one) => one?.level ?? [])) };
  });
  const by =
    order === 'name'
      ? (a: (typeof rows)[number], b: (typeof rows)[number]) => a.learner.name.localeCompare(b.learner.name)
      : (a: (typeof rows)[number], b: (typeof rows)[number]) => (b.mean ?? -1) - (a.mean ?? -1);
  return { concepts, rows: rows.sort(by) };
}

const nameOf = (levels: readonly NamedLevel[]): string => levels[0]?.name ?? '';

/** How many concepts anybody has met. */
export const conceptCount = (learners: readonly LearnerRow[]): number =>
  new Set(learners.flatMap(({ masteryMap }) => masteryMap.map(({ concept }) => concept))).size;
