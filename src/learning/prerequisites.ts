/** What must be known before what: a graph that cannot hold a cycle, because an edge that would close one is never added. */
import { PREREQUISITE_LEVEL } from './gaps.ts';

export type PrerequisiteEdge = {
  /** What must be known first … */
  from: string;
  /** … before this. */
  to: string;
  /** One sentence for whoever asks why. */
  reason: string;
};

/** Which before which, whoever said so. */
export type Precedence = Pick<PrerequisiteEdge, 'from' | 'to'>;

/** An edge somebody proposes; the surer ones (0–1) are believed first. */
export type EdgeProposal = PrerequisiteEdge & { confidence: number };

/** Edges by one of their ends, in their order. */
export function edgesBy<Edge extends Precedence>(
  end: 'from' | 'to',
  edges: readonly Edge[],
): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const edge of edges) {
    const own = found.get(edge[end]);
    if (own === undefined) found.set(edge[end], [edge]);
    else own.push(edge);
  }
  return found;
}

function reaches(start: string, goal: string, following: ReadonlyMap<string, readonly string[]>): boolean {
  const open = [start];
  const visited = new Set(open);
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (current === goal) return true;
    for (const next of following.get(current) ?? []) {
      if (visited.has(next)) continue;
      visited.add(next);
      open.push(next);
    }
  }
  return false;
}

/**
 * The proposals that can all be true at once. Surer ones come first; between equals those that agree with `order`
 * (concept ids as the sources introduce them), then by id. Dropped are edges to oneself, repeats, and whatever
 * would close a cycle with those already taken, or with what is `standing`, itself free of cycles and believed before any.
 * Concepts outside of `order` are unknown, and edges with them dropped.
 */
export function prerequisiteEdges(
  proposals: readonly EdgeProposal[],
  order: readonly string[],
  standing: readonly Precedence[] = [],
): PrerequisiteEdge[] {
  const place = new Map(order.map((conceptId, index) => [conceptId, index]));
  const againstOrder = ({ from, to }: EdgeProposal): number =>
    (place.get(from) ?? 0) <= (place.get(to) ?? 0) ? 0 : 1;
  const key = ({ from, to }: EdgeProposal): string => JSON.stringify([from, to]);
  const ranked = proposals
    .filter(({ from, to }) => from !== to && place.has(from) && place.has(to))
    .sort(
      (a, b) =>
        b.confidence - a.confidence ||
        againstOrder(a) - againstOrder(b) ||
        (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0),
    );
  const following = new Map(
    [...edgesBy('from', standing)].map(([from, edges]) => [from, edges.map(({ to }) => to)]),
  );
  const taken: PrerequisiteEdge[] = [];
  for (const { from, to, reason } of ranked) {
    const next = following.get(from) ?? [];
    if (next.includes(to) || reaches(to, from, following)) continue;
    next.push(to);
    following.set(from, next);
    taken.push({ from, to, reason });
  }
  return taken;
}

/** The edges in their order, less any that would close a cycle, with earlier ones or with what is `standing`, free of them. */
export function withoutCycles(
  edges: readonly PrerequisiteEdge[],
  standing: readonly Precedence[] = [],
): PrerequisiteEdge[] {
  const order = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return prerequisiteEdges(
    edges.map((edge, index) => ({ ...edge, confidence: -index })),
    order,
    standing,
  );
}

/** The concepts that must still be learnt before this one; a concept without a known level counts as not learnt. */
export function unmetPrerequisites(
  conceptId: string,
  edges: readonly Precedence[],
  masteryMap: Readonly<Record<string, number>>,
): string[] {
  return edges
    .filter((edge) => edge.to === conceptId && (masteryMap[edge.from] ?? 0) < PREREQUISITE_LEVEL)
    .map((edge) => edge.from);
}

/** How much an edge is believed that only the order of a source speaks for; an author's own statement is surer. */
const CONFIDENCE_OF_ORDER = 0.3;

/**
 * Edges from the order in a source: a concept that is said to be related to one introduced earlier builds on it.
 * Order alone proves nothing (a chapter may stand anywhere), so unrelated concepts get no edge.
 */
export function edgesFromOrder(
  introduced: readonly { conceptId: string; name: string; relatedTo: readonly string[] }[],
  sourceTitle: string,
): EdgeProposal[] {
  return introduced.flatMap((later, index) =>
    introduced.slice(0, index).flatMap((earlier) =>
      later.relatedTo.includes(earlier.conceptId) || earlier.relatedTo.includes(later.conceptId)
        ? [
            {
              from: earlier.conceptId,
              to: later.conceptId,
              reason: `“${sourceTitle}” introduces ${earlier.name} before the related ${later.name}.`,
              confidence: CONFIDENCE_OF_ORDER,
            },
          ]
        : [],
    ),
  );
}
