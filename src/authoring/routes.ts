/** Changing nuggets: by hand, by the models again, back to what they were. */
import type { Databases } from '../base/db.ts';
import { AppError, notFound, required } from '../base/errors.ts';
import type { Feed } from '../base/feed.ts';
import { createRoute, json, jsonBody, only, personOf, router, z } from '../base/http.ts';
import type { NuggetId, OrganizationId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import { audit } from '../base/queries.ts';
import { type IngestionMessage, stepOf } from '../jobs/message.ts';
import { insertJob } from '../jobs/queries.ts';
import { JobView, jobView } from '../jobs/view.ts';
import { findVersion, listVersions, Snapshot } from '../library/change-queries.ts';
import { NuggetPart } from '../library/nugget.ts';
import { nuggetParam } from '../library/nugget-routes.ts';
import { getNugget } from '../library/queries.ts';
import { etagOf, NuggetView, nuggetView } from '../library/view.ts';
import type { Models } from '../models/port.ts';
import { editNugget, NuggetEdit, restoreNugget, staleEdit } from './edit.ts';
import { findAuthored } from './queries.ts';
import { type ReviewRoutesNeeds, reviewRoutes } from './review-routes.ts';
import { VersionView, versionsView } from './versions.ts';

export type AuthoringNeeds = ReviewRoutesNeeds & {
  databases: Databases;
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  models: Pick<Models, 'embed'>;
  /** Judges anew which concepts a nugget is about. */
  narratives: { relink: (organizationId: OrganizationId, ids: readonly NuggetId[]) => Promise<unknown> };
  feed: Feed;
  clock: () => Date;
  log: Log;
};

const tags = ['Nuggets'];
const guard = only('instructor');
/** At most what Postgres counts to: a higher one is no version either. */
const versionParam = nuggetParam.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });

const edit = createRoute({
  method: 'patch',
  path: '/api/admin/nuggets/{id}',
  ...guard,
  tags,
  description:
    'Embeds new content anew and begins a new version. `If-Match` with the ETag guards against lost edits.',
  request: {
    params: nuggetParam,
    headers: z.object({ 'if-match': z.string().max(100).optional() }),
    body: jsonBody(NuggetEdit),
  },
  responses: { 200: json(NuggetView) },
});

const regenerate = createRoute({
  method: 'post',
  path: '/api/admin/nuggets/{id}/regenerate',
  ...guard,
  tags,
  description: 'Makes parts anew; the old ones serve until the new ones are whole. Pinned parts stay.',
  request: { params: nuggetParam, body: jsonBody(z.object({ parts: z.array(NuggetPart).min(1) })) },
  responses: { 202: json(JobView, 'Accepted') },
});

const versions = createRoute({
  method: 'get',
  path: '/api/admin/nuggets/{id}/versions',
  ...guard,
  tags,
  description: 'Newest first, the present one included: what each changed, and what it was.',
  request: { params: nuggetParam },
  responses: { 200: json(z.object({ items: z.array(VersionView) })) },
});

const restore = createRoute({
  method: 'post',
  path: '/api/admin/nuggets/{id}/versions/{version}/restore',
  ...guard,
  tags,
  description: 'A new version that is what that one was.',
  request: { params: versionParam },
  responses: { 200: json(NuggetView) },
});

type Ctx = Parameters<typeof personOf<AuthoringNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

const authored = async (c: Ctx, id: NuggetId) =>
  required(await findAuthored(dbOf(c), id), 'There is no such nugget.');

/** The nugget as it is now, with its tag; called after whatever changed it. */
async function answer(c: Ctx, id: NuggetId) {
  const nugget = await getNugget(dbOf(c), id);
  c.header('ETag', etagOf(nugget));
  return nuggetView(nugget);
}

/** The edit stands even where this fails; the next one, or the next reading of its source, judges again. */
async function relink(c: Ctx, id: NuggetId): Promise<void> {
  const { narratives, log } = c.get('needs');
  const { organizationId } = personOf(c);
  await narratives
    .relink(organizationId, [id])
    .catch((error: unknown) =>
      log('concepts.relink.failed', { organizationId, nuggetId: id, error: describeError(error) }),
    );
}

const editing = router<AuthoringNeeds>()
  .openapi(edit, async (c) => {
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const nugget = await authored(c, id);
    if (!isCurrent(c.req.valid('header')['if-match'], nugget)) throw staleEdit();
    const db = dbOf(c);
    await editNugget({ ...c.get('needs'), db }, nugget, change);
    if (change.content !== undefined || change.metadata !== undefined) await relink(c, id);
    await audit(db, {
      actorId: personOf(c).userId,
      action: 'nugget.edited',
      subject: id,
      details: { fields: Object.keys(change) },
    });
    return c.json(await answer(c, id), 200);
  })
  .openapi(regenerate, async (c) => {
    const { id } = c.req.valid('param');
    const { parts } = c.req.valid('json');
    const { queue, feed } = c.get('needs');
    const db = dbOf(c);
    const nugget = await authored(c, id);
    if (nugget.status !== 'ready' && nugget.status !== 'draft') {
      throw new AppError(
        'conflict',
        'Only a nugget that has been made can be made anew: retry the job of its source.',
      );
    }
    const free = parts.filter((part) => nugget.parts[part]?.pinned !== true);
    if (free.length === 0) throw new AppError('conflict', 'These parts are pinned. Unpin them first.');
    const [source] = (await getNugget(db, id)).sources;
    const [job] = await insertJob(db, {
      type: source?.sourceType ?? 'manual',
      source: source?.sourcePath ?? nugget.title ?? id,
      stage: 'author',
      metadata: { nuggetId: id, parts: free },
    });
    if (job === undefined) throw new Error('a job that was just made is not there');
    const message = stepOf(job);
    if (message !== undefined) await queue.send(message);
    await feed.publish(db.organizationId, { event: 'ingestion:job:updated', data: jobView(job) });
    await audit(db, {
      actorId: personOf(c).userId,
      action: 'nugget.regenerated',
      subject: id,
      details: { parts: free },
    });
    return c.json(jobView(job), 202);
  })
  .openapi(versions, async (c) => {
    const { id } = c.req.valid('param');
    const nugget = await authored(c, id);
    return c.json({ items: versionsView(nugget, await listVersions(dbOf(c), id)) }, 200);
  })
  .openapi(restore, async (c) => {
    const { id, version } = c.req.valid('param');
    const db = dbOf(c);
    const nugget = await authored(c, id);
    const kept = await findVersion(db, id, version);
    if (kept === undefined) throw notFound('There is no such version.');
    await restoreNugget({ ...c.get('needs'), db }, nugget, Snapshot.parse(kept.snapshot));
    await relink(c, id);
    await audit(db, {
      actorId: personOf(c).userId,
      action: 'nugget.restored',
      subject: id,
      details: { version },
    });
    return c.json(await answer(c, id), 200);
  });

/** Whether an `If-Match` header, where there is one, names the nugget's version. */
function isCurrent(header: string | undefined, nugget: { version: number }): boolean {
  if (header === undefined) return true;
  return header.split(',').some((tag) => {
    const bare = tag.trim().replace(/^W\//, '');
    return bare === '*' || bare === etagOf(nugget) || bare === String(nugget.version);
  });
}

export const authoringRoutes = router<AuthoringNeeds>().route('/', editing).route('/', reviewRoutes);
