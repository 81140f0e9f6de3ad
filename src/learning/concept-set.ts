/** Merging and splitting concepts as operations that give back their own undoing. */
import { partOn, restore, strongestLinks } from './concept-restore.ts';
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
  /**
   * Puts back what an operation changed: everything that stood on these concepts before. `after` is what it made of them,
   * so that what came since can be told from it; without it all of today is taken for its work.
   */
  | { kind: 'restore'; touched: string[]; before: ConceptSet; after?: ConceptSet | undefined };

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

/**
 * What a choice says of the learner, under the concepts of today. Where a merge has made one of two that it spoke of
 * differently, not knowing wins: who asks for help with a part does not claim the whole.
 */
export function claimsToday<T extends { revealsGap: string[]; confirmsMastery: string[] }>(
  choice: T,
  mergedInto: Readonly<Record<string, string>>,
): T {
  const today = (ids: readonly string[]) => [...new Set(ids.map((id) => currentConcept(mergedInto, id)))];
  const revealsGap = today(choice.revealsGap);
  const confirmsMastery = today(choice.confirmsMastery).filter((id) => !revealsGap.includes(id));
  return { ...choice, revealsGap, confirmsMastery };
}

function merge(set: ConceptSet, from: Concept, into: Concept): ConceptSet {
  const move = (conceptId: string): string => (conceptId === from.id ? into.id : conceptId);
  const names = [from.name, ...from.aliases].filter(
    (name) => name !== into.name && !into.aliases.includes(name),
  );
  const touches = (edge: PrerequisiteEdge) =>
    [from.id, into.id].some((id) => edge.from === id || edge.to === id);
  const standing = set.edges.filter((edge) => !touches(edge));
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
    edges: [...standing, ...withoutCycles(moved, standing)],
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

/** Carries out an operation on a set (which stays as it was) and gives the operation that undoes it. */
export function changeConcepts(set: ConceptSet, operation: ConceptOperation): ConceptOutcome {
  const done = (after: ConceptSet, touched: string[]): ConceptOutcome => {
    const ids = new Set(touched);
    const inverse = {
      kind: 'restore',
      touched,
      before: partOn(set, ids),
      after: partOn(after, ids),
    } as const;
    return { ok: true, set: after, inverse };
  };
  if (operation.kind === 'restore') {
    const { touched, before, after } = operation;
    return done(restore(set, new Set(touched), before, after), touched);
  }
  const find = (conceptId: string) => set.concepts.find(({ id }) => id === conceptId);
  const from = find(operation.from);
  if (from === undefined) return { ok: false, reason: 'unknown_concept' };
  if (operation.kind === 'merge') {
    const into = find(operation.into);
    if (into === undefined) return { ok: false, reason: 'unknown_concept' };
    if (into.id === from.id) return { ok: false, reason: 'same_concept' };
    return done(merge(set, from, into), [from.id, into.id]);
  }
  const { concept, nuggetIds } = operation;
  if (find(concept.id) !== undefined) return { ok: false, reason: 'id_taken' };
  return done(split(set, from, concept, nuggetIds), [from.id, concept.id]);
}
