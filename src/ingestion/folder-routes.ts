import { type Databases, orTaken } from '../base/db.ts';
import { AppError, notFound, required } from '../base/errors.ts';
import {
  createRoute,
  json,
  jsonBody,
  listOf,
  only,
  pageQuery,
  personOf,
  router,
  time,
  z,
} from '../base/http.ts';
import { FolderId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { pagesOf } from '../base/paging.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import {
  deleteFolder,
  type FolderRow,
  findFolder,
  insertFolder,
  listFolders,
  updateFolder,
} from './folder-queries.ts';
import { Folder } from './folders.ts';
import { sweepFolder } from './objects.ts';

const pages = pagesOf('folders');

export type FolderRoutesNeeds = {
  databases: Databases;
  bucket: R2Bucket;
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  clock: () => Date;
  log: Log;
};

const tags = ['Ingestion'];
const folderParam = z.object({ id: FolderId });

export const FolderView = z
  .object({
    id: z.uuid(),
    path: z.string(),
    fileTypes: z.array(z.string()),
    recursive: z.boolean(),
    autoProcess: z.boolean(),
    enabled: z.boolean(),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('WatchedFolder');

const folderView = (row: FolderRow) => ({
  id: row.id,
  path: row.path,
  fileTypes: row.fileTypes,
  recursive: row.recursive,
  autoProcess: row.autoProcess,
  enabled: row.enabled,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const list = createRoute({
  method: 'get',
  path: '/api/admin/ingestion/folders',
  ...only('instructor'),
  tags,
  request: { query: pageQuery },
  responses: { 200: json(listOf(FolderView)) },
});

const create = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/folders',
  ...only('instructor'),
  tags,
  request: { body: jsonBody(Folder) },
  responses: { 201: json(FolderView, 'Created') },
});

const update = createRoute({
  method: 'put',
  path: '/api/admin/ingestion/folders/{id}',
  ...only('instructor'),
  tags,
  request: { params: folderParam, body: jsonBody(Folder) },
  responses: { 200: json(FolderView) },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/ingestion/folders/{id}',
  ...only('instructor'),
  tags,
  request: { params: folderParam },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

const sync = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/folders/{id}/sync',
  ...only('instructor'),
  tags,
  request: { params: folderParam },
  responses: { 200: json(z.object({ queued: z.number().int() })) },
});

export const folderRoutes = router<FolderRoutesNeeds>()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listFolders(dbOf(c), { limit, after: pages.after(cursor) }),
      limit,
      (row) => ({ at: row.createdAt, id: row.id }),
    );
    return c.json({ items: rows.map(folderView), nextCursor }, 200);
  })
  .openapi(create, async (c) => {
    const row = await insertFolder(dbOf(c), c.req.valid('json'));
    if (row === undefined) throw watched();
    return c.json(folderView(row), 201);
  })
  .openapi(update, async (c) => {
    const row = await updateFolder(dbOf(c), c.req.valid('param').id, c.req.valid('json')).catch(
      orTaken(watched()),
    );
    return c.json(folderView(required(row, 'There is no such folder.')), 200);
  })
  .openapi(remove, async (c) => {
    if (!(await deleteFolder(dbOf(c), c.req.valid('param').id))) throw notFound('There is no such folder.');
    return c.json({ success: true } as const, 200);
  })
  .openapi(sync, async (c) => {
    const db = dbOf(c);
    const { bucket, queue, clock, log } = c.get('needs');
    const folder = required(await findFolder(db, c.req.valid('param').id), 'There is no such folder.');
    const queued = await sweepFolder(
      { db, bucket, clock, log, folders: async () => [folder], send: (message) => queue.send(message) },
      folder,
    );
    return c.json({ queued }, 200);
  });

const watched = () => new AppError('conflict', 'This path is watched already.');

const dbOf = (c: Parameters<typeof personOf<FolderRoutesNeeds>>[0]) =>
  c.get('needs').databases.forOrganization(personOf(c).organizationId);
