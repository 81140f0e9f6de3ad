import type { Databases } from '../base/db.ts';
import { AppError, required } from '../base/errors.ts';
import type { Feed } from '../base/feed.ts';
import {
  createRoute,
  json,
  listOf,
  only,
  pageQuery,
  personOf,
  plainText,
  router,
  time,
  z,
} from '../base/http.ts';
import { type DocumentId, JobId, type OrganizationId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { audit } from '../base/queries.ts';
import { deleteMedia, nuggetMedia } from '../library/media.ts';
import { SourceType } from '../library/nugget.ts';
import { JobStatus } from './job.ts';
import { IngestionMessage, stepOf } from './message.ts';
import {
  cancelJob,
  deleteJobWithNuggets,
  findDeadLetter,
  findJob,
  type Job,
  listDeadLetters,
  listJobs,
  markRedriven,
  retryJob,
} from './queries.ts';
import { JobView, jobView } from './view.ts';

export type JobRoutesNeeds = {
  databases: Databases;
  bucket: Pick<R2Bucket, 'list' | 'delete'>;
  narratives: {
    rebuild: (organizationId: OrganizationId, documentIds: readonly DocumentId[]) => Promise<unknown>;
  };
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  feed: Feed;
  clock: () => Date;
};

const jobParam = z.object({ id: JobId });
const tags = ['Ingestion'];

const list = createRoute({
  method: 'get',
  path: '/api/admin/ingestion/jobs',
  ...only('instructor'),
  tags,
  request: {
    query: pageQuery.extend({
      status: JobStatus.optional(),
      type: SourceType.optional(),
      /** The key or address that was read. */
      source: plainText(3000, 1).optional(),
    }),
  },
  responses: { 200: json(listOf(JobView)) },
});

const get = createRoute({
  method: 'get',
  path: '/api/admin/ingestion/jobs/{id}',
  ...only('instructor'),
  tags,
  request: { params: jobParam },
  responses: { 200: json(JobView) },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/ingestion/jobs/{id}',
  ...only('instructor'),
  tags,
  request: { params: jobParam },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

const retry = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/jobs/{id}/retry',
  ...only('instructor'),
  tags,
  request: { params: jobParam },
  responses: { 200: json(JobView) },
});

const cancel = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/jobs/{id}/cancel',
  ...only('instructor'),
  tags,
  request: { params: jobParam },
  responses: { 200: json(JobView) },
});

export const DeadLetter = z
  .object({
    id: z.uuid(),
    jobId: z.uuid().nullable(),
    reason: z.string(),
    redrivenAt: time.nullable(),
    createdAt: time,
  })
  .openapi('DeadLetter');

const deadLetters = createRoute({
  method: 'get',
  path: '/api/admin/ingestion/dead-letters',
  ...only('instructor'),
  tags,
  request: { query: pageQuery },
  responses: { 200: json(listOf(DeadLetter)) },
});

const redrive = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/dead-letters/{id}/redrive',
  ...only('instructor'),
  tags,
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

const jobPages = pagesOf('jobs');
const deadLetterPages = pagesOf('dead-letters');
const created = (row: { createdAt: Date; id: string }) => ({ at: row.createdAt, id: row.id });

export const jobRoutes = router<JobRoutesNeeds>()
  .openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const jobs = await listJobs(dbOf(c), { ...filter, limit, after: jobPages.after(cursor) });
    const { rows, nextCursor } = jobPages.cut(jobs, limit, created);
    return c.json({ items: rows.map(jobView), nextCursor }, 200);
  })
  .openapi(get, async (c) => c.json(jobView(await getJob(c, c.req.valid('param').id)), 200))
  .openapi(remove, async (c) => {
    const job = await getJob(c, c.req.valid('param').id);
    const db = dbOf(c);
    const [gone] = await deleteJobWithNuggets(db, job.id);
    const { bucket, narratives } = c.get('needs');
    for (const { id } of gone) await deleteMedia(bucket, db.organizationId, nuggetMedia(id));
    const documents = gone.flatMap(({ documentId }) => documentId ?? []);
    await narratives.rebuild(db.organizationId, [...new Set(documents)]);
    await audit(db, { actorId: personOf(c).userId, action: 'job.deleted', subject: job.id });
    return c.json({ success: true } as const, 200);
  })
  .openapi(retry, async (c) => {
    const job = await getJob(c, c.req.valid('param').id);
    const going = await retryJob(dbOf(c), job.id);
    if (going === undefined)
      throw new AppError(
        'conflict',
        `This job is ${job.status}: only one that failed or was cancelled can be retried.`,
      );
    await sendStep(c, going);
    return c.json(jobView(going), 200);
  })
  .openapi(cancel, async (c) => {
    const job = await getJob(c, c.req.valid('param').id);
    const cancelled = await cancelJob(dbOf(c), job.id, c.get('needs').clock());
    if (cancelled === undefined)
      throw new AppError('conflict', `This job is ${job.status}: there is nothing left to cancel.`);
    await tell(c, cancelled);
    return c.json(jobView(cancelled), 200);
  })
  .openapi(deadLetters, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows, nextCursor } = deadLetterPages.cut(
      await listDeadLetters(dbOf(c), { limit, after: deadLetterPages.after(cursor) }),
      limit,
      created,
    );
    const items = rows.map(({ id, jobId, reason, redrivenAt, createdAt }) => ({
      id,
      jobId,
      reason,
      redrivenAt: redrivenAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }));
    return c.json({ items, nextCursor }, 200);
  })
  .openapi(redrive, async (c) => {
    const db = dbOf(c);
    const letter = required(await findDeadLetter(db, c.req.valid('param').id), 'There is no such message.');
    const job = letter.jobId === null ? undefined : await retryJob(db, letter.jobId);
    if (job !== undefined) await sendStep(c, job);
    else {
      const body = IngestionMessage.safeParse(letter.body);
      if (!body.success || body.data.kind === 'step') {
        throw new AppError('conflict', 'The job of this message is no longer one that failed.');
      }
      await c.get('needs').queue.send(body.data);
    }
    await markRedriven(db, letter.id, c.get('needs').clock());
    return c.json({ success: true } as const, 200);
  });

type Ctx = Parameters<typeof personOf<JobRoutesNeeds>>[0];

const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

const getJob = async (c: Ctx, id: JobId): Promise<Job> =>
  required(await findJob(dbOf(c), id), 'There is no such job.');

async function sendStep(c: Ctx, job: Job): Promise<void> {
  const step = stepOf(job);
  if (step !== undefined) await c.get('needs').queue.send(step);
  await tell(c, job);
}

const tell = (c: Ctx, job: Job) =>
  c.get('needs').feed.publish(job.organizationId, { event: 'ingestion:job:updated', data: jobView(job) });
