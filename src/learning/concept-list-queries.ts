import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { Cursor } from '../base/paging.ts';
import { concepts } from './tables.ts';

type Taught = { id: string; title: string | null; weight: number };
type Needed = { id: string; name: string; reason: string };

/** Nuggets and prerequisites travel as JSON in the concept's own row; names are written out (see library/queries.ts). */
const taught = sql<Taught[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title, 'weight', l.weight) order by l.weight desc, n.id)
  from nugget_concepts l join nuggets n on n.id = l.nugget_id
  where l.concept_id = concepts.id and n.status <> 'retired'), '[]'::jsonb)`;
const needed = sql<Needed[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'reason', e.reason) order by p.name, p.id)
  from concept_edges e join concepts p on p.id = e.prerequisite_id
  where e.concept_id = concepts.id), '[]'::jsonb)`;

/** Concepts that stand for themselves, newest first. */
export const listConcepts = (
  db: OrganizationDb,
  filter: { q: string | undefined; limit: number; after: Cursor | undefined },
) =>
  db.sql
    .select({
      id: concepts.id,
      name: concepts.name,
      aliases: concepts.aliases,
      nuggets: taught,
      prerequisites: needed,
      createdAt: concepts.createdAt,
    })
    .from(concepts)
    .where(
      and(
        eq(concepts.organizationId, db.organizationId),
        isNull(concepts.mergedInto),
        filter.q === undefined
          ? undefined
          : sql`strpos(lower(${concepts.name} || ' ' || array_to_string(${concepts.aliases}, ' ')), lower(${filter.q})) > 0`,
        filter.after === undefined
          ? undefined
          : sql`(${concepts.createdAt}, ${concepts.id}) < (${filter.after.at.toISOString()}::timestamptz, ${filter.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(concepts.createdAt), desc(concepts.id))
    .limit(filter.limit + 1);
