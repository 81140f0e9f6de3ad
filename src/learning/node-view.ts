/** Nodes of the narrative as the API gives them: with the ways that may be walked, under the concepts of today. */
import type { OrganizationDb } from '../base/db.ts';
import { claimsToday, currentConcept } from './concept-set.ts';
import { mergeMap, selectMerges } from './merge-queries.ts';
import { type NodeWithTitle, seenOf } from './node-queries.ts';

const targets = (nodes: readonly NodeWithTitle[]): string[] => [
  ...new Set(nodes.flatMap(({ choices }) => choices.map(({ nextNodeId }) => nextNodeId))),
];

/** In the order given. A way to what may not be seen (any more) is no way. */
export async function viewNodes(db: OrganizationDb, nodes: readonly NodeWithTitle[], isStaff: boolean) {
  const [seen, merges] = await Promise.all([seenOf(db, targets(nodes), isStaff), selectMerges(db)]);
  const mergedInto = mergeMap(merges);
  return nodes.map(({ id, nuggetId, documentId, title, choices, x, y, version }) => ({
    ...{ id, nuggetId, documentId, title },
    choices: choices
      .filter(({ nextNodeId }) => seen.has(nextNodeId))
      .map((choice) => claimsToday(choice, mergedInto))
      .map(({ id: choiceId, text, nextNodeId, revealsGap, confirmsMastery, adaptsTo }) => ({
        ...{ id: choiceId, text, nextNodeId, revealsGap, confirmsMastery },
        adaptsTo: [...new Set(adaptsTo?.map((concept) => currentConcept(mergedInto, concept)))],
      })),
    position: { x, y },
    version,
  }));
}
