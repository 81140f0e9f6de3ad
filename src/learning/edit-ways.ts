/** The ways on from one node as a person wants them: kept just as they were meant, or refused with the reason. */
import type { OrganizationDb } from '../base/db.ts';
import { AppError, required } from '../base/errors.ts';
import type { DocumentId, NodeId } from '../base/ids.ts';
import { keepNarrative, layNarrative } from './narrate.ts';
import type { Choice, NarrativeNode } from './narrative.ts';
import type { NarrativeMaterial } from './narrative-queries.ts';

/** `id` names the way it was, whose concepts it keeps. */
export type WantedWay = { id?: string | undefined; text: string; nextNodeId: string };

/**
 * Lays the document's narrative with these ways on from a node and keeps it. Where fewer than three were wanted, others
 * fill the room. Throws `conflict` where the node is of another `version` by now, or a way cannot stand: learners would arrive
 * unprepared, or it says nothing new.
 */
export async function editWays(
  db: OrganizationDb,
  documentId: DocumentId,
  { id, version }: { id: NodeId; version: number },
  wanted: readonly WantedWay[],
): Promise<void> {
  await keepNarrative(db, documentId, (material) => {
    const node = required(
      material.nodes.find((one) => one.id === id),
      'There is no such node.',
    );
    if (node.version !== version) {
      throw new AppError('conflict', 'Somebody else changed these ways meanwhile. Load them again.');
    }
    return { nodes: layWays(db, material, node, wanted).nodes, written: new Set([node.nuggetId]) };
  });
}

function layWays(
  db: OrganizationDb,
  material: NarrativeMaterial,
  node: NarrativeNode,
  wanted: readonly WantedWay[],
) {
  const nuggetOf = new Map(material.nodes.map(({ id, nuggetId }) => [id, nuggetId]));
  const choices = wanted.map((way) => ({
    ...conceptsOf(node, way),
    text: way.text,
    nextNuggetId: nuggetOf.get(way.nextNodeId) ?? way.nextNodeId,
  }));
  // Of the ways there were, those that are not wanted must not come back.
  const previous = material.nodes.map((one) => (one.id === node.id ? { ...one, choices: [] } : one));
  const laid = layNarrative(db, material, { nodes: [{ nuggetId: node.nuggetId, choices }] }, previous);
  const now = laid.nodes.find(({ id }) => id === node.id)?.choices ?? [];
  const lost = wanted.find(
    (way, i) =>
      !now.some((choice) => isSame(choice, way)) || wanted.slice(0, i).some((other) => repeats(other, way)),
  );
  if (lost === undefined) return laid;
  const reason = laid.repairs.find(
    ({ nuggetId, detail }) => nuggetId === node.nuggetId && detail === tidy(lost.text),
  );
  throw new AppError('conflict', REASONS[reason?.kind ?? 'unknown_target'](titleOf(material, lost)), {
    details: [{ path: `choices.${wanted.indexOf(lost)}`, message: reason?.kind ?? 'unknown_target' }],
  });
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

const isSame = (choice: Choice, way: WantedWay): boolean =>
  choice.nextNodeId === way.nextNodeId && choice.text === tidy(way.text);

const repeats = (a: WantedWay, b: WantedWay): boolean =>
  a.nextNodeId === b.nextNodeId && tidy(a.text) === tidy(b.text);

/** What a way says about the learner, from the one it was; a new one says nothing. */
function conceptsOf(node: NarrativeNode, { id }: WantedWay) {
  const before = node.choices.find((choice) => choice.id === id);
  return {
    revealsGap: before?.revealsGap ?? [],
    confirmsMastery: before?.confirmsMastery ?? [],
    adaptsTo: before?.adaptsTo ?? [],
  };
}

const titleOf = ({ nuggets, nodes }: NarrativeMaterial, { nextNodeId }: WantedWay): string => {
  const nuggetId = nodes.find(({ id }) => id === nextNodeId)?.nuggetId;
  return nuggets.find(({ id }) => id === nuggetId)?.title ?? '';
};

const unseen = (title: string) =>
  `“${title}” is not among what learners of this document can see, so no way can lead there.`;
const unsaid = () => 'A way needs words, and must lead to another nugget.';

const REASONS = {
  too_early: (title: string) => `Learners would arrive at “${title}” before what it builds on.`,
  repeated: (title: string) => `Another way to “${title}” says the same already.`,
  too_many: () => 'A node has four ways at most, and one of them always leads on to the next nugget.',
  unknown_target: unseen,
  unknown_node: unseen,
  leads_to_itself: unsaid,
  empty_text: unsaid,
  unknown_concept: unsaid,
  contradiction: unsaid,
  filled: unsaid,
} as const;
