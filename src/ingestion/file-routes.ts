import { createHash } from 'node:crypto';
import type { Databases } from '../base/db.ts';
import { AppError, required } from '../base/errors.ts';
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
import { DocumentId, newId, type OrganizationId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { audit } from '../base/queries.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import { JobView, jobView } from '../jobs/view.ts';
import { deleteMedia, nuggetMedia } from '../library/media.ts';
import { serveObject } from '../library/serve-object.ts';
import { acceptFile } from './accept.ts';
import { type Quote, quoteUpload, type Work } from './estimate.ts';
import { deleteDocument, findFile, listFiles, type StoredFile } from './file-queries.ts';
import { documentPrefixes, manualKey } from './keys.ts';
import { receiveUpload, type Uploaded } from './upload.ts';

const pages = pagesOf('files');

export type FileRoutesNeeds = {
  config: { maxUploadBytes: number };
  databases: Databases;
  bucket: R2Bucket;
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  quotes: (organizationId: OrganizationId, work: Work) => Promise<Quote>;
  clock: () => Date;
};

const tags = ['Ingestion'];
const documentParam = z.object({ id: DocumentId });

export const FileView = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    title: z.string().nullable(),
    type: z.string(),
    size: z.number().int(),
    status: z.string(),
    nuggetCount: z.number().int(),
    pageCount: z.number().int().nullable(),
    version: z.number().int(),
    error: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('File');

const fileView = ({ document, job, nuggetCount }: StoredFile) => ({
  id: document.id,
  filename: document.filename,
  title: document.title,
  type: document.type,
  size: document.size,
  status: job?.status ?? 'pending',
  nuggetCount,
  pageCount: document.pageCount,
  version: document.version,
  error: job?.errorMessage ?? null,
  createdAt: document.createdAt.toISOString(),
  updatedAt: document.updatedAt.toISOString(),
});

const upload = createRoute({
  method: 'post',
  path: '/api/admin/files/upload',
  ...only('instructor'),
  tags,
  description: 'multipart/form-data with one or more `file`. All or nothing.',
  // Said, not validated: a validator would take the whole body into memory.
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: { file: { type: 'array', minItems: 1, items: { type: 'string', format: 'binary' } } },
        },
      },
    },
  },
  responses: { 202: json(z.object({ jobs: z.array(JobView) }), 'Accepted') },
});

const limits = createRoute({
  method: 'get',
  path: '/api/admin/files/upload',
  ...only('instructor'),
  tags,
  summary: 'What an upload may be',
  responses: {
    200: json(z.object({ maxBytes: z.number().openapi({ description: 'The largest file, bytes.' }) })),
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/admin/files',
  ...only('instructor'),
  tags,
  request: { query: pageQuery },
  responses: { 200: json(listOf(FileView)) },
});

const get = createRoute({
  method: 'get',
  path: '/api/admin/files/{id}',
  ...only('instructor'),
  tags,
  description: 'The bytes, always as an attachment; range requests.',
  request: { params: documentParam },
  responses: {
    200: { description: 'The file' },
    206: { description: 'A part of it' },
    304: { description: 'Not changed' },
    416: { description: 'It has no such part' },
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/files/{id}',
  ...only('instructor'),
  tags,
  request: { params: documentParam },
  responses: { 200: json(z.object({ success: z.literal(true) })) },
});

/** As much text as the largest file may hold. */
const text = createRoute({
  method: 'post',
  path: '/api/admin/ingestion/text',
  ...only('instructor'),
  tags,
  request: {
    body: jsonBody(z.object({ title: plainText(500, 1), content: plainText(20_000_000, 1) })),
  },
  responses: { 202: json(z.object({ job: JobView }), 'Accepted') },
});

export const fileRoutes = router<FileRoutesNeeds>()
  .openapi(limits, (c) => c.json({ maxBytes: c.get('needs').config.maxUploadBytes }, 200))
  .openapi(upload, async (c) => {
    const { bucket, config, clock, queue, quotes } = c.get('needs');
    const { organizationId, userId } = personOf(c);
    const db = dbOf(c);
    const quote = (work: Work) => quotes(organizationId, work);
    let shares: number[] = [];
    const permit = async (some: readonly Uploaded[]) => {
      shares = await quoteUpload(quote, some);
    };
    const files = await receiveUpload(
      { bucket, maxBytes: config.maxUploadBytes, permit },
      organizationId,
      c.req.raw,
    );
    const jobs = [];
    for (const [i, file] of files.entries()) {
      jobs.push(await acceptFile({ db, bucket, queue, clock }, { ...file, estimatedUsd: shares[i] ?? 0 }));
    }
    await audit(db, {
      actorId: userId,
      action: 'files.uploaded',
      details: { files: files.map(({ filename, size }) => ({ filename, size })) },
    });
    return c.json({ jobs: jobs.map(jobView) }, 202);
  })
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows, nextCursor } = pages.cut(
      await listFiles(dbOf(c), { limit, after: pages.after(cursor) }),
      limit,
      ({ document }) => ({ at: document.createdAt, id: document.id }),
    );
    return c.json({ items: rows.map(fileView), nextCursor }, 200);
  })
  .openapi(get, async (c) => {
    const { document } = required(await findFile(dbOf(c), c.req.valid('param').id), 'There is no such file.');
    return serveObject(c.get('needs').bucket, document.sourcePath, c.req.raw, {
      cacheControl: 'private, no-cache',
      filename: document.filename,
    });
  })
  .openapi(remove, async (c) => {
    const db = dbOf(c);
    const { bucket } = c.get('needs');
    const { document } = required(await findFile(db, c.req.valid('param').id), 'There is no such file.');
    const gone = await deleteDocument(db, document.id);
    for (const id of gone) await deleteMedia(bucket, db.organizationId, nuggetMedia(id));
    await bucket.delete(document.sourcePath);
    for (const prefix of documentPrefixes(db.organizationId, document.id)) await deletePrefix(bucket, prefix);
    await audit(db, { actorId: personOf(c).userId, action: 'file.deleted', subject: document.id });
    return c.json({ success: true } as const, 200);
  })
  .openapi(text, async (c) => {
    const { bucket, config, clock, queue, quotes } = c.get('needs');
    const db = dbOf(c);
    const { title, content } = c.req.valid('json');
    const bytes = new TextEncoder().encode(content);
    if (bytes.length > config.maxUploadBytes) throw new AppError('payload_too_large');
    const [estimatedUsd = 0] = await quoteUpload(
      (work) => quotes(db.organizationId, work),
      [{ type: 'md', size: bytes.length }],
    );
    const key = manualKey(db.organizationId, newId(DocumentId));
    await bucket.put(key, bytes, { httpMetadata: { contentType: 'text/markdown' } });
    const job = await acceptFile(
      { db, bucket, queue, clock },
      {
        key,
        filename: `${title.slice(0, 100)}.md`,
        title,
        manual: true,
        estimatedUsd,
        type: 'md',
        size: bytes.length,
        contentHash: createHash('sha256').update(bytes).digest('hex'),
      },
    );
    return c.json({ job: jobView(job) }, 202);
  });

type Ctx = Parameters<typeof personOf<FileRoutesNeeds>>[0];

const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

/** R2 deletes a thousand keys a call. */
async function deletePrefix(bucket: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const { objects, truncated } = await bucket.list({ prefix, limit: 1000 });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
