/** The narratives of all documents on one plane: each as it was laid out and in its order, one below the other. */
import { orderNuggets, requiredNuggets } from './narrative-order.ts';
import type { loadGraph } from './node-queries.ts';

/** Air between two documents, in layout units: one row. */
const GAP = 240;

export function graphView({ nodes: stored, links, edges }: Awaited<ReturnType<typeof loadGraph>>) {
  const byNugget = Map.groupBy(links, ({ nuggetId }) => nuggetId);
  const names = new Map(links.map(({ concept, name }) => [concept, name]));
  const nodeOf = new Map<string, string>(stored.map(({ nuggetId, id }) => [nuggetId, id]));
  const known = new Set<string>(stored.map(({ id }) => id));
  const nuggets = stored.map(({ nuggetId, title }, order) => ({
    id: nuggetId,
    title: title ?? '',
    order,
    concepts: (byNugget.get(nuggetId) ?? []).map(({ concept, name, weight }) => ({
      id: concept,
      name,
      weight,
    })),
  }));
  const required = requiredNuggets(nuggets, edges);
  const place = new Map<string, number>(orderNuggets(nuggets, required).map(({ id }, index) => [id, index]));
  const nodes = [...Map.groupBy(stored, ({ documentId }) => documentId).values()].flatMap((own) =>
    own.toSorted((a, b) => (place.get(a.nuggetId) ?? 0) - (place.get(b.nuggetId) ?? 0)),
  );
  const below = offsets(nodes);
  return {
    nodes: nodes.map((node) => ({
      id: node.id,
      nuggetId: node.nuggetId,
      documentId: node.documentId,
      documentTitle: node.documentTitle,
      title: node.title,
      status: node.status,
      difficulty: node.difficulty,
      concepts: (byNugget.get(node.nuggetId) ?? []).map(({ concept, name, weight }) => ({
        concept,
        name,
        weight,
      })),
      prerequisites: [...(required.get(node.nuggetId) ?? [])].flatMap(
        (nuggetId) => nodeOf.get(nuggetId) ?? [],
      ),
      position: { x: node.x, y: node.y + (below.get(node.documentId) ?? 0) },
    })),
    edges: nodes.flatMap(({ id: from, choices }) =>
      choices
        .filter(({ nextNodeId }) => known.has(nextNodeId))
        .map(({ id, nextNodeId, text }) => ({ id, from, to: nextNodeId, text })),
    ),
    prerequisites: edges.flatMap(({ from, to, reason }) => {
      const [fromName, toName] = [names.get(from), names.get(to)];
      return fromName === undefined || toName === undefined ? [] : [{ from, to, fromName, toName, reason }];
    }),
  };
}

/** How far down each document begins, in the order in which they come. */
function offsets(
  nodes: readonly { documentId: string | null; y: number }[],
): ReadonlyMap<string | null, number> {
  const begins = new Map<string | null, number>();
  let down = 0;
  for (const [documentId, own] of Map.groupBy(nodes, (node) => node.documentId)) {
    const ys = own.map(({ y }) => y);
    begins.set(documentId, down - Math.min(...ys));
    down += Math.max(...ys) - Math.min(...ys) + GAP;
  }
  return begins;
}
