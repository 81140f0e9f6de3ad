import { and, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { OrganizationDb } from '../base/db.ts';
import type { EmbeddingCache } from './embed-all.ts';
import type { UsageEvent } from './metering.ts';
import { embeddingCache, usageEvents } from './tables.ts';

export const embeddingCacheOf = (db: OrganizationDb): EmbeddingCache => ({
  find: async (model, hashes) => {
    const rows = await db.sql
      .select({ hash: embeddingCache.hash, embedding: embeddingCache.embedding })
      .from(embeddingCache)
      .where(
        and(
          eq(embeddingCache.organizationId, db.organizationId),
          eq(embeddingCache.model, model),
          inArray(embeddingCache.hash, [...hashes]),
        ),
      );
    return new Map(rows.map(({ hash, embedding }) => [hash, embedding]));
  },
  keep: async (model, made) => {
    const { organizationId } = db;
    const rows = [...made].map(([hash, embedding]) => ({ organizationId, model, hash, embedding }));
    if (rows.length > 0) await db.sql.insert(embeddingCache).values(rows).onConflictDoNothing();
  },
});

/** All of one organization. */
export async function insertUsage(db: OrganizationDb, events: readonly UsageEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.sql.insert(usageEvents).values(
    events.map(({ caller, ...event }) => ({
      ...event,
      id: v7(),
      organizationId: db.organizationId,
      learnerId: caller.learnerId ?? null,
      sessionId: caller.sessionId ?? null,
      jobId: caller.jobId ?? null,
      task: caller.task,
    })),
  );
}
