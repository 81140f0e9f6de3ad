/** What the ingestion pipeline writes and asks: each a single statement that may be repeated without harm. */
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { toSql } from 'pgvector';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import { contentId, type DocumentId, type JobId, type NuggetId } from '../base/ids.ts';
import type { OutlineEntry, SourceType } from './nugget.ts';
import { documents, nuggetSources, nuggets } from './tables.ts';

export type Document = typeof documents.$inferSelect;

export async function findDocument(db: OrganizationDb, id: DocumentId): Promise<Document | undefined> {
  const [document] = await db.sql
    .select()
    .from(documents)
    .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, id)));
  return document;
}

export async function findDocumentByPath(
  db: OrganizationDb,
  sourceType: SourceType,
  sourcePath: string,
): Promise<Document | undefined> {
  const [document] = await db.sql
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.organizationId, db.organizationId),
        eq(documents.sourceType, sourceType),
        eq(documents.sourcePath, sourcePath),
      ),
    );
  return document;
}

/** What the reading of a document found out about it. */
export const describeDocument = (
  db: OrganizationDb,
  id: DocumentId,
  found: {
    title: string | null;
    pageCount: number;
    pagesKey: string;
    outline: OutlineEntry[];
    language: string | null;
  },
) =>
  db.sql
    .update(documents)
    .set(found)
    .where(and(eq(documents.organizationId, db.organizationId), eq(documents.id, id)));

/** A chunk of a document on its way to being a nugget. */
export type NewNugget = {
  /** Of (organization, document, content hash, occurrence): the same chunk is the same nugget. */
  id: NuggetId;
  documentId: DocumentId;
  content: string;
  contentHash: string;
  /** Words of the neighbours, for the embedding only. */
  context: string | null;
  /** Place among the document's nuggets, from 0. */
  position: number;
  /** As `textConfigOf` gives it. */
  textConfig: string;
  source: {
    ingestionJobId: JobId | null;
    sourceType: SourceType;
    sourcePath: string;
    title: string | null;
    page: number | null;
    lastPage: number | null;
    headings: string[];
    chunkIndex: number;
    start: number;
    end: number;
  };
};

/** Rows in one statement: Postgres takes 65,535 parameters, a nugget with its source some 25. */
const ROWS_A_STATEMENT = 500;

/**
 * Adds what is new and moves what is there: content, title, media and version of a nugget that exists stay. One that was
 * retired or failed starts again as `processing`.
 */
export async function putNuggets(db: OrganizationDb, rows: readonly NewNugget[]): Promise<void> {
  for (let first = 0; first < rows.length; first += ROWS_A_STATEMENT) {
    const some = rows.slice(first, first + ROWS_A_STATEMENT);
    await db.sql.batch([
      db.sql
        .insert(nuggets)
        .values(
          some.map(({ source, ...row }) => ({
            ...row,
            organizationId: db.organizationId,
            headingPath: source.headings.join(' > ') || null,
            status: 'processing' as const,
          })),
        )
        .onConflictDoUpdate({
          target: nuggets.id,
          set: {
            position: sql`excluded.position`,
            context: sql`excluded.context`,
            headingPath: sql`excluded.heading_path`,
            status: sql`case when ${nuggets.status} in ('retired', 'failed') then 'processing' else ${nuggets.status} end`,
          },
        }),
      db.sql
        .insert(nuggetSources)
        .values(
          some.map(({ id, documentId, source }) => ({
            ...source,
            id: contentId(z.uuid(), 'nugget-source', id, documentId),
            organizationId: db.organizationId,
            nuggetId: id,
            documentId,
          })),
        )
        .onConflictDoUpdate({
          target: nuggetSources.id,
          set: {
            ingestionJobId: sql`excluded.ingestion_job_id`,
            title: sql`excluded.title`,
            page: sql`excluded.page`,
            lastPage: sql`excluded.last_page`,
            headings: sql`excluded.headings`,
            chunkIndex: sql`excluded.chunk_index`,
            start: sql`excluded.start`,
            end: sql`excluded."end"`,
          },
        }),
    ]);
  }
}

/** Vectors of 1,536, each with the model that made it. */
export async function setEmbeddings(
  db: OrganizationDb,
  rows: readonly { id: NuggetId; vector: number[]; model: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const values = JSON.stringify(
    rows.map(({ id, vector, model }) => ({ id, embedding: toSql(vector), model })),
  );
  await db.sql.execute(sql`
    update ${nuggets} as n set embedding = v.embedding::vector, embedding_model = v.model
    from jsonb_to_recordset(${values}::jsonb) as v(id uuid, embedding text, model text)
    where n.id = v.id and n.organization_id = ${db.organizationId}::uuid`);
}

/**
 * Offers what has been made to learners or, where the organization reviews first, puts it into the queue. Touches only
 * what is `processing`, so that a repeat neither overrules a decision nor publishes what was taken back.
 */
export async function markReady(
  db: OrganizationDb,
  ids: readonly NuggetId[],
  policy: { review: boolean },
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await db.sql
    .update(nuggets)
    .set(
      policy.review
        ? { status: 'draft', publishedAt: null, review: 'waiting' }
        : {
            status: 'ready',
            publishedAt: sql`coalesce(${nuggets.publishedAt}, ${now.toISOString()}::timestamptz)`,
          },
    )
    .where(
      and(
        eq(nuggets.organizationId, db.organizationId),
        inArray(nuggets.id, [...ids]),
        eq(nuggets.status, 'processing'),
      ),
    );
}

/** Never offered anew; whoever is learning them keeps them. */
export async function retireNuggets(db: OrganizationDb, ids: readonly NuggetId[]): Promise<void> {
  if (ids.length === 0) return;
  await db.sql
    .update(nuggets)
    .set({ status: 'retired' })
    .where(and(eq(nuggets.organizationId, db.organizationId), inArray(nuggets.id, [...ids])));
}

/** The headings that a nugget stands under. Names are written out: drizzle leaves the table off a column that it selects. */
export const headingsOfNugget = sql<string[]>`coalesce((
  select s.headings from nugget_sources s where s.nugget_id = nuggets.id order by s.chunk_index limit 1), '{}')`;

/** The nuggets of a document in its order, retired ones left out, without their vectors. */
export const nuggetsOfDocument = (db: OrganizationDb, documentId: DocumentId) =>
  db.sql
    .select({
      id: nuggets.id,
      title: nuggets.title,
      content: nuggets.content,
      context: nuggets.context,
      contentHash: nuggets.contentHash,
      position: nuggets.position,
      status: nuggets.status,
      metadata: nuggets.metadata,
      slides: nuggets.slides,
      parts: nuggets.parts,
      embeddingModel: nuggets.embeddingModel,
      headings: headingsOfNugget,
    })
    .from(nuggets)
    .where(
      and(
        eq(nuggets.organizationId, db.organizationId),
        eq(nuggets.documentId, documentId),
        ne(nuggets.status, 'retired'),
      ),
    )
    .orderBy(asc(nuggets.position));
