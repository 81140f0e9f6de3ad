import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { NodeId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { nuggetColumns } from '../library/change-queries.ts';
import { sources } from '../library/queries.ts';
import { documents, nuggets } from '../library/tables.ts';
import { conceptEdges, concepts, narrativeNodes, nuggetConcepts } from './tables.ts';

/** Learners walk among what is published; staff see where drafts will stand. */
const visible = (db: OrganizationDb, isStaff: boolean) =>
  and(
    eq(narrativeNodes.organizationId, db.organizationId),
    isStaff ? inArray(nuggets.status, ['ready', 'draft']) : eq(nuggets.status, 'ready'),
  );

const nodeColumns = {
  id: narrativeNodes.id,
  nuggetId: narrativeNodes.nuggetId,
  documentId: nuggets.documentId,
  title: nuggets.title,
  choices: narrativeNodes.choices,
  x: narrativeNodes.x,
  y: narrativeNodes.y,
  version: narrativeNodes.version,
  createdAt: narrativeNodes.createdAt,
};

export type NodeWithTitle = Awaited<ReturnType<typeof listNodes>>[number];

export type NodeFilter = { documentId?: string | undefined; isStaff: boolean };

export const listNodes = (
  db: OrganizationDb,
  filter: NodeFilter & { limit: number; after: Cursor | undefined },
) =>
  db.sql
    .select(nodeColumns)
    .from(narrativeNodes)
    .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
    .where(
      and(
        visible(db, filter.isStaff),
        filter.documentId === undefined ? undefined : sql`${nuggets.documentId} = ${filter.documentId}::uuid`,
        filter.after === undefined
          ? undefined
          : sql`(${narrativeNodes.createdAt}, ${narrativeNodes.id}) > (${filter.after.at.toISOString()}::timestamptz, ${filter.after.id}::uuid)`,
      ),
    )
    .orderBy(asc(narrativeNodes.createdAt), asc(narrativeNodes.id))
    .limit(filter.limit + 1);

export async function findNode(db: OrganizationDb, id: NodeId, isStaff: boolean) {
  const [row] = await db.sql
    .select({ node: nodeColumns, nugget: nuggetColumns, sources })
    .from(narrativeNodes)
    .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
    .where(and(visible(db, isStaff), eq(narrativeNodes.id, id)));
  return row;
}

/** Those of the given nodes that may be seen: what a choice may lead to. */
export async function seenOf(
  db: OrganizationDb,
  ids: readonly string[],
  isStaff: boolean,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.sql
    .select({ id: narrativeNodes.id })
    .from(narrativeNodes)
    .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
    .where(and(visible(db, isStaff), inArray(sql`${narrativeNodes.id}::text`, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

/** All nodes with what they teach, and what must be known before what; documents in their order. */
export async function loadGraph(db: OrganizationDb, filter: NodeFilter) {
  const [nodes, links, edges] = await db.sql.batch([
    db.sql
      .select({
        ...nodeColumns,
        documentTitle: sql<string | null>`coalesce(${documents.title}, ${documents.filename})`,
        position: nuggets.position,
        status: nuggets.status,
        difficulty: sql<number | null>`(${nuggets.metadata} ->> 'difficulty')::integer`,
      })
      .from(narrativeNodes)
      .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
      .leftJoin(documents, eq(documents.id, nuggets.documentId))
      .where(
        and(
          visible(db, filter.isStaff),
          filter.documentId === undefined
            ? undefined
            : sql`${nuggets.documentId} = ${filter.documentId}::uuid`,
        ),
      )
      .orderBy(asc(documents.createdAt), asc(documents.id), asc(nuggets.position), asc(nuggets.id)),
    db.sql
      .select({
        nuggetId: nuggetConcepts.nuggetId,
        concept: nuggetConcepts.conceptId,
        name: concepts.name,
        weight: nuggetConcepts.weight,
      })
      .from(nuggetConcepts)
      .innerJoin(concepts, eq(concepts.id, nuggetConcepts.conceptId))
      .where(eq(nuggetConcepts.organizationId, db.organizationId)),
    db.sql
      .select({ from: conceptEdges.prerequisiteId, to: conceptEdges.conceptId, reason: conceptEdges.reason })
      .from(conceptEdges)
      .where(eq(conceptEdges.organizationId, db.organizationId))
      .orderBy(asc(conceptEdges.createdAt), asc(conceptEdges.prerequisiteId), asc(conceptEdges.conceptId)),
  ]);
  return { nodes, links, edges };
}
