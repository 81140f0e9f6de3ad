import { and, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { DocumentId, newId } from '../base/ids.ts';
import type { SourceType } from '../library/nugget.ts';
import { documents } from '../library/tables.ts';

export type PlacedDocument = typeof documents.$inferSelect;

/**
 * The document that these bytes belong to: the one at the same path (a new version, if its bytes changed), or else the
 * one that has the same bytes at another path, or else a new one. A path that has a document keeps it, whatever its bytes
 * become, or what stood there before would be taught for ever. Uploads of the same bytes at the same moment wait
 * for one another, so that they too are one document.
 */
export async function placeDocument(
  db: OrganizationDb,
  source: {
    sourceType: SourceType;
    sourcePath: string;
    filename: string;
    title?: string;
    type: string;
    size: number;
    contentHash: string;
  },
): Promise<PlacedDocument> {
  const organization = db.organizationId;
  const [, , [placed]] = await db.sql.batch([
    db.sql.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${organization} || ${source.contentHash}, 0))`,
    ),
    db.sql.execute(sql`
      insert into ${documents}
        (id, organization_id, source_type, source_path, filename, title, type, size, content_hash)
      select ${newId(DocumentId)}::uuid, ${organization}::uuid, ${source.sourceType}, ${source.sourcePath},
             ${source.filename}, ${source.title ?? null}, ${source.type}, ${source.size}::integer, ${source.contentHash}
      where not exists (
        select from ${documents}
        where organization_id = ${organization}::uuid and content_hash = ${source.contentHash}
          and source_path <> ${source.sourcePath} and retired_at is null
      ) or exists (
        select from ${documents}
        where organization_id = ${organization}::uuid and source_type = ${source.sourceType}
          and source_path = ${source.sourcePath}
      )
      on conflict (organization_id, source_type, source_path) do update set
        version = documents.version + (documents.content_hash <> excluded.content_hash)::integer,
        content_hash = excluded.content_hash, size = excluded.size, type = excluded.type,
        filename = excluded.filename, retired_at = null`),
    db.sql
      .select()
      .from(documents)
      .where(and(eq(documents.organizationId, organization), eq(documents.contentHash, source.contentHash)))
      .orderBy(sql`retired_at is null desc, ${documents.sourcePath} = ${source.sourcePath} desc, created_at`)
      .limit(1),
  ]);
  if (placed === undefined) throw new Error('a document that was just placed is not there');
  return placed;
}
