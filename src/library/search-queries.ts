import { sql } from 'drizzle-orm';
import { toSql } from 'pgvector';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import { DocumentId, NuggetId } from '../base/ids.ts';

export const SearchMode = z.enum(['hybrid', 'vector', 'keyword']);
export type SearchMode = z.infer<typeof SearchMode>;

/** What the answer must be of; what is left out does not matter. */
export type SearchFilters = {
  documentId?: DocumentId | undefined;
  /** As the metadata has it; capitals don't matter. */
  topic?: string | undefined;
  /** As the metadata has it: `en`. */
  language?: string | undefined;
  /** 1 to 10. */
  minDifficulty?: number | undefined;
  maxDifficulty?: number | undefined;
};

export type Search = {
  text: string;
  /** Of the text, with the model that made it; null where it is searched by its words alone. */
  vector: number[] | null;
  model: string | null;
  mode: SearchMode;
  limit: number;
  filters?: SearchFilters | undefined;
};

/** Read where the rows come in: a statement written by hand has no types of its own. */
const Found = z.array(
  z.object({
    nuggetId: NuggetId,
    documentId: DocumentId.nullable(),
    nuggetTitle: z.string().nullable(),
    content: z.string(),
    score: z.number(),
    title: z.string().nullable(),
    path: z.string().nullable(),
    page: z.number().nullable(),
    lastPage: z.number().nullable(),
    headings: z.array(z.string()).nullable(),
    topics: z.array(z.string()).nullable(),
  }),
);
export type Found = z.infer<typeof Found>[number];

/**
 * The published, ready nuggets of the organization that answer a text best, by meaning, words, or both fused by rank; best
 * first. `score` is comparable within one answer only. One statement; vectors of another model than the query's are left out.
 */
export async function searchNuggets(db: OrganizationDb, search: Search): Promise<Found[]> {
  const { rows } = await db.sql.execute(sql`
    select f.nugget_id as "nuggetId", n.document_id as "documentId", n.title as "nuggetTitle", n.content,
           f.score, coalesce(d.title, s.title, d.filename) as title, coalesce(s.source_path, d.source_path) as path,
           s.page, s.last_page as "lastPage", s.headings, n.metadata -> 'topics' as topics
    from search_nuggets(
      ${db.organizationId}::uuid, ${search.text}, ${search.vector === null ? null : toSql(search.vector)}::vector,
      ${search.model}, ${search.mode}, ${search.limit}::integer, ${JSON.stringify(search.filters ?? {})}::jsonb) f
    join nuggets n on n.id = f.nugget_id and n.organization_id = ${db.organizationId}::uuid
    left join documents d on d.id = n.document_id
    left join lateral (
      select title, source_path, page, last_page, headings from nugget_sources
      where nugget_id = n.id order by chunk_index limit 1) s on true
    order by f.score desc, f.nugget_id`);
  return Found.parse(rows);
}
