/** Puts concepts back as they stood before an operation, with all that came to them since. */
import type { ConceptLink, ConceptSet } from './concept-set.ts';
import type { Concept } from './concepts.ts';
import { type PrerequisiteEdge, withoutCycles } from './prerequisites.ts';

/** The part of a set that stands on the given concepts. */
export function partOn(set: ConceptSet, ids: ReadonlySet<string>): ConceptSet {
  return {
    concepts: set.concepts.filter(({ id }) => ids.has(id)),
    links: set.links.filter(({ conceptId }) => ids.has(conceptId)),
    edges: set.edges.filter(({ from, to }) => ids.has(from) || ids.has(to)),
    mergedInto: Object.fromEntries(Object.entries(set.mergedInto).filter(([id]) => ids.has(id))),
  };
}

/** One link per nugget and concept, the strongest. */
export function strongestLinks(links: readonly ConceptLink[]): ConceptLink[] {
  const byPair = new Map<string, ConceptLink>();
  for (const link of links) {
    const pair = JSON.stringify([link.nuggetId, link.conceptId]);
    const known = byPair.get(pair);
    if (known === undefined || known.weight < link.weight) byPair.set(pair, link);
  }
  return [...byPair.values()];
}

/** What stood on the concepts before an operation, right after it, and stands there now. */
type Times = { before: ConceptSet; after: ConceptSet; now: ConceptSet };

/** A nugget whose links nobody touched since gets those it had; one that was read anew or came since keeps its own. */
function linksBack({ before, after, now }: Times): ConceptLink[] {
  const of = ({ links }: ConceptSet, nuggetId: string) => links.filter((link) => link.nuggetId === nuggetId);
  const asText = (links: readonly ConceptLink[]): string =>
    JSON.stringify(links.map(({ conceptId, weight }) => [conceptId, weight]).sort());
  const nuggets = new Set([before, now].flatMap(({ links }) => links.map(({ nuggetId }) => nuggetId)));
  return [...nuggets].flatMap((id) =>
    asText(of(now, id)) === asText(of(after, id)) ? of(before, id) : of(now, id),
  );
}

const isEdge =
  (one: PrerequisiteEdge) =>
  (other: PrerequisiteEdge): boolean =>
    one.from === other.from && one.to === other.to;

/** The names a concept has got since; of one that goes again they stay with the first that comes back. */
function namesSince({ before, after, now }: Times, concept: Concept): string[] {
  const isHeir = before.concepts[0]?.id === concept.id;
  return now.concepts
    .filter(({ id }) => id === concept.id || (isHeir && before.concepts.every((other) => other.id !== id)))
    .flatMap(({ id, aliases }) => {
      const known = after.concepts.find((one) => one.id === id);
      return known === undefined ? [] : aliases.filter((name) => !known.aliases.includes(name));
    })
    .filter((name) => name !== concept.name && !concept.aliases.includes(name));
}

/**
 * Puts a part back in place of what an operation made of it (`after`). What came since stays: names, nuggets, edges; what
 * stood on a concept that goes again then stands on the first that comes back. Exact when operations are undone in
 * reverse order; in another order nothing is orphaned.
 */
export function restore(
  set: ConceptSet,
  touched: ReadonlySet<string>,
  before: ConceptSet,
  after: ConceptSet = partOn(set, touched),
): ConceptSet {
  const times = { before, after, now: partOn(set, touched) };
  const concepts = [
    ...set.concepts.filter(({ id }) => !touched.has(id)),
    ...before.concepts.map((one) => ({ ...one, aliases: [...one.aliases, ...namesSince(times, one)] })),
  ];
  const existing = new Set(concepts.map(({ id }) => id));
  const heir = before.concepts[0]?.id;
  const standing = (id: string): string => (existing.has(id) || !touched.has(id) ? id : (heir ?? id));
  const added = times.now.edges.filter((edge) => !after.edges.some(isEdge(edge)));
  const links = [
    ...set.links.filter(({ conceptId }) => !touched.has(conceptId)),
    ...linksBack(times).map((link) => ({ ...link, conceptId: standing(link.conceptId) })),
  ];
  const isBetweenExisting = ({ from, to }: PrerequisiteEdge) => existing.has(from) && existing.has(to);
  const untouched = set.edges
    .filter(({ from, to }) => !touched.has(from) && !touched.has(to))
    .filter(isBetweenExisting);
  const edges = [
    ...before.edges,
    ...added.map((edge) => ({ ...edge, from: standing(edge.from), to: standing(edge.to) })),
  ].filter(isBetweenExisting);
  const merged = [
    ...Object.entries(set.mergedInto).filter(([id]) => !touched.has(id)),
    ...Object.entries(before.mergedInto),
  ];
  return {
    concepts,
    links: strongestLinks(links.filter(({ conceptId }) => existing.has(conceptId))),
    edges: [...untouched, ...withoutCycles(edges, untouched)],
    mergedInto: Object.fromEntries(
      merged.map(([id, became]) => [id, before.mergedInto[became] === undefined ? standing(became) : became]),
    ),
  };
}
