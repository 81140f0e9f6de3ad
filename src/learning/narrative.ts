/**
 * The narrative: a graph of nodes (one per nugget) joined by choices. A model proposes the choices, code decides:
 * what comes out always holds together, whatever was proposed.
 *
 * Kept true by construction: every choice leads to a node, every node is reachable from the start and can reach
 * the last, and on no path does a learner arrive at a node before what it requires.
 */
import { chooseFor } from './narrative-choices.ts';
import { layout, type Position } from './narrative-layout.ts';
import { type NarrativeNugget, orderNuggets, requiredNuggets } from './narrative-order.ts';
import { openPassages } from './narrative-passages.ts';
import { type Repair, readProposals } from './narrative-proposals.ts';
import type { ProposedNarrative } from './narrative-schema.ts';
import { type PrerequisiteEdge, withoutCycles } from './prerequisites.ts';

export type Choice = {
  id: string;
  text: string;
  nextNodeId: string;
  /** Concept ids: choosing this shows they are not known … */
  revealsGap: string[];
  /** … or claims that they are. */
  confirmsMastery: string[];
  /** Concept ids of the gaps this way is meant for. */
  adaptsTo: string[];
};

export type NarrativeNode = {
  id: string;
  nuggetId: string;
  choices: Choice[];
  position: Position;
  /** From 1; grows by one when the choices change. */
  version: number;
};

export type NarrativeNeeds = {
  /** The id of a nugget's node: the same every time, so that sessions on it survive a new version. */
  nodeId: (nuggetId: string) => string;
  /** The id of a choice: the same for the same node, target and text. */
  choiceId: (nodeId: string, nextNodeId: string, text: string) => string;
};

export type Narrative = {
  /** In narrative order: the first is the start, the last the completion. Empty without nuggets. */
  nodes: NarrativeNode[];
  /** What was wrong with the proposal and how it was mended. */
  repairs: Repair[];
};

const sameChoices = (a: readonly Choice[], b: readonly Choice[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/**
 * Builds the narrative of the given nuggets. Choices come from the proposal where it holds, then from the previous
 * version, then from the material itself. With two nuggets or more every node has three or four choices; a single
 * nugget has none. Never throws, whatever was proposed; the same input gives the same narrative.
 */
export function checkNarrative(
  proposed: ProposedNarrative,
  nuggets: readonly NarrativeNugget[],
  edges: readonly PrerequisiteEdge[],
  needs: NarrativeNeeds,
  previous: readonly NarrativeNode[] = [],
): Narrative {
  const distinct = [...new Map(nuggets.map((nugget) => [nugget.id, nugget])).values()];
  const required = requiredNuggets(distinct, withoutCycles(edges));
  const ordered = orderNuggets(distinct, required);
  const place = new Map(ordered.map(({ id }, index) => [id, index]));
  const requiredPlaces = ordered.map(
    ({ id }) => new Set([...(required.get(id) ?? [])].flatMap((first) => place.get(first) ?? [])),
  );
  const scene = { ordered, required: requiredPlaces, passages: openPassages(requiredPlaces) };
  const { drafts, repairs } = readProposals(proposed, ordered, previous);
  const positions = layout(requiredPlaces);
  const before = new Map(previous.map((node) => [node.nuggetId, node]));
  const nodes = ordered.map((nugget, here) => {
    const chosen = chooseFor(here, drafts.get(here) ?? [], scene, repairs);
    const id = needs.nodeId(nugget.id);
    const choices = chosen.flatMap(({ to, ...draft }) => {
      const next = ordered[to];
      if (next === undefined) return [];
      const nextNodeId = needs.nodeId(next.id);
      return [{ ...draft, id: needs.choiceId(id, nextNodeId, draft.text), nextNodeId }];
    });
    const old = before.get(nugget.id);
    const version = old === undefined ? 1 : sameChoices(old.choices, choices) ? old.version : old.version + 1;
    return { id, nuggetId: nugget.id, choices, position: positions[here] ?? { x: 0, y: 0 }, version };
  });
  return { nodes, repairs };
}
