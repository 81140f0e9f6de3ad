import { and, desc, eq, sql } from 'drizzle-orm';
import { users } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { type Cursor, pagesOf } from '../base/paging.ts';
import { auditLog } from '../base/tables.ts';

export const auditPages = pagesOf('audit');

/** Newest first. Whoever did it may be gone by now: then only their id is left. */
export async function listAudit(
  db: OrganizationDb,
  { limit, after, action }: { limit: number; after: Cursor | undefined; action: string | undefined },
) {
  const rows = await db.sql
    .select({
      id: auditLog.id,
      actorId: auditLog.actorId,
      actorName: users.name,
      action: auditLog.action,
      subject: auditLog.subject,
      details: auditLog.details,
      createdAt: auditLog.createdAt,
    })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .where(
      and(
        eq(auditLog.organizationId, db.organizationId),
        action === undefined ? undefined : eq(auditLog.action, action),
        after === undefined
          ? undefined
          : sql`(${auditLog.createdAt}, ${auditLog.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
    .limit(limit + 1);
  return auditPages.cut(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}
