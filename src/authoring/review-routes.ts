/** Who decides what learners see: publishing, taking back, and the queue of what waits to be looked at. */
import type { Databases } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import {
  createRoute,
  json,
  jsonBody,
  listOf,
  only,
  pageQuery,
  personOf,
  plainText,
  router,
  z,
} from '../base/http.ts';
import { type DocumentId, NuggetId, type OrganizationId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { audit } from '../base/queries.ts';
import { ReviewState } from '../library/nugget.ts';
import { nuggetParam } from '../library/nugget-routes.ts';
import { getNugget, listNuggets } from '../library/queries.ts';
import { etagOf, NuggetView, nuggetView } from '../library/view.ts';
import { publish, reject, unpublish } from './review-queries.ts';

const pages = pagesOf('reviews');

export type ReviewRoutesNeeds = {
  databases: Databases;
  narratives: {
    rebuild: (organizationId: OrganizationId, documentIds: readonly DocumentId[]) => Promise<unknown>;
  };
  clock: () => Date;
};

const tags = ['Nuggets'];
const guard = only('instructor');

const publishing = (what: 'publish' | 'unpublish', description: string) =>
  createRoute({
    method: 'post',
    path: what === 'publish' ? '/api/admin/nuggets/{id}/publish' : '/api/admin/nuggets/{id}/unpublish',
    ...guard,
    tags,
    description,
    request: { params: nuggetParam },
    responses: { 200: json(NuggetView) },
  });

const queue = createRoute({
  method: 'get',
  path: '/api/admin/reviews',
  ...guard,
  tags,
  description: 'What waits to be looked at; `parts` says what a model made.',
  request: { query: pageQuery.extend({ state: ReviewState.default('waiting') }) },
  responses: { 200: json(listOf(NuggetView)) },
});

const decide = createRoute({
  method: 'post',
  path: '/api/admin/reviews/{nuggetId}',
  ...guard,
  tags,
  description: 'Approving publishes. The reason of a rejection is told to the next generation.',
  request: {
    params: z.object({ nuggetId: NuggetId }),
    body: jsonBody(
      z.object({ decision: z.enum(['approve', 'reject']), reason: plainText(2000).nullable().optional() }),
    ),
  },
  responses: { 200: json(NuggetView) },
});

type Ctx = Parameters<typeof personOf<ReviewRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

/** Carries a decision out, or says that there is nothing to decide on yet; 404 where there is no nugget. */
async function decided(c: Ctx, id: NuggetId, action: string, change: () => Promise<boolean>) {
  const db = dbOf(c);
  if (!(await change())) {
    await getNugget(db, id);
    throw new AppError('conflict', 'This nugget is still being made, failed, or was retired.');
  }
  await audit(db, { actorId: personOf(c).userId, action, subject: id });
  const nugget = await getNugget(db, id);
  // Ways lead only to what learners may see.
  if (nugget.documentId !== null)
    await c.get('needs').narratives.rebuild(db.organizationId, [nugget.documentId]);
  c.header('ETag', etagOf(nugget));
  return nuggetView(nugget);
}

const by = (c: Ctx) => ({ userId: personOf(c).userId, now: c.get('needs').clock() });

export const reviewRoutes = router<ReviewRoutesNeeds>()
  .openapi(publishing('publish', 'Offers the nugget to learners.'), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await decided(c, id, 'nugget.published', () => publish(dbOf(c), id, by(c))), 200);
  })
  .openapi(publishing('unpublish', 'Takes it back from learners.'), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await decided(c, id, 'nugget.unpublished', () => unpublish(dbOf(c), id)), 200);
  })
  .openapi(queue, async (c) => {
    const { limit, cursor, state } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listNuggets(dbOf(c), { review: state, limit, after: pages.after(cursor) }),
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    );
    return c.json({ items: rows.map(nuggetView), nextCursor }, 200);
  })
  .openapi(decide, async (c) => {
    const { nuggetId: id } = c.req.valid('param');
    const { decision, reason } = c.req.valid('json');
    const view =
      decision === 'approve'
        ? await decided(c, id, 'nugget.approved', () => publish(dbOf(c), id, by(c)))
        : await decided(c, id, 'nugget.rejected', () =>
            reject(dbOf(c), id, { ...by(c), reason: reason ?? null }),
          );
    return c.json(view, 200);
  });
