/** Which nodes a learner should meet next, and why: deterministic, and each with a reason in one sentence. */
import { GAP_CLOSES } from './gaps.ts';
import { type PrerequisiteEdge, unmetPrerequisites } from './prerequisites.ts';

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
  /** Level 0–100 today of the concepts there is evidence on. */
  masteryMap: Readonly<Record<string, number>>;
  /** Level 0–100 to expect of this learner on a concept without evidence. */
  priorLevel: number;
  knowledgeGaps: readonly string[];
  /** Concepts due for review, most urgent first. */
  due: readonly string[];
  prerequisites: readonly PrerequisiteEdge[];
  /** Node ids met before, oldest first; a node may stand more than once. */
  seen: readonly string[];
  /** Likeness 0–1 of nodes to the learner's goal; empty without a goal. */
  goalLikeness: Readonly<Record<string, number>>;
  /** For the reasons; a concept without a name is called "this topic". */
  conceptNames: Readonly<Record<string, string>>;
  limit: number;
};

export type PlannedKind = 'review' | 'gap' | 'goal' | 'next' | 'practice';

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

/** Where learning is quickest: hard enough to teach, easy enough to succeed mostly (Wilson et al. 2019 put it at .85). */
export const EDGE = { low: 0.7, high: 0.85 } as const;

/** Logits a node is harder per step of difficulty above the middle of 1–10: a rating says little, evidence says the rest. */
const LOGIT_PER_DIFFICULTY = 0.1;
const MIDDLE_DIFFICULTY = 5.5;

/**
 * What decides, in the order of the weights: a gap hinders everything built on it, a due review is lost if not
 * taken, then how much there is to learn and what it unlocks, the goal, and how near the edge it is.
 */
const WEIGHT = {
  gap: 1.2,
  due: 1,
  need: 1,
  unlocks: 0.5,
  goal: 1,
  edge: 0.6,
  justSeen: 2,
  seenBefore: 0.1,
} as const;
/** A node counts as just seen while it is among the last few: a question right after the answer teaches nothing. */
const JUST_SEEN = 2;
/** Part of a concept's need that its prerequisites inherit, per step. */
const INHERITED = 0.7;
/** A node this like the goal serves it. */
const SERVES_GOAL = 0.5;

type Situation = {
  input: PlanInput;
  edges: readonly PrerequisiteEdge[];
  gaps: ReadonlySet<string>;
  due: ReadonlyMap<string, number>;
  unlocks: ReadonlyMap<string, number>;
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

const levelOf = (input: PlanInput, conceptId: string): number =>
  input.masteryMap[conceptId] ?? input.priorLevel;

/** Expected score on a question about the node: its concepts' levels, shifted by its difficulty. */
function successOn(node: PlanNode, input: PlanInput): number {
  const total = node.concepts.reduce((sum, { weight }) => sum + weight, 0);
  const level =
    total > 0
      ? node.concepts.reduce((sum, { conceptId, weight }) => sum + weight * levelOf(input, conceptId), 0) /
        total
      : input.priorLevel;
  const p = Math.min(0.99, Math.max(0.01, level / 100));
  return logistic(logit(p) - LOGIT_PER_DIFFICULTY * (node.difficulty - MIDDLE_DIFFICULTY));
}

/** How far a concept is from where its gap would close, 0 (known) to 1. */
const needOf = (input: PlanInput, conceptId: string): number =>
  Math.max(0, GAP_CLOSES - levelOf(input, conceptId)) / GAP_CLOSES;

/** What learning a concept opens: the needs of all that builds on it, less with every step. Cycles, if any, fade out. */
function unlockValues(input: PlanInput, edges: readonly PrerequisiteEdge[]): Map<string, number> {
  const values = new Map<string, number>();
  const visit = (conceptId: string, path: ReadonlySet<string>): number => {
    const known = values.get(conceptId);
    if (known !== undefined) return known;
    let value = 0;
    for (const { from, to } of edges) {
      if (from !== conceptId || path.has(to)) continue;
      value = Math.max(value, INHERITED * Math.max(needOf(input, to), visit(to, new Set([...path, to]))));
    }
    values.set(conceptId, value);
    return value;
  };
  for (const { from } of edges) visit(from, new Set([from]));
  return values;
}

const edgeFit = (p: number): number => {
  if (p < EDGE.low) return 1 - (EDGE.low - p) / EDGE.low;
  if (p > EDGE.high) return 1 - (p - EDGE.high) / (1 - EDGE.high);
  return 1;
};

const weightedSum = (node: PlanNode, value: (conceptId: string) => number): number =>
  node.concepts.reduce((sum, { conceptId, weight }) => sum + weight * value(conceptId), 0);

function scoreOf(node: PlanNode, expectedSuccess: number, { input, gaps, due, unlocks }: Situation): number {
  const lastMet = input.seen.lastIndexOf(node.nodeId);
  const meetings = input.seen.filter((nodeId) => nodeId === node.nodeId).length;
  const justSeen = lastMet >= 0 && input.seen.length - lastMet <= JUST_SEEN ? 1 : 0;
  return (
    WEIGHT.gap *
      Math.min(
        1,
        weightedSum(node, (id) => (gaps.has(id) ? 1 : 0)),
      ) +
    WEIGHT.due *
      Math.min(
        1,
        weightedSum(node, (id) => due.get(id) ?? 0),
      ) +
    WEIGHT.need *
      Math.min(
        1,
        weightedSum(node, (id) => needOf(input, id)),
      ) +
    WEIGHT.unlocks *
      Math.min(
        1,
        weightedSum(node, (id) => (needOf(input, id) > 0 ? (unlocks.get(id) ?? 0) : 0)),
      ) +
    WEIGHT.goal * (input.goalLikeness[node.nodeId] ?? 0) +
    WEIGHT.edge * edgeFit(expectedSuccess) -
    WEIGHT.justSeen * justSeen -
    WEIGHT.seenBefore * Math.log1p(meetings)
  );
}

function explain(
  node: PlanNode,
  expectedSuccess: number,
  situation: Situation,
): Pick<PlannedNode, 'kind' | 'reason'> {
  const { input, gaps, due } = situation;
  const name = (conceptId: string | undefined): string =>
    (conceptId === undefined ? undefined : input.conceptNames[conceptId]) ?? 'this topic';
  const chance = `${Math.round(100 * expectedSuccess)} %`;
  const ids = node.concepts.map(({ conceptId }) => conceptId);
  const gap = ids.find((id) => gaps.has(id));
  if (gap !== undefined) {
    return {
      kind: 'gap',
      reason: `${name(gap)} is a gap at ${levelOf(input, gap)} of 100, and what builds on it waits.`,
    };
  }
  const fading = ids.find((id) => due.has(id));
  if (fading !== undefined) {
    return { kind: 'review', reason: `${name(fading)} is due for review before it is forgotten.` };
  }
  const wanted = ids.find((id) => needOf(input, id) > 0);
  if ((input.goalLikeness[node.nodeId] ?? 0) >= SERVES_GOAL) {
    return {
      kind: 'goal',
      reason: `${name(wanted ?? ids[0])} serves your goal, and you should get about ${chance} of it right.`,
    };
  }
  if (!input.seen.includes(node.nodeId)) {
    return {
      kind: 'next',
      reason: `${name(wanted ?? ids[0])} is next: what it needs is in place, with about ${chance} success expected.`,
    };
  }
  return {
    kind: 'practice',
    reason: `${name(wanted ?? ids[0])} stands at ${Math.round(levelOf(input, wanted ?? ids[0] ?? ''))} of 100 and needs more practice.`,
  };
}

/** Prerequisites that somebody here could learn: one that no node teaches would block for ever. */
function learnableEdges({ nodes, prerequisites }: PlanInput): PrerequisiteEdge[] {
  const taught = new Set(nodes.flatMap((node) => node.concepts.map(({ conceptId }) => conceptId)));
  return prerequisites.filter(({ from }) => taught.has(from));
}

/** Due concepts by urgency: 1 for the first, down to .5 for the last. */
const urgencies = (due: readonly string[]): Map<string, number> =>
  new Map(due.map((conceptId, index) => [conceptId, 1 - (0.5 * index) / due.length]));

/**
 * The nodes to meet next, best first, at most `limit`. Left out are nodes that were seen and hold nothing still to
 * learn or review, and nodes whose prerequisites are not at 70, unless nothing else is left. Empty means: done.
 */
export function planNext(input: PlanInput): PlannedNode[] {
  const edges = learnableEdges(input);
  const situation: Situation = {
    input,
    edges,
    gaps: new Set(input.knowledgeGaps),
    due: urgencies(input.due),
    unlocks: unlockValues(input, edges),
  };
  const seen = new Set(input.seen);
  const useful = input.nodes.filter(
    (node) =>
      !seen.has(node.nodeId) ||
      node.concepts.some(
        ({ conceptId }) =>
          needOf(input, conceptId) > 0 || situation.due.has(conceptId) || situation.gaps.has(conceptId),
      ),
  );
  const levels = Object.fromEntries(edges.map(({ from }) => [from, levelOf(input, from)]));
  const own = (node: PlanNode) => new Set(node.concepts.map(({ conceptId }) => conceptId));
  const isOpen = (node: PlanNode): boolean =>
    node.concepts.every(({ conceptId }) =>
      unmetPrerequisites(conceptId, edges, levels).every((id) => own(node).has(id)),
    );
  const open = useful.filter(isOpen);
  return (open.length > 0 ? open : useful)
    .map((node) => {
      const expectedSuccess = successOn(node, input);
      return { node, expectedSuccess, score: scoreOf(node, expectedSuccess, situation) };
    })
    .sort(
      (a, b) => b.score - a.score || a.node.order - b.node.order || (a.node.nodeId < b.node.nodeId ? -1 : 1),
    )
    .slice(0, Math.max(0, input.limit))
    .map(({ node, expectedSuccess, score }) => ({
      nodeId: node.nodeId,
      nuggetId: node.nuggetId,
      ...explain(node, expectedSuccess, situation),
      expectedSuccess,
      score,
    }));
}
