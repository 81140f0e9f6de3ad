import type { Databases } from '../base/db.ts';
import { createRoute, json, only, personOf, plainText, router, z } from '../base/http.ts';
import { DocumentId } from '../base/ids.ts';
import { type SearchNeeds, search } from './search.ts';
import { SearchMode } from './search-queries.ts';

export type SearchRoutesNeeds = SearchNeeds & { databases: Databases };

/** Longer than any question; what is longer is a text to be searched in, not for. */
const MOST_CHARACTERS = 2000;

export const Hit = z
  .object({
    nuggetId: z.uuid(),
    documentId: z.uuid().nullable(),
    title: z.string().nullable(),
    content: z.string(),
    /** Comparable within one answer only. */
    score: z.number(),
    source: z.object({
      title: z.string().nullable(),
      path: z.string().nullable(),
      page: z.number().int().nullable(),
      headings: z.array(z.string()),
    }),
    topics: z.array(z.string()),
    /** Nuggets that say the same in nearly the same words. */
    alsoIn: z.array(
      z.object({ nuggetId: z.uuid(), documentId: z.uuid().nullable(), title: z.string().nullable() }),
    ),
  })
  .openapi('SearchHit');

const find = createRoute({
  method: 'get',
  path: '/api/search',
  ...only('user'),
  tags: ['Library'],
  description:
    'The published nuggets that answer a question best: by meaning, by words, or both fused by rank; near-duplicates folded into the best of them.',
  request: {
    query: z.object({
      q: plainText(MOST_CHARACTERS, 1).refine((text) => text.trim() !== '', 'must hold a word'),
      limit: z.coerce.number().int().min(1).max(200).default(10),
      mode: SearchMode.default('hybrid'),
      documentId: DocumentId.optional(),
      topic: plainText(200, 1).optional(),
      language: z
        .string()
        .regex(/^[a-z]{2,3}$/)
        .optional(),
      minDifficulty: z.coerce.number().min(1).max(10).optional(),
      maxDifficulty: z.coerce.number().min(1).max(10).optional(),
    }),
  },
  responses: { 200: json(z.object({ items: z.array(Hit) })) },
});

export const searchRoutes = router<SearchRoutesNeeds>().openapi(find, async (c) => {
  const needs = c.get('needs');
  const { organizationId, learnerId } = personOf(c);
  const { q, limit, mode, ...filters } = c.req.valid('query');
  const found = await search(
    needs,
    needs.databases.forOrganization(organizationId),
    { organizationId, learnerId },
    { text: q, mode, limit, filters },
  );
  const items = found.map(
    ({ nuggetId, documentId, nuggetTitle, content, score, title, path, page, headings, topics, alsoIn }) => ({
      nuggetId,
      documentId,
      title: nuggetTitle,
      content,
      score,
      source: { title, path, page, headings: headings ?? [] },
      topics: topics ?? [],
      alsoIn: alsoIn.map((other) => ({
        nuggetId: other.nuggetId,
        documentId: other.documentId,
        title: other.nuggetTitle,
      })),
    }),
  );
  return c.json({ items }, 200);
});
