import type { Databases } from '../base/db.ts';
import { createRoute, json, listOf, only, pageQuery, personOf, plainText, router, z } from '../base/http.ts';
import { type DocumentId, JobId, NuggetId, type OrganizationId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { audit } from '../base/queries.ts';
import { deleteMedia, nuggetMedia } from './media.ts';
import { NuggetStatus, QuestionKind, ReviewState } from './nugget.ts';
import { deleteNugget, getNugget, listNuggets } from './queries.ts';
import { listQuestions } from './question-queries.ts';
import { etagOf, NuggetView, nuggetView } from './view.ts';

const pages = pagesOf('nuggets');

export type NuggetRoutesNeeds = {
  databases: Databases;
  bucket: Pick<R2Bucket, 'list' | 'delete'>;
  narratives: {
    rebuild: (organizationId: OrganizationId, documentIds: readonly DocumentId[]) => Promise<unknown>;
  };
};

const tags = ['Nuggets'];
export const nuggetParam = z.object({ id: NuggetId });

const list = createRoute({
  method: 'get',
  path: '/api/admin/nuggets',
  ...only('instructor'),
  tags,
  description: 'Newest first. Retired ones only where asked for by `status=retired`.',
  request: {
    query: pageQuery.extend({
      q: plainText(200, 1).optional(),
      status: NuggetStatus.optional(),
      topic: plainText(200, 1).optional(),
      jobId: JobId.optional(),
      documentId: z.uuid().optional(),
      review: ReviewState.optional(),
    }),
  },
  responses: { 200: json(listOf(NuggetView)) },
});

const get = createRoute({
  method: 'get',
  path: '/api/admin/nuggets/{id}',
  ...only('instructor'),
  tags,
  request: { params: nuggetParam },
  responses: { 200: json(NuggetView) },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/nuggets/{id}',
  ...only('instructor'),
  tags,
  request: { params: nuggetParam },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

const QuestionView = z
  .object({
    id: z.uuid(),
    kind: QuestionKind,
    question: z.string(),
    options: z.array(z.string()).nullable(),
    answer: z.string(),
    rubric: z.string().nullable(),
    /** Why each wrong option is wrong, by its text. */
    misconceptions: z.record(z.string(), z.string()).nullable(),
    quote: z.string().nullable(),
    concept: z.string().nullable(),
    difficulty: z.number().nullable(),
  })
  .openapi('Question');

const questionsOf = createRoute({
  method: 'get',
  path: '/api/admin/nuggets/{id}/questions',
  ...only('instructor'),
  tags,
  description: 'The questions made from the nugget, with their answers.',
  request: { params: nuggetParam },
  responses: { 200: json(z.object({ items: z.array(QuestionView) })) },
});

type Ctx = Parameters<typeof personOf<NuggetRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

export const nuggetRoutes = router<NuggetRoutesNeeds>()
  .openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listNuggets(dbOf(c), { ...filter, limit, after: pages.after(cursor) }),
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    );
    return c.json({ items: rows.map(nuggetView), nextCursor }, 200);
  })
  .openapi(get, async (c) => {
    const nugget = await getNugget(dbOf(c), c.req.valid('param').id);
    c.header('ETag', etagOf(nugget));
    return c.json(nuggetView(nugget), 200);
  })
  .openapi(questionsOf, async (c) => {
    const db = dbOf(c);
    const { id } = await getNugget(db, c.req.valid('param').id);
    const items = (await listQuestions(db, [id])).map(
      ({ organizationId: _o, nuggetId: _n, createdAt: _c, ...question }) => question,
    );
    return c.json({ items }, 200);
  })
  .openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    const db = dbOf(c);
    const { bucket, narratives } = c.get('needs');
    const { documentId } = await getNugget(db, id);
    await deleteNugget(db, id);
    await deleteMedia(bucket, db.organizationId, nuggetMedia(id));
    if (documentId !== null) await narratives.rebuild(db.organizationId, [documentId]);
    await audit(db, { actorId: personOf(c).userId, action: 'nugget.deleted', subject: id });
    return c.json({ success: true } as const, 200);
  });
