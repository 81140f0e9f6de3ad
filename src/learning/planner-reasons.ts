/** The sentence a learner reads beside a planned node: the weightiest of its reasons. */
import type { PlanNode } from './planner.ts';
import { levelOf, needOf, type Survey } from './planner-survey.ts';

export type PlannedKind = 'groundwork' | 'gap' | 'review' | 'goal' | 'next' | 'practice' | 'consolidate';

/** A node this like the goal serves it. */
const SERVES_GOAL = 0.5;
/** A review of something this much forgotten is named as one; less is practice. */
const WORTH_NAMING = 0.5;

/** Kind and sentence for a node, from what is true of its concepts now. */
export function explain(
  { nodeId, concepts }: PlanNode,
  expectedSuccess: number,
  view: Survey,
): { kind: PlannedKind; reason: string } {
  const name = (conceptId: string | undefined): string =>
    (conceptId === undefined ? undefined : view.input.conceptNames[conceptId]) ?? 'this topic';
  const chance = Math.round(100 * expectedSuccess);
  const ids = concepts.map(({ conceptId }) => conceptId);
  const shaky = ids.find((id) => view.doubted.has(id));
  if (shaky !== undefined) {
    return {
      kind: 'groundwork',
      reason: `${name(view.doubted.get(shaky))} does not settle yet, so we check ${name(shaky)}, which it builds on.`,
    };
  }
  const gap = ids.find((id) => view.gaps.has(id));
  if (gap !== undefined) {
    return {
      kind: 'gap',
      reason: `${name(gap)} is a gap at ${levelOf(view, gap)} of 100, and what builds on it waits.`,
    };
  }
  const fading = ids.find((id) => (view.due.get(id) ?? 0) >= WORTH_NAMING);
  if (fading !== undefined) {
    return { kind: 'review', reason: `${name(fading)} is due for review before it is forgotten.` };
  }
  const wanted = ids.find((id) => needOf(view, id) > 0) ?? ids[0];
  if ((view.input.goalLikeness[nodeId] ?? 0) >= SERVES_GOAL) {
    return {
      kind: 'goal',
      reason: `${name(wanted)} serves your goal, and about ${chance}% success is expected.`,
    };
  }
  if (!view.meetings.has(nodeId)) {
    return {
      kind: 'next',
      reason: `${name(wanted)} is next: what it needs is in place, and about ${chance}% success is expected.`,
    };
  }
  const level = wanted === undefined ? view.input.priorLevel : levelOf(view, wanted);
  if (wanted !== undefined && needOf(view, wanted) === 0) {
    return {
      kind: 'consolidate',
      reason: `${name(wanted)} is probably known, at ${level} of 100; one more question makes sure.`,
    };
  }
  return { kind: 'practice', reason: `${name(wanted)} stands at ${level} of 100 and needs more practice.` };
}
