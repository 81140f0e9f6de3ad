import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { NuggetId, UserId } from '../base/ids.ts';
import { nuggets } from '../library/tables.ts';

const one = (db: OrganizationDb, id: NuggetId) =>
  and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.id, id));

/** What is made and neither being made, failed nor retired. */
const isMade = inArray(nuggets.status, ['ready', 'draft']);

/** Offers a nugget to learners; says whether there was one to offer. */
export async function publish(
  db: OrganizationDb,
  id: NuggetId,
  by: { userId: UserId; now: Date },
): Promise<boolean> {
  const rows = await db.sql
    .update(nuggets)
    .set({
      status: 'ready',
      publishedAt: sql`coalesce(${nuggets.publishedAt}, ${by.now.toISOString()}::timestamptz)`,
      review: sql`case when ${nuggets.review} is null then null else 'approved' end`,
      reviewReason: null,
      reviewedBy: by.userId,
      reviewedAt: by.now,
    })
    .where(and(one(db, id), isMade))
    .returning({ id: nuggets.id });
  return rows.length > 0;
}

/** Takes it back: no search, path or lesson offers it from now on. */
export async function unpublish(db: OrganizationDb, id: NuggetId): Promise<boolean> {
  const rows = await db.sql
    .update(nuggets)
    .set({ status: 'draft', publishedAt: null })
    .where(and(one(db, id), isMade))
    .returning({ id: nuggets.id });
  return rows.length > 0;
}

/** Keeps it from learners, with what the next generation is to do better. */
export async function reject(
  db: OrganizationDb,
  id: NuggetId,
  by: { userId: UserId; now: Date; reason: string | null },
): Promise<boolean> {
  const rows = await db.sql
    .update(nuggets)
    .set({
      status: 'draft',
      publishedAt: null,
      review: 'rejected',
      reviewReason: by.reason,
      reviewedBy: by.userId,
      reviewedAt: by.now,
    })
    .where(and(one(db, id), isMade))
    .returning({ id: nuggets.id });
  return rows.length > 0;
}

/** What was made anew is looked at anew; the reason has been heard. */
export const askForReview = (db: OrganizationDb, id: NuggetId) =>
  db.sql
    .update(nuggets)
    .set({ review: 'waiting', reviewReason: null })
    .where(and(one(db, id), ne(nuggets.status, 'retired'), sql`${nuggets.review} is not null`));
