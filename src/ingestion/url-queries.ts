import { and, asc, desc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { OrganizationDb, SystemDb } from '../base/db.ts';
import { newId, UrlId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { monitoredUrls } from './tables.ts';

export type UrlRow = typeof monitoredUrls.$inferSelect;
export type UrlChange = Partial<
  Omit<typeof monitoredUrls.$inferInsert, 'id' | 'organizationId' | 'createdAt' | 'updatedAt'>
>;

const one = (db: OrganizationDb, id: UrlId) =>
  and(eq(monitoredUrls.organizationId, db.organizationId), eq(monitoredUrls.id, id));

export const listUrls = (
  db: OrganizationDb,
  page: { limit: number; after: Cursor | undefined },
): Promise<UrlRow[]> =>
  db.sql
    .select()
    .from(monitoredUrls)
    .where(
      and(
        eq(monitoredUrls.organizationId, db.organizationId),
        page.after === undefined
          ? undefined
          : sql`(${monitoredUrls.createdAt}, ${monitoredUrls.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(monitoredUrls.createdAt), desc(monitoredUrls.id))
    .limit(page.limit + 1);

/** Nothing where the address is monitored already. */
export async function insertUrl(
  db: OrganizationDb,
  url: Pick<UrlRow, 'url' | 'checkInterval' | 'contentSelector' | 'autoProcess' | 'enabled'>,
): Promise<UrlRow | undefined> {
  const [row] = await db.sql
    .insert(monitoredUrls)
    .values({ id: newId(UrlId), organizationId: db.organizationId, ...url })
    .onConflictDoNothing()
    .returning();
  return row;
}

export async function findUrl(db: OrganizationDb, id: UrlId): Promise<UrlRow | undefined> {
  const [row] = await db.sql.select().from(monitoredUrls).where(one(db, id));
  return row;
}

export async function updateUrl(
  db: OrganizationDb,
  id: UrlId,
  change: UrlChange,
): Promise<UrlRow | undefined> {
  const [row] = await db.sql.update(monitoredUrls).set(change).where(one(db, id)).returning();
  return row;
}

export async function deleteUrl(db: OrganizationDb, id: UrlId): Promise<boolean> {
  const rows = await db.sql.delete(monitoredUrls).where(one(db, id)).returning({ id: monitoredUrls.id });
  return rows.length > 0;
}

/**
 * Takes the URLs that are due, of all organizations, by moving their next check on first: two crons at one moment check
 * nothing twice, and a check that dies is due again after the interval.
 */
export const takeDueUrls = (db: SystemDb, now: Date, limit: number): Promise<UrlRow[]> =>
  db.sql
    .update(monitoredUrls)
    .set({
      nextCheckAt: sql`${now.toISOString()}::timestamptz + make_interval(mins => ${monitoredUrls.checkInterval})`,
    })
    .where(
      sql`${monitoredUrls.id} in (${db.sql
        .select({ id: monitoredUrls.id })
        .from(monitoredUrls)
        .where(
          and(
            eq(monitoredUrls.enabled, true),
            eq(monitoredUrls.autoProcess, true),
            or(isNull(monitoredUrls.nextCheckAt), lte(monitoredUrls.nextCheckAt, now)),
          ),
        )
        .orderBy(asc(monitoredUrls.nextCheckAt))
        .limit(limit)
        .for('update', { skipLocked: true })})`,
    )
    .returning();
