/** Finds or makes the concepts that nuggets are about, and what must be known before them. */
import type { OrganizationDb } from '../base/db.ts';
import type { DocumentId, NuggetId } from '../base/ids.ts';
import type { Caller, Models } from '../models/port.ts';
import { conceptIdOf } from './concept-id.ts';
import { type Linkable, linksOf, namesToLink, proposeEdges } from './concept-links.ts';
import {
  addEdges,
  keepLinks,
  likeConcepts,
  listActiveConcepts,
  listEdges,
  listLinkable,
} from './concept-queries.ts';
import { type Concept, mergeConcepts, normaliseName, SAME_CONCEPT_SIMILARITY } from './concepts.ts';
import { prerequisiteEdges } from './prerequisites.ts';

export type LinkNeeds = { db: OrganizationDb; models: Pick<Models, 'embed'> };

/**
 * Links nuggets to concepts by their metadata, in place of the links they had. Names are merged by their normal form, then
 * by likeness of meaning; edges are added where they close no cycle. A repeat changes nothing.
 */
export async function linkConcepts(
  needs: LinkNeeds,
  caller: Omit<Caller, 'task'>,
  which: { documentId: DocumentId } | { ids: readonly NuggetId[] },
): Promise<void> {
  const { db } = needs;
  const nuggets = await listLinkable(db, which);
  if (nuggets.length === 0) return;
  const existing = await listActiveConcepts(db);
  const names = namesToLink(nuggets);
  const meanings = await meaningsOf(needs, caller, unknownNames(existing, names));
  const merged = mergeConcepts(existing, names, {
    similarity: meanings.likeness,
    newId: () => crypto.randomUUID(),
  });
  // An id that follows from the name, so that whoever else makes this concept makes the same one.
  const ids = new Map(merged.created.map(({ id, name }) => [id, conceptIdOf(db.organizationId, name)]));
  const idByName = new Map([
    ...relatedNames(nuggets, merged.concepts),
    ...[...merged.idByName].map(([name, id]) => [name, ids.get(id) ?? id] as const),
  ]);
  const before = new Map(existing.map((concept) => [concept.id, concept.aliases.length]));
  await keepLinks(db, {
    created: merged.created.flatMap((concept) => {
      const id = ids.get(concept.id);
      return id === undefined ? [] : [{ ...concept, id, vector: meanings.vectors.get(concept.name) }];
    }),
    model: meanings.model,
    renamed: merged.concepts.filter(({ id, aliases }) => (before.get(id) ?? aliases.length) < aliases.length),
    nuggetIds: nuggets.map(({ id }) => id),
    links: nuggets.flatMap((nugget) => linksOf(nugget, idByName)),
  });
  await keepEdges(needs, nuggets, idByName);
}

const unknownNames = (existing: readonly Concept[], names: readonly string[]): string[] => {
  const known = new Set(existing.flatMap(({ name, aliases }) => [name, ...aliases].map(normaliseName)));
  return names.filter((name) => !known.has(normaliseName(name)));
};

/** Related concepts that there are: nothing is made of a mere mention. */
const relatedNames = (nuggets: readonly Linkable[], concepts: readonly Concept[]): [string, string][] => {
  const byNormal = new Map(
    concepts.flatMap(({ id, name, aliases }) =>
      [name, ...aliases].map((known) => [normaliseName(known), id] as const),
    ),
  );
  return nuggets
    .flatMap(({ metadata }) => metadata?.relatedConcepts ?? [])
    .flatMap((name) => {
      const id = byNormal.get(normaliseName(name));
      return id === undefined ? [] : [[name, id] as [string, string]];
    });
};

type Meanings = {
  model: string | null;
  vectors: ReadonlyMap<string, number[]>;
  likeness: (existing: string, proposed: string) => number;
};

/** The meanings of new names, and how like they are to the concepts there are and to one another. */
async function meaningsOf(
  { db, models }: LinkNeeds,
  caller: Omit<Caller, 'task'>,
  names: readonly string[],
): Promise<Meanings> {
  if (names.length === 0) return { model: null, vectors: new Map(), likeness: () => 0 };
  const tidy = names.map((name) => name.replace(/\s+/g, ' ').trim());
  const { model, vectors } = await models.embed({ ...caller, task: 'embedding' }, tidy);
  const byName = new Map(tidy.map((name, i) => [name, vectors[i] ?? []]));
  const wanted = [...byName].map(([name, vector]) => ({ name, vector }));
  const alike = await likeConcepts(db, model, wanted, SAME_CONCEPT_SIMILARITY);
  const known = new Map([...byName.keys()].map((name) => [name, new Map<string, number>()]));
  for (const { proposed, existing, likeness } of alike) known.get(proposed)?.set(existing, likeness);
  return {
    model,
    vectors: byName,
    likeness: (existing, proposed) =>
      known.get(proposed)?.get(existing) ?? cosine(byName.get(existing), byName.get(proposed)),
  };
}

function cosine(a: readonly number[] | undefined, b: readonly number[] | undefined): number {
  if (a === undefined || b === undefined || a.length === 0 || a.length !== b.length) return 0;
  let [dot, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}

/** Those that stand are believed first; what is new must fit between them. */
async function keepEdges(
  { db }: LinkNeeds,
  nuggets: readonly (Linkable & { documentTitle: string | null })[],
  idByName: ReadonlyMap<string, string>,
): Promise<void> {
  const standing = await listEdges(db);
  const proposals = proposeEdges(nuggets, idByName, nuggets[0]?.documentTitle ?? 'The source');
  const order = [
    ...new Set([
      ...standing.flatMap(({ from, to }) => [from, to]),
      ...nuggets.flatMap(({ metadata }) =>
        (metadata?.topics ?? []).flatMap((name) => idByName.get(name) ?? []),
      ),
      ...proposals.flatMap(({ from, to }) => [from, to]),
    ]),
  ];
  await addEdges(db, prerequisiteEdges(proposals, order, standing));
}
