/** What the planner sees of a learner: levels, gaps, what is due, what waits for what, what was met. */
import { GAP_CLOSES } from './gaps.ts';
import { masteryLevel } from './mastery.ts';
import type { PlanInput } from './planner.ts';
import { edgesBy, type Precedence } from './prerequisites.ts';

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
  edges: readonly Precedence[];
  /** The same by what they lead to. */
  edgesTo: ReadonlyMap<string, readonly Precedence[]>;
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
  edges: readonly Precedence[],
  levelAt: (conceptId: string) => number,
): Map<string, number> {
  const following = edgesBy('from', edges);
  const values = new Map<string, number>();
  const left = new Set<string>();
  // Depth first without recursion: a chain of thousands must not exhaust the stack.
  const open = [...following.keys()];
  for (let conceptId = open.at(-1); conceptId !== undefined; conceptId = open.at(-1)) {
    const next = following.get(conceptId) ?? [];
    if (!values.has(conceptId)) {
      values.set(conceptId, 0);
      open.push(...next.map(({ to }) => to).filter((to) => !values.has(to)));
      continue;
    }
    open.pop();
    if (left.has(conceptId)) continue;
    left.add(conceptId);
    const worths = next.map(({ to }) => INHERITED * Math.max(need(levelAt(to)), values.get(to) ?? 0));
    values.set(conceptId, Math.max(0, ...worths));
  }
  return values;
}

/**
 * Prerequisites put in doubt: what builds on them was tried again and again since they were last met, and is still
 * not known. A level of 70 may rest on lucky guesses; failing at what follows is evidence against it.
 */
function doubts(input: PlanInput, edges: readonly Precedence[], levelAt: (conceptId: string) => number) {
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
    edgesTo: edgesBy('to', edges),
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
