import { v7 } from 'uuid';
import type { OrganizationDb } from './db.ts';
import type { UserId } from './ids.ts';
import { auditLog } from './tables.ts';

/** Notes who did what, as a query for the same batch as the deed. Never secrets, never what a learner wrote. */
export const audit = (
  db: OrganizationDb,
  entry: { actorId: UserId | null; action: string; subject?: string; details?: Record<string, unknown> },
) =>
  db.sql.insert(auditLog).values({
    id: v7(),
    organizationId: db.organizationId,
    actorId: entry.actorId,
    action: entry.action,
    subject: entry.subject ?? null,
    details: entry.details ?? null,
  });
