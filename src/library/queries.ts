import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import type { JobId, NuggetId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { type NuggetRow, nuggetColumns } from './change-queries.ts';
import type { NuggetStatus, ReviewState, SourceType } from './nugget.ts';
import { nuggetSources, nuggets } from './tables.ts';

/** Where a nugget's words stand, as read beside it. */
export type SourceOfNugget = {
  documentId: string | null;
  sourceType: SourceType;
  sourcePath: string;
  title: string | null;
  page: number | null;
  lastPage: number | null;
  headings: string[];
  chunkIndex: number | null;
  ingestionJobId: string | null;
};

export type StoredNugget = NuggetRow & { sources: SourceOfNugget[] };

/**
 * Sources travel as JSON in the nugget's own row: one statement, however many nuggets. Names are written out, since drizzle
 * leaves the table off a column that it selects, and inside would then mean another.
 */
export const sources = sql<SourceOfNugget[]>`coalesce((
  select jsonb_agg(jsonb_build_object(
    'documentId', s.document_id, 'sourceType', s.source_type, 'sourcePath', s.source_path, 'title', s.title,
    'page', s.page, 'lastPage', s.last_page, 'headings', to_jsonb(s.headings), 'chunkIndex', s.chunk_index,
    'ingestionJobId', s.ingestion_job_id) order by s.chunk_index, s.id)
  from nugget_sources s where s.nugget_id = nuggets.id), '[]'::jsonb)`;

const own = (db: OrganizationDb) => eq(nuggets.organizationId, db.organizationId);

export async function findNugget(db: OrganizationDb, id: NuggetId): Promise<StoredNugget | undefined> {
  const [nugget] = await db.sql
    .select({ ...nuggetColumns, sources })
    .from(nuggets)
    .where(and(own(db), eq(nuggets.id, id)));
  return nugget;
}

export const getNugget = async (db: OrganizationDb, id: NuggetId): Promise<StoredNugget> =>
  required(await findNugget(db, id), 'There is no such nugget.');

export type NuggetFilter = {
  /** Words of title or content, or the beginning of one in the title. */
  q?: string | undefined;
  /** Without it all but the retired. */
  status?: NuggetStatus | undefined;
  topic?: string | undefined;
  jobId?: JobId | undefined;
  documentId?: string | undefined;
  review?: ReviewState | undefined;
};

export const listNuggets = (
  db: OrganizationDb,
  filter: NuggetFilter & { limit: number; after: Cursor | undefined },
): Promise<StoredNugget[]> =>
  db.sql
    .select({ ...nuggetColumns, sources })
    .from(nuggets)
    .where(
      and(
        own(db),
        filter.status === undefined ? ne(nuggets.status, 'retired') : eq(nuggets.status, filter.status),
        filter.review === undefined ? undefined : eq(nuggets.review, filter.review),
        filter.q === undefined ? undefined : matches(filter.q),
        filter.topic === undefined
          ? undefined
          : sql`exists (select from jsonb_array_elements_text(${nuggets.metadata} -> 'topics') topic
                        where lower(topic) = lower(${filter.topic}))`,
        filter.documentId === undefined ? undefined : sql`${nuggets.documentId} = ${filter.documentId}::uuid`,
        filter.jobId === undefined
          ? undefined
          : sql`exists (select from ${nuggetSources} s
                        where s.nugget_id = ${nuggets.id} and s.ingestion_job_id = ${filter.jobId}::uuid)`,
        filter.after === undefined
          ? undefined
          : sql`(${nuggets.createdAt}, ${nuggets.id}) < (${filter.after.at.toISOString()}::timestamptz, ${filter.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(nuggets.createdAt), desc(nuggets.id))
    .limit(filter.limit + 1);

const matches = (words: string): SQL => sql`(
  ${nuggets.searchText} @@ websearch_to_tsquery(${nuggets.textConfig}, ${words})
  or strpos(lower(${nuggets.title}), lower(${words})) > 0
  or strpos(lower(${nuggets.content}), lower(${words})) > 0)`;

/** Deletes a nugget with its sources, versions, questions and nodes; its media are the caller's to delete. */
export const deleteNugget = (db: OrganizationDb, id: NuggetId) =>
  db.sql.delete(nuggets).where(and(own(db), eq(nuggets.id, id)));
