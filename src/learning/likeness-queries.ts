import { sql } from 'drizzle-orm';
import { toSql } from 'pgvector';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';

const Rows = z.array(z.object({ nodeId: z.string(), likeness: z.number() }));

/** Nodes near a goal are among these; what is farther serves it no more than anything else. */
const NEAREST = 200;

/** How like the nodes that learners may see are to a goal, 0–1, by the cosine of vectors of one model. */
export async function likenessToGoal(
  db: OrganizationDb,
  goal: { vector: number[]; model: string },
): Promise<Record<string, number>> {
  const { rows } = await db.sql.execute(sql`
    select n.id as "nodeId", near.likeness
    from (
      select id, 1 - (embedding <=> ${toSql(goal.vector)}::vector) as likeness from nuggets
      where organization_id = ${db.organizationId}::uuid and status = 'ready' and embedding_model = ${goal.model}
      order by embedding <=> ${toSql(goal.vector)}::vector limit ${NEAREST}) near
    join narrative_nodes n on n.nugget_id = near.id and n.organization_id = ${db.organizationId}::uuid`);
  return Object.fromEntries(Rows.parse(rows).map(({ nodeId, likeness }) => [nodeId, Math.max(0, likeness)]));
}
