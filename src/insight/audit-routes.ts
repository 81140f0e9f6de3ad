import type { Databases } from '../base/db.ts';
import {
  createRoute,
  json,
  listOf,
  only,
  pageQuery,
  personOf,
  plainText,
  router,
  time,
  z,
} from '../base/http.ts';
import { auditPages, listAudit } from './audit-queries.ts';

export type AuditNeeds = { databases: Databases };

const Entry = z
  .object({
    id: z.uuid(),
    actorId: z.uuid().nullable(),
    actorName: z.string().nullable(),
    action: z.string(),
    subject: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
    createdAt: time,
  })
  .openapi('AuditEntry');

export const auditRoutes = router<AuditNeeds>().openapi(
  createRoute({
    method: 'get',
    path: '/api/admin/audit',
    summary: 'Who did what, newest first',
    ...only('admin'),
    request: { query: pageQuery.extend({ action: plainText(100, 1).optional() }) },
    responses: { 200: json(listOf(Entry)) },
  }),
  async (c) => {
    const { limit, cursor, action } = c.req.valid('query');
    const db = c.get('needs').databases.forOrganization(personOf(c).organizationId);
    const { rows, nextCursor } = await listAudit(db, { limit, after: auditPages.after(cursor), action });
    const items = rows.map(({ createdAt, ...entry }) => ({ ...entry, createdAt: createdAt.toISOString() }));
    return c.json({ items, nextCursor }, 200);
  },
);
