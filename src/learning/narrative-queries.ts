import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import type { DocumentId, NodeId, NuggetId } from '../base/ids.ts';
import type { NuggetStatus } from '../library/nugget.ts';
import { documents, nuggets } from '../library/tables.ts';
import { lockConcepts } from './concept-lock-queries.ts';
import { currentConcept } from './concept-set.ts';
import { mergeMap, selectMerges } from './merge-queries.ts';
import type { NarrativeNode } from './narrative.ts';
import type { NarrativeNugget } from './narrative-order.ts';
import { tellApart } from './narrative-titles.ts';
import type { PrerequisiteEdge } from './prerequisites.ts';
import { conceptEdges, concepts, narrativeNodes, nuggetConcepts, type StoredChoice } from './tables.ts';

export type NarrativeMaterial = {
  /** Made and not retired, in the order of the document. */
  nuggets: (NarrativeNugget & { status: NuggetStatus; content: string })[];
  edges: PrerequisiteEdge[];
  /** Of all nuggets of the document, those of retired ones too; `written` by a model or a person. */
  nodes: (NarrativeNode & { written: boolean })[];
  documentId: DocumentId;
  /** Stands for all of the above as it was when read, so that nothing laid from it replaces what is newer. */
  asOf: string;
};

/** The concepts that a document's nuggets teach: what others build on is no matter of its ways. */
const taughtBy = ({ organizationId }: OrganizationDb, documentId: DocumentId) => sql`(
  select l.concept_id from ${nuggetConcepts} l join ${nuggets} n on n.id = l.nugget_id
  where n.organization_id = ${organizationId}::uuid and n.document_id = ${documentId}::uuid)`;

/**
 * A digest of all that a narrative is laid from. Read before the rest: where something changed between the two, it differs
 * at saving, and the narrative is laid again.
 */
const digestOf = (db: OrganizationDb, documentId: DocumentId) => {
  const { organizationId } = db;
  return sql<string>`md5(concat_ws('/',
  (select string_agg(concat_ws(' ', n.id, n.status, n.position, n.title), ',' order by n.id) from ${nuggets} n
    where n.organization_id = ${organizationId}::uuid and n.document_id = ${documentId}::uuid),
  (select string_agg(concat_ws(' ', l.nugget_id, l.concept_id, l.weight), ',' order by l.nugget_id, l.concept_id)
    from ${nuggetConcepts} l join ${nuggets} n on n.id = l.nugget_id
    where n.organization_id = ${organizationId}::uuid and n.document_id = ${documentId}::uuid),
  (select string_agg(concat_ws(' ', e.prerequisite_id, e.concept_id), ',' order by e.prerequisite_id, e.concept_id)
    from ${conceptEdges} e where e.organization_id = ${organizationId}::uuid
      and e.prerequisite_id in ${taughtBy(db, documentId)} and e.concept_id in ${taughtBy(db, documentId)}),
  (select string_agg(concat_ws(' ', c.id, c.merged_into), ',' order by c.id) from ${concepts} c
    where c.organization_id = ${organizationId}::uuid and c.merged_into is not null),
  (select string_agg(concat_ws(' ', w.id, w.version, w.written), ',' order by w.id)
    from ${narrativeNodes} w join ${nuggets} n on n.id = w.nugget_id
    where n.organization_id = ${organizationId}::uuid and n.document_id = ${documentId}::uuid)))`;
};

/** What the narrative of a document is made of, in one round trip. */
export async function loadNarrative(db: OrganizationDb, documentId: DocumentId): Promise<NarrativeMaterial> {
  const { organizationId } = db;
  const ofDocument = and(eq(nuggets.organizationId, organizationId), eq(nuggets.documentId, documentId));
  const [[stand], found, links, edges, nodes, merges] = await db.sql.batch([
    db.sql.select({ asOf: digestOf(db, documentId) }).from(sql`(values (1)) as one(row)`),
    db.sql
      .select({
        id: nuggets.id,
        title: nuggets.title,
        content: nuggets.content,
        order: nuggets.position,
        status: nuggets.status,
      })
      .from(nuggets)
      .where(and(ofDocument, inArray(nuggets.status, ['ready', 'draft'])))
      .orderBy(asc(nuggets.position), asc(nuggets.id)),
    db.sql
      .select({
        nuggetId: nuggetConcepts.nuggetId,
        id: nuggetConcepts.conceptId,
        name: concepts.name,
        weight: nuggetConcepts.weight,
      })
      .from(nuggetConcepts)
      .innerJoin(concepts, eq(concepts.id, nuggetConcepts.conceptId))
      .innerJoin(nuggets, eq(nuggets.id, nuggetConcepts.nuggetId))
      .where(ofDocument)
      .orderBy(sql`${nuggetConcepts.weight} desc`, asc(nuggetConcepts.conceptId)),
    db.sql
      .select({ from: conceptEdges.prerequisiteId, to: conceptEdges.conceptId, reason: conceptEdges.reason })
      .from(conceptEdges)
      .where(
        and(
          eq(conceptEdges.organizationId, organizationId),
          sql`${conceptEdges.prerequisiteId} in ${taughtBy(db, documentId)}`,
          sql`${conceptEdges.conceptId} in ${taughtBy(db, documentId)}`,
        ),
      )
      .orderBy(asc(conceptEdges.createdAt), asc(conceptEdges.prerequisiteId), asc(conceptEdges.conceptId)),
    db.sql
      .select({
        id: narrativeNodes.id,
        nuggetId: narrativeNodes.nuggetId,
        choices: narrativeNodes.choices,
        x: narrativeNodes.x,
        y: narrativeNodes.y,
        version: narrativeNodes.version,
        written: narrativeNodes.written,
      })
      .from(narrativeNodes)
      .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
      .where(ofDocument),
    selectMerges(db),
  ]);
  const mergedInto = mergeMap(merges);
  const formerly = (id: string): string[] =>
    Object.keys(mergedInto).filter((old) => currentConcept(mergedInto, old) === id);
  const ofNugget = Map.groupBy(links, ({ nuggetId }) => nuggetId);
  return {
    nuggets: tellApart(found.map((nugget) => ({ ...nugget, title: nugget.title ?? '' }))).map((nugget) => ({
      ...nugget,
      concepts: (ofNugget.get(nugget.id) ?? []).map(({ id, name, weight }) => ({
        ...{ id, name, weight },
        formerly: formerly(id),
      })),
    })),
    edges,
    documentId,
    asOf: required(stand).asOf,
    nodes: nodes.map(({ x, y, choices, ...node }) => ({
      ...node,
      choices: choices.map((choice) => ({ ...choice, adaptsTo: choice.adaptsTo ?? [] })),
      position: { x, y },
    })),
  };
}

export type NodeRow = {
  id: NodeId;
  nuggetId: NuggetId;
  choices: StoredChoice[];
  x: number;
  y: number;
  version: number;
  written: boolean;
};

/**
 * Keeps nodes of nuggets that are still there; nodes of others stay as they are, for lessons may stand on them. What was
 * written once stays so. Keeps nothing and gives false where the material changed since it was read.
 */
export async function saveNodes(
  db: OrganizationDb,
  { documentId, asOf }: Pick<NarrativeMaterial, 'documentId' | 'asOf'>,
  nodes: readonly NodeRow[],
): Promise<boolean> {
  if (nodes.length === 0) return true;
  const [, { rows }] = await db.sql.batch([
    lockConcepts(db),
    db.sql.execute<{ current: boolean }>(sql`
      with material as materialized (select ${digestOf(db, documentId)} = ${asOf} as current),
      kept as (
        insert into ${narrativeNodes} (id, organization_id, nugget_id, choices, x, y, version, written)
        select v.id, ${db.organizationId}::uuid, n.id, v.choices, v.x, v.y, v.version, v.written
        from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb)
          as v(id uuid, "nuggetId" uuid, choices jsonb, x double precision, y double precision, version integer,
               written boolean)
        join ${nuggets} n on n.id = v."nuggetId" and n.organization_id = ${db.organizationId}::uuid
        join material on material.current
        on conflict (id) do update
          set choices = excluded.choices, x = excluded.x, y = excluded.y, version = excluded.version,
              written = ${narrativeNodes}.written or excluded.written)
      select current from material`),
  ]);
  return required(rows[0]).current;
}

/** The documents that hold these nuggets. */
export const documentsOf = async (db: OrganizationDb, ids: readonly NuggetId[]): Promise<DocumentId[]> => {
  if (ids.length === 0) return [];
  const rows = await db.sql
    .selectDistinct({ id: documents.id })
    .from(nuggets)
    .innerJoin(documents, eq(documents.id, nuggets.documentId))
    .where(and(eq(nuggets.organizationId, db.organizationId), inArray(nuggets.id, [...ids])));
  return rows.map(({ id }) => id);
};
