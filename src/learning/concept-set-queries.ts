/** The organization's concepts as one set that can be changed and changed back. */
import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { type OrganizationDb, sqlState } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { ConceptId, type DocumentId, type LearnerId } from '../base/ids.ts';
import { documents, nuggets } from '../library/tables.ts';
import { lockConcepts } from './concept-lock-queries.ts';
import { type ConceptOperation, type ConceptSet, currentConcept } from './concept-set.ts';
import { normaliseName } from './concepts.ts';
import { attempts, conceptChanges, conceptEdges, concepts, nuggetConcepts } from './tables.ts';

/**
 * A digest of all that a set is. Read before the rest: where something changed between the two, it differs at keeping, and
 * the change is made again.
 */
const digestOf = ({ organizationId }: OrganizationDb) => sql<string>`md5(concat_ws('/',
  (select string_agg(concat_ws(' ', c.id, c.name, c.aliases, c.merged_into), ',' order by c.id) from ${concepts} c
    where c.organization_id = ${organizationId}::uuid),
  (select string_agg(concat_ws(' ', l.nugget_id, l.concept_id, l.weight), ',' order by l.nugget_id, l.concept_id)
    from ${nuggetConcepts} l where l.organization_id = ${organizationId}::uuid),
  (select string_agg(concat_ws(' ', e.prerequisite_id, e.concept_id, e.reason), ','
      order by e.prerequisite_id, e.concept_id)
    from ${conceptEdges} e where e.organization_id = ${organizationId}::uuid)))`;

/** All that is known of the concepts; `asOf` stands for it as it was when read, so that nothing made of it replaces what is newer. */
export async function loadConceptSet(db: OrganizationDb): Promise<{ set: ConceptSet; asOf: string }> {
  const { organizationId } = db;
  const [[stand], all, links, edges] = await db.sql.batch([
    db.sql.select({ asOf: digestOf(db) }).from(sql`(values (1)) as one(row)`),
    db.sql
      .select({
        id: concepts.id,
        name: concepts.name,
        aliases: concepts.aliases,
        mergedInto: concepts.mergedInto,
      })
      .from(concepts)
      .where(eq(concepts.organizationId, organizationId))
      .orderBy(asc(concepts.createdAt), asc(concepts.id)),
    db.sql
      .select({
        nuggetId: nuggetConcepts.nuggetId,
        conceptId: nuggetConcepts.conceptId,
        weight: nuggetConcepts.weight,
      })
      .from(nuggetConcepts)
      .where(eq(nuggetConcepts.organizationId, organizationId)),
    db.sql
      .select({ from: conceptEdges.prerequisiteId, to: conceptEdges.conceptId, reason: conceptEdges.reason })
      .from(conceptEdges)
      .where(eq(conceptEdges.organizationId, organizationId))
      .orderBy(asc(conceptEdges.createdAt), asc(conceptEdges.prerequisiteId), asc(conceptEdges.conceptId)),
  ]);
  const set = {
    concepts: all
      .filter(({ mergedInto }) => mergedInto === null)
      .map(({ id, name, aliases }) => ({ id, name, aliases })),
    links,
    edges,
    mergedInto: Object.fromEntries(
      all.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [[id, mergedInto]])),
    ),
  };
  return { set, asOf: required(stand).asOf };
}

/** The concepts on which an operation may have changed anything. */
export const touchedBy = (operation: ConceptOperation): string[] => {
  switch (operation.kind) {
    case 'merge':
      return [operation.from, operation.into];
    case 'split':
      return [operation.from, operation.concept.id];
    case 'restore':
      return operation.touched;
    default:
      return operation satisfies never;
  }
};

const DIVISION_BY_ZERO = '22012';

/**
 * Keeps what an operation changed, and the operation with its undoing, in one transaction. A concept that goes stays as a
 * row that says what it stands for now, so that evidence on it finds its way. Keeps nothing and gives false where anything
 * changed since the set was read.
 */
export async function keepConceptSet(
  db: OrganizationDb,
  { after, asOf }: { after: ConceptSet; asOf: string },
  change: { operation: ConceptOperation; inverse: ConceptOperation; undoes?: string },
): Promise<boolean> {
  const { organizationId } = db;
  const touched = z.array(ConceptId).parse(touchedBy(change.operation));
  const isTouched = new Set<string>(touched);
  const standing = after.concepts.filter(({ id }) => isTouched.has(id));
  const gone = touched.filter((id) => !standing.some((concept) => concept.id === id));
  const rows = [
    ...standing.map(({ id, name, aliases }) => ({
      id,
      name,
      aliases,
      normalized: normaliseName(name),
      into: null,
    })),
  ];
  // A concept that a split made and an undoing takes back stands for what it was split from.
  const becomes = gone.map((id) => ({
    id,
    into: after.mergedInto[id] === undefined ? standing[0]?.id : currentConcept(after.mergedInto, id),
  }));
  const links = after.links.filter(({ conceptId }) => isTouched.has(conceptId));
  const edges = after.edges.filter(({ from, to }) => isTouched.has(from) || isTouched.has(to));
  const keeping = db.sql.batch([
    lockConcepts(db),
    // A statement that fails is the one way out of a batch.
    db.sql.execute(sql`select 1 / (${digestOf(db)} = ${asOf})::integer`),
    db.sql.execute(sql`
      insert into ${concepts} (id, organization_id, name, normalized_name, aliases)
      select v.id, ${organizationId}::uuid, v.name, v.normalized, array(select jsonb_array_elements_text(v.aliases))
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as v(id uuid, name text, normalized text, aliases jsonb)
      on conflict (id) do update
        set name = excluded.name, normalized_name = excluded.normalized_name, aliases = excluded.aliases,
            merged_into = null, updated_at = now()`),
    db.sql.execute(sql`
      update ${concepts} as c set merged_into = v.into, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(becomes)}::jsonb) as v(id uuid, "into" uuid)
      where c.id = v.id and c.organization_id = ${organizationId}::uuid`),
    db.sql
      .delete(nuggetConcepts)
      .where(
        and(eq(nuggetConcepts.organizationId, organizationId), inArray(nuggetConcepts.conceptId, touched)),
      ),
    db.sql.execute(sql`
      insert into ${nuggetConcepts} (organization_id, nugget_id, concept_id, weight)
      select ${organizationId}::uuid, n.id, v."conceptId", v.weight
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as v("nuggetId" uuid, "conceptId" uuid, weight double precision)
      join ${nuggets} n on n.id = v."nuggetId" and n.organization_id = ${organizationId}::uuid`),
    db.sql
      .delete(conceptEdges)
      .where(
        and(
          eq(conceptEdges.organizationId, organizationId),
          or(inArray(conceptEdges.prerequisiteId, touched), inArray(conceptEdges.conceptId, touched)),
        ),
      ),
    db.sql.execute(sql`
      insert into ${conceptEdges} (organization_id, prerequisite_id, concept_id, reason)
      select ${organizationId}::uuid, v."from", v."to", v.reason
      from jsonb_to_recordset(${JSON.stringify(edges)}::jsonb) as v("from" uuid, "to" uuid, reason text)
      on conflict do nothing`),
    change.undoes === undefined
      ? db.sql
          .insert(conceptChanges)
          .values({ id: v7(), organizationId, change: change.operation, inverse: change.inverse })
      : db.sql
          .update(conceptChanges)
          .set({ undoneAt: new Date() })
          .where(
            and(eq(conceptChanges.organizationId, organizationId), eq(conceptChanges.id, change.undoes)),
          ),
  ]);
  return keeping.then(
    () => true,
    (thrown: unknown) => {
      if (sqlState(thrown) === DIVISION_BY_ZERO) return false;
      throw thrown;
    },
  );
}

const Concept = z.object({ id: z.string(), name: z.string(), aliases: z.array(z.string()) });
const StoredSet: z.ZodType<ConceptSet> = z.object({
  concepts: z.array(Concept),
  links: z.array(z.object({ nuggetId: z.string(), conceptId: z.string(), weight: z.number() })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), reason: z.string() })),
  mergedInto: z.record(z.string(), z.string()),
});
const StoredInverse = z.object({
  kind: z.literal('restore'),
  touched: z.array(z.string()),
  before: StoredSet,
  after: StoredSet.optional(),
});

/** The last change that was not undone yet, with what undoes it. */
export async function findLastChange(
  db: OrganizationDb,
): Promise<{ id: string; inverse: ConceptOperation } | undefined> {
  const [last] = await db.sql
    .select()
    .from(conceptChanges)
    .where(and(eq(conceptChanges.organizationId, db.organizationId), isNull(conceptChanges.undoneAt)))
    .orderBy(desc(conceptChanges.createdAt), desc(conceptChanges.id))
    .limit(1);
  return last === undefined ? undefined : { id: last.id, inverse: StoredInverse.parse(last.inverse) };
}

/** Who has evidence on these concepts, and which documents teach them: whose numbers and ways follow from a change. */
export async function affectedBy(
  db: OrganizationDb,
  ids: readonly string[],
): Promise<{ learners: LearnerId[]; documents: DocumentId[] }> {
  const touched = z.array(ConceptId).parse(ids);
  const [people, sources] = await db.sql.batch([
    db.sql
      .selectDistinct({ id: attempts.learnerId })
      .from(attempts)
      .where(and(eq(attempts.organizationId, db.organizationId), inArray(attempts.conceptId, touched))),
    db.sql
      .selectDistinct({ id: documents.id })
      .from(nuggetConcepts)
      .innerJoin(nuggets, eq(nuggets.id, nuggetConcepts.nuggetId))
      .innerJoin(documents, eq(documents.id, nuggets.documentId))
      .where(
        and(eq(nuggetConcepts.organizationId, db.organizationId), inArray(nuggetConcepts.conceptId, touched)),
      ),
  ]);
  return { learners: people.map(({ id }) => id), documents: sources.map(({ id }) => id) };
}
