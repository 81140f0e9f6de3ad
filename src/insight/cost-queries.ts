import { and, count, eq, gte, lt, sql } from 'drizzle-orm';
import { learners, users } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { usageEvents } from '../models/tables.ts';
import type { Period } from './period.ts';

export type GroupBy = 'day' | 'model' | 'learner' | 'task';

const KEYS = {
  day: sql<string | null>`to_char(${usageEvents.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`,
  model: sql<string | null>`${usageEvents.model}`,
  learner: sql<string | null>`${usageEvents.learnerId}::text`,
  task: sql<string | null>`${usageEvents.task}`,
} as const satisfies Record<GroupBy, unknown>;

const sum = (column: unknown) => sql<number>`coalesce(sum(${column}), 0)::float8`;

/** What was paid for, by key; `key` is null for what no learner caused. And what this month came to so far. */
export async function readCosts(
  db: OrganizationDb,
  { from, to }: Period,
  { groupBy, month }: { groupBy: GroupBy; month: Date },
) {
  const ours = eq(usageEvents.organizationId, db.organizationId);
  const [groups, names, monthly] = await db.sql.batch([
    db.sql
      .select({
        key: KEYS[groupBy],
        calls: count(),
        usd: sum(usageEvents.costUsd),
        inputTokens: sum(usageEvents.inputTokens),
        outputTokens: sum(usageEvents.outputTokens),
        characters: sum(usageEvents.characters),
        audioSeconds: sum(usageEvents.audioSeconds),
        images: sum(usageEvents.images),
      })
      .from(usageEvents)
      .where(and(ours, gte(usageEvents.createdAt, from), lt(usageEvents.createdAt, to)))
      .groupBy(sql`1`)
      .orderBy(groupBy === 'day' ? sql`1` : sql`3 desc, 1`),
    db.sql
      .select({ id: learners.id, name: users.name })
      .from(learners)
      .innerJoin(users, eq(users.id, learners.userId))
      .where(
        and(eq(learners.organizationId, db.organizationId), groupBy === 'learner' ? undefined : sql`false`),
      ),
    db.sql
      .select({ usd: sum(usageEvents.costUsd) })
      .from(usageEvents)
      .where(and(ours, gte(usageEvents.createdAt, month))),
  ]);
  return {
    groups,
    names: new Map<string, string>(names.map(({ id, name }) => [id, name])),
    monthUsd: monthly[0]?.usd ?? 0,
  };
}
