/** Merging and splitting concepts as operations that give back their own undoing. */
import { type Concept, normaliseName } from './concepts.ts';
import { type PrerequisiteEdge, withoutCycles } from './prerequisites.ts';

export type ConceptLink = { nuggetId: string; conceptId: string; weight: number };

/** All that is known of an organization's concepts. Attempts keep the id they were made under; `mergedInto` says what it stands for now. */
export type ConceptSet = {
  concepts: Concept[];
  links: ConceptLink[];
  edges: PrerequisiteEdge[];
  /** Merged away → what it became; followed until a concept is reached. */
  mergedInto: Record<string, string>;
};

export type ConceptOperation =
  | { kind: 'merge'; from: string; into: string }
  /** Takes names and nuggets out of a concept into a new one. */
  | { kind: 'split'; from: string; concept: Concept; nuggetIds: string[] }
  /** Puts back what an operation changed: everything that stood on these concepts before. */
  | { kind: 'restore'; touched: string[]; before: ConceptSet };

export type ConceptOutcome =
  | { ok: true; set: ConceptSet; inverse: ConceptOperation }
  | { ok: false; reason: 'unknown_concept' | 'same_concept' | 'id_taken' };

/** The concept that an id stands for now, merges followed. */
export function currentConcept(mergedInto: Readonly<Record<string, string>>, conceptId: string): string {
  const passed = new Set<string>();
  let current = conceptId;
  while (!passed.has(current)) {
    passed.add(current);
    current = mergedInto[current] ?? current;
  }
  return current;
}

/** Evidence under the concepts of today. What was merged away counts for what it became; undoing the merge gives it back. */
export function underCurrentConcepts<T extends { conceptId: string }>(
  evidence: readonly T[],
  mergedInto: Readonly<Record<string, string>>,
): T[] {
  return evidence.map((each) => ({ ...each, conceptId: currentConcept(mergedInto, each.conceptId) }));
}

/** One link per nugget and concept, the strongest. */
function strongestLinks(links: readonly ConceptLink[]): ConceptLink[] {
  const byPair = new Map<string, ConceptLink>();
  for (const link of links) {
    const pair = JSON.stringify([link.nuggetId, link.conceptId]);
    const known = byPair.get(pair);
    if (known === undefined || known.weight < link.weight) byPair.set(pair, link);
  }
  return [...byPair.values()];
}

function merge(set: ConceptSet, from: Concept, into: Concept): ConceptSet {
  const move = (conceptId: string): string => (conceptId === from.id ? into.id : conceptId);
  const names = [from.name, ...from.aliases].filter(
    (name) => name !== into.name && !into.aliases.includes(name),
  );
  const touches = (edge: PrerequisiteEdge) =>
    [from.id, into.id].some((id) => edge.from === id || edge.to === id);
  const moved = set.edges
    .filter(touches)
    .map((edge) => ({ ...edge, from: move(edge.from), to: move(edge.to) }));
  return {
    concepts: set.concepts
      .filter(({ id }) => id !== from.id)
      .map((concept) =>
        concept.id === into.id ? { ...concept, aliases: [...concept.aliases, ...names] } : concept,
      ),
    links: strongestLinks(set.links.map((link) => ({ ...link, conceptId: move(link.conceptId) }))),
    // Where the merge closes a cycle, one of its own edges gives way: those it can put back when undone.
    edges: withoutCycles([...set.edges.filter((edge) => !touches(edge)), ...moved]),
    mergedInto: { ...set.mergedInto, [from.id]: into.id },
  };
}

function split(set: ConceptSet, from: Concept, concept: Concept, nuggetIds: readonly string[]): ConceptSet {
  const taken = new Set([concept.name, ...concept.aliases].map(normaliseName));
  const moves = new Set(nuggetIds);
  const kept = from.aliases.filter((name) => !taken.has(normaliseName(name)));
  return {
    ...set,
    concepts: [
      ...set.concepts.map((each) => (each.id === from.id ? { ...each, aliases: kept } : each)),
      concept,
    ],
    links: strongestLinks(
      set.links.map((link) =>
        link.conceptId === from.id && moves.has(link.nuggetId) ? { ...link, conceptId: concept.id } : link,
      ),
    ),
  };
}

/** The part of a set that stands on the given concepts. */
function partOn(set: ConceptSet, ids: ReadonlySet<string>): ConceptSet {
  return {
    concepts: set.concepts.filter(({ id }) => ids.has(id)),
    links: set.links.filter(({ conceptId }) => ids.has(conceptId)),
    edges: set.edges.filter(({ from, to }) => ids.has(from) || ids.has(to)),
    mergedInto: Object.fromEntries(Object.entries(set.mergedInto).filter(([id]) => ids.has(id))),
  };
}

/**
 * Puts a part back in place of whatever stands on its concepts now. What points to concepts that are gone is left
 * out; what was merged into a concept that goes again stands for the first that comes back. Exact when
 * operations are undone in reverse order; in another order nothing is orphaned.
 */
function restore(set: ConceptSet, touched: ReadonlySet<string>, before: ConceptSet): ConceptSet {
  const concepts = [...set.concepts.filter(({ id }) => !touched.has(id)), ...before.concepts];
  const existing = new Set(concepts.map(({ id }) => id));
  const untouched = {
    links: set.links.filter(({ conceptId }) => !touched.has(conceptId)),
    edges: set.edges.filter(({ from, to }) => !touched.has(from) && !touched.has(to)),
    mergedInto: Object.entries(set.mergedInto).filter(([id]) => !touched.has(id)),
  };
  return {
    concepts,
    links: [...untouched.links, ...before.links].filter(({ conceptId }) => existing.has(conceptId)),
    edges: withoutCycles(
      [...untouched.edges, ...before.edges].filter(({ from, to }) => existing.has(from) && existing.has(to)),
    ),
    mergedInto: Object.fromEntries(
      [...untouched.mergedInto, ...Object.entries(before.mergedInto)].map(([id, became]) => {
        const isGone =
          touched.has(became) && !existing.has(became) && before.mergedInto[became] === undefined;
        return [id, isGone ? (before.concepts[0]?.id ?? became) : became];
      }),
    ),
  };
}

function inverseOf(set: ConceptSet, touched: string[]): ConceptOperation {
  return { kind: 'restore', touched, before: partOn(set, new Set(touched)) };
}

/** Carries out an operation on a set (which stays as it was) and gives the operation that undoes it. */
export function changeConcepts(set: ConceptSet, operation: ConceptOperation): ConceptOutcome {
  if (operation.kind === 'restore') {
    const restored = restore(set, new Set(operation.touched), operation.before);
    return { ok: true, set: restored, inverse: inverseOf(set, operation.touched) };
  }
  const find = (conceptId: string) => set.concepts.find(({ id }) => id === conceptId);
  const from = find(operation.from);
  if (from === undefined) return { ok: false, reason: 'unknown_concept' };
  if (operation.kind === 'merge') {
    const into = find(operation.into);
    if (into === undefined) return { ok: false, reason: 'unknown_concept' };
    if (into.id === from.id) return { ok: false, reason: 'same_concept' };
    return { ok: true, set: merge(set, from, into), inverse: inverseOf(set, [from.id, into.id]) };
  }
  if (find(operation.concept.id) !== undefined) return { ok: false, reason: 'id_taken' };
  return {
    ok: true,
    set: split(set, from, operation.concept, operation.nuggetIds),
    inverse: inverseOf(set, [from.id, operation.concept.id]),
  };
}
