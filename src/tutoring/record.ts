/** What the learner's record says now, by concept: for the prompt, the tools and the progress endpoint. */
import { standingOf } from '../learning/project.ts';
import { projectionOf } from '../learning/standing.ts';
import type { Lesson } from './lesson.ts';

export type RecordedConcept = {
  /** The concept's id. */
  concept: string;
  name: string;
  masteryLevel: number;
  probability: number;
  /** Pieces of evidence. */
  evidence: number;
};

export type ProgressReport = {
  concepts: RecordedConcept[];
  knowledgeGaps: { concept: string; name: string; masteryLevel: number }[];
};

/** Projects the record to a moment, forgetting included. */
export function progressReport({ learner, pack }: Lesson, now: Date): ProgressReport {
  const { estimates, masteryMap, knowledgeGaps } = projectionOf(
    standingOf(learner.state, learner.population),
    learner.population,
    now,
  );
  const names = new Map(pack.concepts.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? 'a concept from before';
  const concepts = Object.entries(estimates).map(([concept, { probability, evidence }]) => ({
    concept,
    name: nameOf(concept),
    masteryLevel: masteryMap[concept] ?? 0,
    probability,
    evidence,
  }));
  return {
    concepts: concepts.sort((a, b) => b.masteryLevel - a.masteryLevel),
    knowledgeGaps: knowledgeGaps.map((concept) => ({
      concept,
      name: nameOf(concept),
      masteryLevel: masteryMap[concept] ?? 0,
    })),
  };
}

/** Concept id → level 0–100 at a moment. */
export const levelsOf = ({ learner }: Lesson, now: Date): Record<string, number> =>
  projectionOf(standingOf(learner.state, learner.population), learner.population, now).masteryMap;
