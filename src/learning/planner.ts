/** Which nodes a learner should meet next, and why: deterministic, and each with a reason in one sentence. */

import type { Estimate } from './mastery.ts';
import { explain, type PlannedKind } from './planner-reasons.ts';
import { isUseful, scoreOf, successOn } from './planner-score.ts';
import { survey } from './planner-survey.ts';
import { type Precedence, unmetPrerequisites } from './prerequisites.ts';
import type { DueConcept } from './review.ts';

export type PlanNode = {
  nodeId: string;
  nuggetId: string;
  /** What it teaches; weights 0–1. */
  concepts: readonly { conceptId: string; weight: number }[];
  /** 1 (easy) to 10 (hard), as the author or the model rated it. */
  difficulty: number;
  /** Place in the sources; decides where nothing else does. */
  order: number;
};

export type PlanInput = {
  nodes: readonly PlanNode[];
  /** Of the concepts there is evidence on, as project.ts estimates them today. */
  estimates: Readonly<Record<string, Pick<Estimate, 'probability' | 'evidence'>>>;
  /** Level 0–100 to expect of this learner on a concept without evidence. */
  priorLevel: number;
  knowledgeGaps: readonly string[];
  /** The review queue of today. */
  due: readonly DueConcept[];
  prerequisites: readonly Precedence[];
  /** Node ids met before, oldest first; a node may stand more than once. */
  seen: readonly string[];
  /** Likeness 0–1 of nodes to the learner's goal; empty without a goal. */
  goalLikeness: Readonly<Record<string, number>>;
  /** For the reasons; a concept without a name is called "this topic". */
  conceptNames: Readonly<Record<string, string>>;
  limit: number;
};

export type PlannedNode = {
  nodeId: string;
  nuggetId: string;
  kind: PlannedKind;
  /** One sentence for the learner. */
  reason: string;
  /** Expected score, 0–1, on a question about the node now. */
  expectedSuccess: number;
  /** What the order follows from; comparable within one plan only. */
  score: number;
};

/**
 * The nodes to meet next, best first, at most `limit`. Left out are nodes that were met and hold nothing still to
 * learn, review, check or make sure of, and nodes whose prerequisites are not at 70, unless nothing else is left.
 * A plan that begins with `consolidate` means: all is known, though on thin evidence. An empty one: done.
 */
export function planNext(input: PlanInput): PlannedNode[] {
  const view = survey(input);
  const useful = input.nodes.filter((node) => isUseful(node, view));
  const isOpen = ({ concepts }: PlanNode): boolean => {
    const own = new Set(concepts.map(({ conceptId }) => conceptId));
    return concepts.every(({ conceptId }) =>
      unmetPrerequisites(conceptId, view.edgesTo.get(conceptId) ?? [], view.levels).every((id) =>
        own.has(id),
      ),
    );
  };
  const open = useful.filter(isOpen);
  return (open.length > 0 ? open : useful)
    .map((node) => {
      const expectedSuccess = successOn(node, view);
      return { node, expectedSuccess, score: scoreOf(node, expectedSuccess, view) };
    })
    .sort(
      (a, b) => b.score - a.score || a.node.order - b.node.order || (a.node.nodeId < b.node.nodeId ? -1 : 1),
    )
    .slice(0, Math.max(0, input.limit))
    .map(({ node, expectedSuccess, score }) => ({
      nodeId: node.nodeId,
      nuggetId: node.nuggetId,
      ...explain(node, expectedSuccess, view),
      expectedSuccess,
      score,
    }));
}
