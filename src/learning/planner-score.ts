/** What a node is worth to a learner now, as the planner surveys them. */
import { logistic, logit } from './mastery.ts';
import type { PlanNode } from './planner.ts';
import { levelOf, needOf, type Survey, unsureOf } from './planner-survey.ts';
import { declaredEasiness } from './population.ts';

/** Where learning is quickest: hard enough to teach, easy enough to succeed mostly (Wilson et al. 2019 put it at .85). */
const EDGE = { low: 0.7, high: 0.85 } as const;

/**
 * What decides: a gap hinders everything built on it, shaky groundwork makes every further try a waste, a due review
 * is lost if not taken; then how much there is to learn and what it unlocks, the goal, and how near the edge it is.
 */
const WEIGHT = {
  gap: 0.5,
  groundwork: 2,
  due: 1,
  need: 1,
  unmet: 0.4,
  unlocks: 0.5,
  unsure: 0.3,
  goal: 1,
  edge: 0.6,
  justSeen: 2,
  seenBefore: 0.1,
} as const;
/** A node counts as just seen while it is among the last few: a question right after the answer teaches nothing. */
const JUST_SEEN = 2;

/** Expected score on a question about the node: its concepts' levels, shifted by its difficulty. */
export function successOn({ concepts, difficulty }: PlanNode, view: Survey): number {
  const total = concepts.reduce((sum, { weight }) => sum + weight, 0);
  const level =
    total > 0
      ? concepts.reduce((sum, { conceptId, weight }) => sum + weight * levelOf(view, conceptId), 0) / total
      : view.input.priorLevel;
  const p = Math.min(0.99, Math.max(0.01, level / 100));
  return logistic(logit(p) + declaredEasiness(difficulty));
}

/** Whether there is a reason to meet the node: it is new, or something on it is still to learn, review, check or make sure of. */
export function isUseful({ nodeId, concepts }: PlanNode, view: Survey): boolean {
  if (!view.meetings.has(nodeId)) return true;
  return concepts.some(
    ({ conceptId }) =>
      needOf(view, conceptId) > 0 ||
      unsureOf(view, conceptId) > 0 ||
      view.due.has(conceptId) ||
      view.doubted.has(conceptId),
  );
}

/** 1 at the edge, less the further an expected score lies outside of it. */
function edgeFit(p: number): number {
  if (p < EDGE.low) return 1 - (EDGE.low - p) / EDGE.low;
  if (p > EDGE.high) return 1 - (p - EDGE.high) / (1 - EDGE.high);
  return 1;
}

/** What the node is worth now; the sum of its reasons. */
export function scoreOf(node: PlanNode, expectedSuccess: number, view: Survey): number {
  const met = view.meetings.get(node.nodeId);
  const over = (value: (conceptId: string) => number): number =>
    Math.min(
      1,
      node.concepts.reduce((sum, { conceptId, weight }) => sum + weight * value(conceptId), 0),
    );
  return (
    WEIGHT.gap * over((id) => (view.gaps.has(id) ? 1 : 0)) +
    WEIGHT.groundwork * over((id) => (view.doubted.has(id) ? 1 : 0)) +
    WEIGHT.due * over((id) => view.due.get(id) ?? 0) +
    WEIGHT.need * over((id) => needOf(view, id)) +
    WEIGHT.unlocks * over((id) => (needOf(view, id) > 0 ? (view.unlocks.get(id) ?? 0) : 0)) +
    WEIGHT.unmet * over((id) => (view.input.estimates[id] === undefined ? 1 : 0)) +
    WEIGHT.unsure * over((id) => unsureOf(view, id)) +
    WEIGHT.goal * (view.input.goalLikeness[node.nodeId] ?? 0) +
    WEIGHT.edge * edgeFit(expectedSuccess) -
    (met !== undefined && met.ago <= JUST_SEEN ? WEIGHT.justSeen : 0) -
    WEIGHT.seenBefore * Math.log1p(met?.count ?? 0)
  );
}
