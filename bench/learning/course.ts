/** A course to be learnt: sixty concepts that build on each other, with nuggets in the order of a source. */

import type { PlanNode } from '../../src/learning/planner.ts';
import type { PrerequisiteEdge } from '../../src/learning/prerequisites.ts';
import { below, type Random } from '../random.ts';

export type Course = {
  conceptIds: string[];
  edges: PrerequisiteEdge[];
  nodes: PlanNode[];
  /** Likeness 0–1 of nodes to a goal, as embeddings would give it: chapters near the goal's are alike, with noise. */
  likeness: Record<string, number>;
};

const CONCEPTS = 60;
const NUGGETS_PER_CONCEPT = 2;
const CONCEPTS_PER_CHAPTER = 10;

/** Each concept builds on up to two of the eight before it, so the source's own order respects all prerequisites. */
export function makeCourse(random: Random): Course {
  const conceptIds = Array.from({ length: CONCEPTS }, (_, index) => `c${String(index).padStart(2, '0')}`);
  const edges = conceptIds.flatMap((to, index) => {
    const first = Math.max(0, index - 8);
    const count = index === 0 ? 0 : below(random, 3);
    const picked = new Set(Array.from({ length: count }, () => first + below(random, index - first)));
    return [...picked].map((place) => ({ from: conceptIds[place] ?? '', to, reason: 'builds on it' }));
  });
  const nodes = conceptIds.flatMap((conceptId, place) =>
    Array.from({ length: NUGGETS_PER_CONCEPT }, (_, part) => ({
      nodeId: `${conceptId}-${part}`,
      nuggetId: `${conceptId}-${part}`,
      concepts: [{ conceptId, weight: 1 }],
      difficulty: 1 + below(random, 10),
      order: place * NUGGETS_PER_CONCEPT + part,
    })),
  );
  const goalChapter = below(random, CONCEPTS / CONCEPTS_PER_CHAPTER);
  const likeness = Object.fromEntries(
    nodes.map(({ nodeId, order }) => {
      const chapter = Math.floor(order / NUGGETS_PER_CONCEPT / CONCEPTS_PER_CHAPTER);
      return [nodeId, Math.max(0, 0.8 - 0.15 * Math.abs(chapter - goalChapter) - 0.2 * random())];
    }),
  );
  return { conceptIds, edges, nodes, likeness };
}
