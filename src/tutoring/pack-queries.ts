/** What a session's object takes with it from Postgres: nodes, passages, concepts, the learner. */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { learners, users } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { type ConceptId, type LearnerId, NodeId, type NuggetId } from '../base/ids.ts';
import { claimsToday } from '../learning/concept-set.ts';
import type { Concept } from '../learning/concepts.ts';
import { mergeMap, selectMerges } from '../learning/merge-queries.ts';
import { concepts, narrativeNodes, nuggetConcepts } from '../learning/tables.ts';
import { type NuggetRow, nuggetColumns } from '../library/change-queries.ts';
import { type SourceOfNugget, sources } from '../library/queries.ts';
import { documents, nuggetSources, nuggets } from '../library/tables.ts';
import { nuggetView } from '../library/view.ts';
import type { LessonNode, Passage } from './lesson.ts';

/** Only what may be offered to learners. */
const offered = (db: OrganizationDb) =>
  and(
    eq(nuggets.organizationId, db.organizationId),
    eq(nuggets.status, 'ready'),
    isNotNull(nuggets.publishedAt),
  );

export async function findPerson(db: OrganizationDb, learnerId: LearnerId) {
  const [found] = await db.sql
    .select({ name: users.name, profile: learners.profile })
    .from(learners)
    .innerJoin(users, eq(users.id, learners.userId))
    .where(and(eq(learners.organizationId, db.organizationId), eq(learners.id, learnerId)));
  return found;
}

/** The passages of nuggets, in the order of the ids. One that is not offered to learners is left out. */
export async function findPassages(db: OrganizationDb, ids: readonly NuggetId[]): Promise<Passage[]> {
  if (ids.length === 0) return [];
  const rows = await db.sql
    .select({
      nuggetId: nuggets.id,
      documentId: nuggetSources.documentId,
      nuggetTitle: nuggets.title,
      documentTitle: documents.title,
      filename: documents.filename,
      sourceTitle: nuggetSources.title,
      page: nuggetSources.page,
      lastPage: nuggetSources.lastPage,
      headings: nuggetSources.headings,
      text: nuggets.content,
      pagesKey: documents.pagesKey,
    })
    .from(nuggets)
    .leftJoin(nuggetSources, eq(nuggetSources.nuggetId, nuggets.id))
    .leftJoin(documents, eq(documents.id, nuggetSources.documentId))
    .where(and(offered(db), inArray(nuggets.id, [...ids])))
    .orderBy(asc(nuggetSources.chunkIndex));
  return ids.flatMap((id) => {
    const row = rows.find(({ nuggetId }) => nuggetId === id);
    if (row === undefined) return [];
    const { nuggetTitle, documentTitle, filename, sourceTitle, headings, ...rest } = row;
    const title = documentTitle ?? sourceTitle ?? filename ?? nuggetTitle ?? '';
    return [{ ...rest, title, headings: headings ?? [] }];
  });
}

type NodeRow = {
  nodeId: NodeId | null;
  choices: (typeof narrativeNodes.$inferSelect)['choices'] | null;
  nugget: NuggetRow;
  sources: SourceOfNugget[];
};

const nodeColumns = {
  nodeId: narrativeNodes.id,
  choices: narrativeNodes.choices,
  nugget: nuggetColumns,
  sources,
};

function lessonNode(
  { nodeId, choices, nugget, sources }: NodeRow,
  mergedInto: Readonly<Record<string, string>>,
): LessonNode {
  const { parts: _p, review: _r, reviewReason: _w, ...view } = nuggetView({ ...nugget, sources });
  return {
    nodeId,
    view: {
      id: nodeId ?? nugget.id,
      nugget: { ...view, id: nugget.id },
      choices: (choices ?? [])
        .map((choice) => claimsToday(choice, mergedInto))
        .map(({ id, text, nextNodeId, revealsGap, confirmsMastery }) => ({
          ...{ id, text, nextNodeId },
          ...{ revealsGap, confirmsMastery },
        })),
    },
  };
}

/** Nuggets as nodes, in the order of the ids; one that no narrative leads to is a node without choices. */
export async function findNodesOfNuggets(
  db: OrganizationDb,
  ids: readonly NuggetId[],
): Promise<LessonNode[]> {
  if (ids.length === 0) return [];
  const [rows, merges] = await db.sql.batch([
    db.sql
      .select(nodeColumns)
      .from(nuggets)
      .leftJoin(narrativeNodes, eq(narrativeNodes.nuggetId, nuggets.id))
      .where(and(offered(db), inArray(nuggets.id, [...ids]))),
    selectMerges(db),
  ]);
  const mergedInto = mergeMap(merges);
  return ids
    .flatMap((id) => rows.find(({ nugget }) => nugget.id === id) ?? [])
    .map((row) => lessonNode(row, mergedInto));
}

export async function findNodes(db: OrganizationDb, ids: readonly string[]): Promise<LessonNode[]> {
  const known = ids.flatMap((id) => NodeId.safeParse(id).data ?? []);
  if (known.length === 0) return [];
  const [rows, merges] = await db.sql.batch([
    db.sql
      .select(nodeColumns)
      .from(narrativeNodes)
      .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
      .where(and(offered(db), inArray(narrativeNodes.id, known))),
    selectMerges(db),
  ]);
  const mergedInto = mergeMap(merges);
  return known
    .flatMap((id) => rows.find(({ nodeId }) => nodeId === id) ?? [])
    .map((row) => lessonNode(row, mergedInto));
}

/**
 * Concepts of the given nuggets and of the given ids, as they are called today: in the order of the nuggets, what one is
 * mostly about first.
 */
export async function findConcepts(
  db: OrganizationDb,
  nuggetIds: readonly NuggetId[],
  conceptIds: readonly string[],
): Promise<Concept[]> {
  const ids = z.array(z.uuid()).parse(conceptIds);
  const { nuggetId, weight } = nuggetConcepts;
  const rows = await db.sql
    .select({ id: concepts.id, name: concepts.name, aliases: concepts.aliases, nuggetId, weight })
    .from(concepts)
    .leftJoin(
      nuggetConcepts,
      and(eq(nuggetConcepts.conceptId, concepts.id), inArray(nuggetId, [...nuggetIds])),
    )
    .where(
      and(
        eq(concepts.organizationId, db.organizationId),
        isNull(concepts.mergedInto),
        or(isNotNull(nuggetId), ids.length > 0 ? sql`${concepts.id} in ${ids}` : sql`false`),
      ),
    );
  const place = new Map(nuggetIds.map((id, i) => [id, i]));
  const placeOf = (id: NuggetId | null) => (id === null ? undefined : place.get(id)) ?? nuggetIds.length;
  const ordered = rows.toSorted(
    (a, b) => placeOf(a.nuggetId) - placeOf(b.nuggetId) || (b.weight ?? 0) - (a.weight ?? 0),
  );
  const known = new Map<ConceptId, Concept>();
  for (const { id, name, aliases } of ordered) if (!known.has(id)) known.set(id, { id, name, aliases });
  return [...known.values()];
}

/** Topics that a nugget's metadata names: what stands in for concepts until the narrative has made them. */
export async function findTopics(db: OrganizationDb, ids: readonly NuggetId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.sql
    .select({ metadata: nuggets.metadata })
    .from(nuggets)
    .where(and(offered(db), inArray(nuggets.id, [...ids])));
  return [...new Set(rows.flatMap(({ metadata }) => metadata?.topics ?? []))];
}
