import { type Databases, orTaken } from '../base/db.ts';
import { AppError, notFound, required } from '../base/errors.ts';
import type { Feed } from '../base/feed.ts';
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
  time,
  z,
} from '../base/http.ts';
import { UrlId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { pagesOf } from '../base/paging.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import { JobView, jobView } from '../jobs/view.ts';
import { visibleText } from './page-text.ts';
import { checkUrl, type UrlNeeds } from './url-check.ts';
import { judgeUrl } from './url-guard.ts';
import { deleteUrl, findUrl, insertUrl, listUrls, type UrlRow, updateUrl } from './url-queries.ts';

const pages = pagesOf('urls');

export type UrlRoutesNeeds = {
  config: { allowPrivateUrls: readonly string[] };
  databases: Databases;
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  feed: Feed;
  fetchPage: UrlNeeds['fetchPage'];
  clock: () => Date;
  log: Log;
};

const tags = ['Ingestion'];
const urlParam = z.object({ id: UrlId });

const UrlInput = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  checkInterval: z.number().int().min(1).max(1440).default(5),
  contentSelector: plainText(300, 1).nullable().default(null),
  autoProcess: z.boolean().default(true),
  enabled: z.boolean().default(true),
});

export const UrlView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    checkInterval: z.number().int(),
    contentSelector: z.string().nullable(),
    autoProcess: z.boolean(),
    enabled: z.boolean(),
    lastChecked: time.nullable(),
    lastModified: z.string().nullable(),
    etag: z.string().nullable(),
    lastError: z.string().nullable(),
    failures: z.number().int(),
    nextCheckAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('MonitoredUrl');

const urlView = (row: UrlRow) => ({
  id: row.id,
  url: row.url,
  checkInterval: row.checkInterval,
  contentSelector: row.contentSelector,
  autoProcess: row.autoProcess,
  enabled: row.enabled,
  lastChecked: row.lastChecked?.toISOString() ?? null,
  lastModified: row.lastModified,
  etag: row.etag,
  lastError: row.lastError,
  failures: row.failures,
  nextCheckAt: row.nextCheckAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const list = createRoute({
  method: 'get',
  path: '/api/admin/ingestion/urls',
  ...only('instructor'),
  tags,
  request: { query: pageQuery },
  responses: { 200: json(listOf(UrlView)) },
});

const create = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/urls',
  ...only('instructor'),
  tags,
  request: { body: jsonBody(UrlInput) },
  responses: { 201: json(UrlView, 'Created') },
});

const update = createRoute({
  method: 'put',
  path: '/api/admin/ingestion/urls/{id}',
  ...only('instructor'),
  tags,
  request: { params: urlParam, body: jsonBody(UrlInput) },
  responses: { 200: json(UrlView) },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/ingestion/urls/{id}',
  ...only('instructor'),
  tags,
  request: { params: urlParam },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

const check = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/urls/{id}/check',
  ...only('instructor'),
  tags,
  request: { params: urlParam },
  responses: {
    200: json(
      z.object({
        changed: z.boolean(),
        status: z.enum(['unchanged', 'queued', 'failed']),
        error: z.string().optional(),
        job: JobView.optional(),
      }),
    ),
  },
});

export const urlRoutes = router<UrlRoutesNeeds>()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listUrls(dbOf(c), { limit, after: pages.after(cursor) }),
      limit,
      (row) => ({ at: row.createdAt, id: row.id }),
    );
    return c.json({ items: rows.map(urlView), nextCursor }, 200);
  })
  .openapi(create, async (c) => {
    const input = c.req.valid('json');
    refusePrivate(c, input.url);
    const row = await insertUrl(dbOf(c), input);
    if (row === undefined) throw monitored();
    return c.json(urlView(row), 201);
  })
  .openapi(update, async (c) => {
    const input = c.req.valid('json');
    refusePrivate(c, input.url);
    const db = dbOf(c);
    const { id } = c.req.valid('param');
    const before = required(await findUrl(db, id), 'There is no such address.');
    // An edit starts over; another address or another part of the page has other content.
    const fresh =
      before.url === input.url && before.contentSelector === input.contentSelector
        ? {}
        : { etag: null, lastModified: null, contentHash: null };
    const edited = { ...input, ...fresh, failures: 0, lastError: null, nextCheckAt: null };
    const row = await updateUrl(db, id, edited).catch(orTaken(monitored()));
    return c.json(urlView(required(row, 'There is no such address.')), 200);
  })
  .openapi(remove, async (c) => {
    if (!(await deleteUrl(dbOf(c), c.req.valid('param').id))) throw notFound('There is no such address.');
    return c.json({ success: true } as const, 200);
  })
  .openapi(check, async (c) => {
    const db = dbOf(c);
    const { queue, feed, fetchPage, clock, log } = c.get('needs');
    const row = required(await findUrl(db, c.req.valid('param').id), 'There is no such address.');
    const notify = (message: string) =>
      feed.publish(db.organizationId, { event: 'notice', data: { level: 'warning', message } });
    const outcome = await checkUrl(
      { db, fetchPage, clock, log, notify, textOf: visibleText, send: (message) => queue.send(message) },
      row,
      'hand',
    );
    const { job, ...rest } = outcome;
    return c.json({ ...rest, ...(job === undefined ? {} : { job: jobView(job) }) }, 200);
  });

const monitored = () => new AppError('conflict', 'This address is monitored already.');

type Ctx = Parameters<typeof personOf<UrlRoutesNeeds>>[0];

const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

/** Said at once where the address alone shows it; what only a name's resolution shows is judged at every check. */
function refusePrivate(c: Ctx, url: string): void {
  const judged = judgeUrl(url, c.get('needs').config.allowPrivateUrls);
  if (!judged.allowed) {
    throw new AppError('validation_error', judged.reason, {
      details: [{ path: 'url', message: judged.reason }],
    });
  }
}
