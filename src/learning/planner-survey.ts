/** What the planner sees of a learner, and what a node is worth to them now. */
import { GAP_CLOSES } from './gaps.ts';
import { masteryLevel } from './mastery.ts';
import type { PlanInput, PlanNode } from './planner.ts';
import type { PrerequisiteEdge } from './prerequisites.ts';

/** Where learning is quickest: hard enough to teach, easy enough to succeed mostly (Wilson et al. 2019 put it at .85). */
export const EDGE = { low: 0.7, high: 0.85 } as const;

/** Logits a node is harder per step of difficulty above the middle of 1–10: a rating says little, evidence says the rest. */
const LOGITS_PER_DIFFICULTY = 0.1;
const MIDDLE_DIFFICULTY = 5.5;

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
/** Part of a concept's need that its prerequisites inherit, per step. */
const INHERITED = 0.7;
/** So many tries on a concept that stays this low put its groundwork in doubt, until that has been looked at again. */
const TRIES_BEFORE_DOUBT = 3;
const NOT_SETTLING = 50;
/** What a review is due for: at the retrievability FSRS aims at, 90 %, it weighs in full; what was met minutes ago hardly. */
const FORGOTTEN_WHEN_DUE = 0.1;

/**
 * So many pieces of evidence make a level over 70 sure enough. One lucky guess can lift it there, and what is then
 * built on it does not hold.
 */
const SURE_EVIDENCE = 3;

export type Survey = {
  input: PlanInput;
  /** Prerequisites that somebody here could learn: one that no node teaches would block for ever. */
  edges: readonly PrerequisiteEdge[];
  /** Of every concept in nodes and edges, the prior where there is no evidence. */
  levels: Readonly<Record<string, number>>;
  gaps: ReadonlySet<string>;
  /** How urgent a review is, 0–1. */
  due: ReadonlyMap<string, number>;
  /** What learning a concept opens, 0–1. */
  unlocks: ReadonlyMap<string, number>;
  /** Concepts believed known that should be checked, with the one that does not settle on them. */
  doubted: ReadonlyMap<string, string>;
  /** How often a node was met, and how many nodes ago last. */
  meetings: ReadonlyMap<string, { count: number; ago: number }>;
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

/** How far a concept is from where its gap would close, 0 (known) to 1. */
const need = (level: number): number => Math.max(0, GAP_CLOSES - level) / GAP_CLOSES;

export const levelOf = ({ levels, input }: Survey, conceptId: string): number =>
  levels[conceptId] ?? input.priorLevel;
export const needOf = (view: Survey, conceptId: string): number => need(levelOf(view, conceptId));

/** How thin the evidence is on a concept, 0–1; one without any is not believed known, so not in question here. */
export const unsureOf = ({ input }: Survey, conceptId: string): number =>
  Math.max(0, SURE_EVIDENCE - (input.estimates[conceptId]?.evidence ?? SURE_EVIDENCE)) / SURE_EVIDENCE;

/** The needs of all that builds on a concept, less with every step. Should there be a cycle, it is cut where it closes. */
function unlockValues(
  edges: readonly PrerequisiteEdge[],
  levelAt: (conceptId: string) => number,
): Map<string, number> {
  const following = new Map<string, string[]>();
  for (const { from, to } of edges) following.set(from, [...(following.get(from) ?? []), to]);
  const values = new Map<string, number>();
  const visit = (conceptId: string): number => {
    const known = values.get(conceptId);
    if (known !== undefined) return known;
    values.set(conceptId, 0);
    const worths = (following.get(conceptId) ?? []).map(
      (to) => INHERITED * Math.max(need(levelAt(to)), visit(to)),
    );
    const value = Math.max(0, ...worths);
    values.set(conceptId, value);
    return value;
  };
  for (const conceptId of following.keys()) visit(conceptId);
  return values;
}

/**
 * Prerequisites put in doubt: what builds on them was tried again and again since they were last met, and is still
 * not known. A level of 70 may rest on lucky guesses; failing at what follows is evidence against it.
 */
function doubts(
  input: PlanInput,
  edges: readonly PrerequisiteEdge[],
  levelAt: (conceptId: string) => number,
) {
  const conceptsOf = new Map(
    input.nodes.map((node) => [node.nodeId, node.concepts.map(({ conceptId }) => conceptId)]),
  );
  const met = new Map<string, number[]>();
  input.seen.forEach((nodeId, step) => {
    for (const conceptId of conceptsOf.get(nodeId) ?? []) {
      const steps = met.get(conceptId);
      if (steps === undefined) met.set(conceptId, [step]);
      else steps.push(step);
    }
  });
  const doubted = new Map<string, string>();
  for (const { from, to } of edges) {
    if (levelAt(to) >= NOT_SETTLING) continue;
    const lastLooked = met.get(from)?.at(-1) ?? -1;
    const tries = (met.get(to) ?? []).filter((step) => step > lastLooked).length;
    if (tries >= TRIES_BEFORE_DOUBT) doubted.set(from, to);
  }
  return doubted;
}

function meetingsOf(seen: readonly string[]): Map<string, { count: number; ago: number }> {
  const meetings = new Map<string, { count: number; ago: number }>();
  seen.forEach((nodeId, step) => {
    meetings.set(nodeId, { count: (meetings.get(nodeId)?.count ?? 0) + 1, ago: seen.length - step });
  });
  return meetings;
}

/** Looks once at all that scoring and explaining need. */
export function survey(input: PlanInput): Survey {
  const taught = new Set(input.nodes.flatMap((node) => node.concepts.map(({ conceptId }) => conceptId)));
  const edges = input.prerequisites.filter(({ from }) => taught.has(from));
  const levelAt = (conceptId: string): number => {
    const known = input.estimates[conceptId];
    return known === undefined ? input.priorLevel : masteryLevel(known.probability);
  };
  const concepts = [...taught, ...edges.flatMap(({ from, to }) => [from, to])];
  return {
    input,
    edges,
    levels: Object.fromEntries(concepts.map((conceptId) => [conceptId, levelAt(conceptId)])),
    gaps: new Set(input.knowledgeGaps),
    due: new Map(
      input.due.map(({ conceptId, retrievability }) => [
        conceptId,
        Math.min(1, (1 - retrievability) / FORGOTTEN_WHEN_DUE),
      ]),
    ),
    unlocks: unlockValues(edges, levelAt),
    doubted: doubts(input, edges, levelAt),
    meetings: meetingsOf(input.seen),
  };
}

/** Expected score on a question about the node: its concepts' levels, shifted by its difficulty. */
export function successOn({ concepts, difficulty }: PlanNode, view: Survey): number {
  const total = concepts.reduce((sum, { weight }) => sum + weight, 0);
  const level =
    total > 0
      ? concepts.reduce((sum, { conceptId, weight }) => sum + weight * levelOf(view, conceptId), 0) / total
      : view.input.priorLevel;
  const p = Math.min(0.99, Math.max(0.01, level / 100));
  return logistic(logit(p) - LOGITS_PER_DIFFICULTY * (difficulty - MIDDLE_DIFFICULTY));
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
