import { and, count, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { DocumentId, NuggetId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { ingestionJobs } from '../jobs/tables.ts';
import { documents, nuggets } from '../library/tables.ts';
import type { PlacedDocument } from './queries.ts';

/** Stored documents with their latest job, as the sources page lists them. */

export type StoredFile = {
  document: PlacedDocument;
  job: { status: string; errorMessage: string | null } | null;
  nuggetCount: number;
};

export async function listFiles(
  db: OrganizationDb,
  page: { limit: number; after: Cursor | undefined },
): Promise<StoredFile[]> {
  const found = await db.sql
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.organizationId, db.organizationId),
        ne(documents.sourceType, 'url'),
        isNull(documents.retiredAt),
        page.after === undefined
          ? undefined
          : sql`(${documents.createdAt}, ${documents.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(page.limit + 1);
  return withJobs(db, found);
}

export async function findFile(db: OrganizationDb, id: DocumentId): Promise<StoredFile | undefined> {
  const found = await db.sql
    .select()
    .from(documents)
    .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, id)));
  const [file] = await withJobs(db, found);
  return file;
}

async function withJobs(db: OrganizationDb, found: readonly PlacedDocument[]): Promise<StoredFile[]> {
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [jobs, counts] = await db.sql.batch([
    db.sql
      .selectDistinctOn([ingestionJobs.documentId], {
        documentId: ingestionJobs.documentId,
        status: ingestionJobs.status,
        errorMessage: ingestionJobs.errorMessage,
      })
      .from(ingestionJobs)
      .where(and(eq(ingestionJobs.organizationId, db.organizationId), inArray(ingestionJobs.documentId, ids)))
      .orderBy(ingestionJobs.documentId, desc(ingestionJobs.createdAt)),
    db.sql
      .select({ documentId: nuggets.documentId, n: count() })
      .from(nuggets)
      .where(
        and(
          eq(nuggets.organizationId, db.organizationId),
          inArray(nuggets.documentId, ids),
          ne(nuggets.status, 'retired'),
        ),
      )
      .groupBy(nuggets.documentId),
  ]);
  return found.map((document) => ({
    document,
    job: jobs.find(({ documentId }) => documentId === document.id) ?? null,
    nuggetCount: counts.find(({ documentId }) => documentId === document.id)?.n ?? 0,
  }));
}

/** Removes a document with its jobs and nuggets, whose ids come back: the objects in the bucket are the caller's. */
export async function deleteDocument(db: OrganizationDb, id: DocumentId): Promise<NuggetId[]> {
  const [own] = await db.sql.batch([
    db.sql
      .select({ id: nuggets.id })
      .from(nuggets)
      .where(and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.documentId, id))),
    db.sql
      .delete(documents)
      .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, id))),
  ]);
  return own.map((nugget) => nugget.id);
}

/** Retires a document whose source is gone: kept for those who are learning it, never offered anew. */
export const retireSource = (db: OrganizationDb, id: DocumentId, now: Date) =>
  db.sql.batch([
    db.sql
      .update(documents)
      .set({ retiredAt: now })
      .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, id))),
    db.sql
      .update(nuggets)
      .set({ status: 'retired' })
      .where(and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.documentId, id))),
  ]);

/** SHA-256 of the living documents that are so many bytes long. */
export async function listContentsOfSize(db: OrganizationDb, size: number): Promise<string[]> {
  const found = await db.sql
    .select({ contentHash: documents.contentHash })
    .from(documents)
    .where(
      and(
        eq(documents.organizationId, db.organizationId),
        eq(documents.size, size),
        isNull(documents.retiredAt),
      ),
    );
  return found.map(({ contentHash }) => contentHash);
}
