import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { toSql } from 'pgvector';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import type { ConceptId, DocumentId, NuggetId } from '../base/ids.ts';
import { documents, nuggets } from '../library/tables.ts';
import type { Link, Linkable } from './concept-links.ts';
import { lockConcepts } from './concept-lock-queries.ts';
import { type Concept, normaliseName } from './concepts.ts';
import type { Precedence, PrerequisiteEdge } from './prerequisites.ts';
import { conceptEdges, concepts, nuggetConcepts } from './tables.ts';

const own = (db: OrganizationDb) => eq(concepts.organizationId, db.organizationId);

/** The concepts that stand for themselves: those that became part of another are left out. */
export const listActiveConcepts = (db: OrganizationDb): Promise<Concept[]> =>
  db.sql
    .select({ id: concepts.id, name: concepts.name, aliases: concepts.aliases })
    .from(concepts)
    .where(and(own(db), isNull(concepts.mergedInto)))
    .orderBy(asc(concepts.createdAt), asc(concepts.id));

/** What must be known before what; why is asked of each concept alone. */
export const listEdges = (db: OrganizationDb): Promise<Precedence[]> =>
  db.sql
    .select({ from: conceptEdges.prerequisiteId, to: conceptEdges.conceptId })
    .from(conceptEdges)
    .where(eq(conceptEdges.organizationId, db.organizationId))
    .orderBy(asc(conceptEdges.createdAt), asc(conceptEdges.prerequisiteId), asc(conceptEdges.conceptId));

/** Made nuggets in the order of their documents, as concepts are read from them. */
export const listLinkable = (
  db: OrganizationDb,
  which: { documentId: DocumentId } | { ids: readonly NuggetId[] },
): Promise<(Linkable & { id: NuggetId; documentTitle: string | null })[]> =>
  db.sql
    .select({
      id: nuggets.id,
      title: nuggets.title,
      content: nuggets.content,
      metadata: nuggets.metadata,
      documentTitle: sql<string | null>`coalesce(${documents.title}, ${documents.filename})`,
    })
    .from(nuggets)
    .leftJoin(documents, eq(documents.id, nuggets.documentId))
    .where(
      and(
        eq(nuggets.organizationId, db.organizationId),
        ne(nuggets.status, 'retired'),
        'documentId' in which
          ? eq(nuggets.documentId, which.documentId)
          : inArray(nuggets.id, [...which.ids]),
      ),
    )
    .orderBy(asc(nuggets.position), asc(nuggets.id));

const Likeness = z.array(z.object({ proposed: z.string(), existing: z.string(), likeness: z.number() }));

/** Names compared in one statement: so many that nobody else waits long for the database meanwhile. */
const NAMES_AT_ONCE = 50;

/** The concepts whose names are more alike than `above`, by the cosine of vectors of one model. */
export async function likeConcepts(
  db: OrganizationDb,
  model: string,
  names: readonly { name: string; vector: number[] }[],
  above: number,
): Promise<z.infer<typeof Likeness>> {
  const found: z.infer<typeof Likeness>[] = [];
  for (let first = 0; first < names.length; first += NAMES_AT_ONCE) {
    const wanted = names.slice(first, first + NAMES_AT_ONCE);
    const asJson = JSON.stringify(wanted.map(({ name, vector }) => ({ name, vector: toSql(vector) })));
    // Reading a vector costs more than comparing it: each is read once, the wanted ones first, then concept by concept.
    const { rows } = await db.sql.execute(sql`
      with wanted as materialized (
        select v.name, l2_normalize(v.vector::vector) as unit
        from jsonb_to_recordset(${asJson}::jsonb) as v(name text, vector text))
      select like_it.name as proposed, c.name as existing, like_it.likeness
      from ${concepts} c
      cross join lateral (select l2_normalize(c.embedding) as unit offset 0) read
      cross join lateral (
        select w.name, -(w.unit <#> read.unit) as likeness from wanted w
        where -(w.unit <#> read.unit) > ${above}::double precision offset 0) like_it
      where c.organization_id = ${db.organizationId}::uuid and c.merged_into is null and c.embedding_model = ${model}`);
    found.push(Likeness.parse(rows));
  }
  return found.flat();
}

export type NewConcept = Concept & { id: ConceptId; vector: number[] | undefined };

/** Rows `today (id, stands_for)` of a recursive query: these concepts, each with the one it is part of by now or itself. */
const today = ({ organizationId }: OrganizationDb, ids: readonly string[]) => sql`
  became(asked, id, part_of) as (
    select id, id, merged_into from ${concepts}
    where organization_id = ${organizationId}::uuid
      and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    union
    select b.asked, c.id, c.merged_into from became b join ${concepts} c on c.id = b.part_of
    where c.organization_id = ${organizationId}::uuid),
  today(id, stands_for) as (select asked, id from became where part_of is null)`;

/**
 * Keeps concepts, aliases and links in one transaction, and each for what its concept stands for by then: others may have
 * been merged, linked or named since they were read. What another writer made first under the same name stays.
 */
export async function keepLinks(
  db: OrganizationDb,
  made: {
    created: readonly NewConcept[];
    model: string | null;
    /** Concepts with new aliases. */
    renamed: readonly Concept[];
    nuggetIds: readonly NuggetId[];
    links: readonly Link[];
  },
): Promise<void> {
  const { organizationId } = db;
  const rows = made.created.map(({ vector, ...concept }) => ({
    ...concept,
    organizationId,
    normalizedName: normaliseName(concept.name),
    embedding: vector ?? null,
    embeddingModel: vector === undefined ? null : made.model,
  }));
  await db.sql.batch([
    lockConcepts(db),
    db.sql
      .delete(nuggetConcepts)
      .where(
        and(
          eq(nuggetConcepts.organizationId, organizationId),
          inArray(nuggetConcepts.nuggetId, [...made.nuggetIds]),
        ),
      ),
    ...(rows.length === 0 ? [] : [db.sql.insert(concepts).values(rows).onConflictDoNothing()]),
    db.sql.execute(sql`
      with recursive ${today(
        db,
        made.renamed.map(({ id }) => id),
      )}, named(id, alias, place) as (
        select t.stands_for, a.alias, min(a.place)
        from jsonb_to_recordset(${JSON.stringify(made.renamed)}::jsonb) as v(id uuid, aliases jsonb)
        join today t on t.id = v.id
        cross join lateral jsonb_array_elements_text(v.aliases) with ordinality as a(alias, place)
        group by t.stands_for, a.alias)
      update ${concepts} as c set updated_at = now(), aliases = c.aliases || array(
        select n.alias from named n where n.id = c.id and n.alias <> all(c.aliases) order by n.place, n.alias)
      where c.id in (select id from named) and c.organization_id = ${organizationId}::uuid`),
    db.sql.execute(sql`
      with recursive ${today(
        db,
        made.links.map(({ conceptId }) => conceptId),
      )}
      insert into ${nuggetConcepts} (organization_id, nugget_id, concept_id, weight)
      select ${organizationId}::uuid, n.id, t.stands_for, max(v.weight)
      from jsonb_to_recordset(${JSON.stringify(made.links)}::jsonb) as v("nuggetId" uuid, "conceptId" uuid, weight double precision)
      join ${nuggets} n on n.id = v."nuggetId" and n.organization_id = ${organizationId}::uuid
      join today t on t.id = v."conceptId"
      group by n.id, t.stands_for
      on conflict (nugget_id, concept_id) do update set weight = excluded.weight`),
  ]);
}

/**
 * Adds edges one by one, between what their concepts stand for by then, and each only where it closes no cycle. Writers of
 * one organization wait for one another, so that two documents read at the same time close none together either.
 */
export async function addEdges(db: OrganizationDb, edges: readonly PrerequisiteEdge[]): Promise<void> {
  if (edges.length === 0) return;
  const { organizationId } = db;
  await db.sql.batch([
    lockConcepts(db),
    ...edges.map(({ from, to, reason }) =>
      db.sql.execute(sql`
        with recursive ${today(db, [from, to])}, edge(f, t) as (
          select f.stands_for, t.stands_for from today f, today t where f.id = ${from}::uuid and t.id = ${to}::uuid),
        reached(id) as (
          select t from edge
          union
          select e.concept_id from ${conceptEdges} e join reached r on e.prerequisite_id = r.id
          where e.organization_id = ${organizationId}::uuid)
        insert into ${conceptEdges} (organization_id, prerequisite_id, concept_id, reason)
        select ${organizationId}::uuid, f, t, ${reason} from edge where f not in (select id from reached)
        on conflict do nothing`),
    ),
  ]);
}
