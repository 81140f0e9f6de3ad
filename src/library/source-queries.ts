import { and, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { DocumentId } from '../base/ids.ts';
import type { Document } from './pipeline-queries.ts';
import { documents, nuggets } from './tables.ts';

/**
 * A document as those may read it who learn from it. Learners see only what a nugget of it was published for; then also its
 * other pages, for a quotation wants its surroundings.
 */
export async function findReadable(
  db: OrganizationDb,
  id: DocumentId,
  who: { isStaff: boolean },
): Promise<Document | undefined> {
  const [document] = await db.sql
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.organizationId, db.organizationId),
        eq(documents.id, id),
        who.isStaff
          ? undefined
          : sql`exists (select from ${nuggets} n where n.document_id = ${documents.id}
                        and n.organization_id = ${db.organizationId}::uuid and n.published_at is not null
                        and n.status in ('ready', 'retired'))`,
      ),
    );
  return document;
}
