import type { Databases } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { createRoute, json, only, personOf, router, z } from '../base/http.ts';
import { DocumentId } from '../base/ids.ts';
import { OutlineEntry, SourceType } from './nugget.ts';
import { getPage } from './pages.ts';
import { findReadable } from './source-queries.ts';

export type SourceRoutesNeeds = { databases: Databases; bucket: Pick<R2Bucket, 'get'> };

const tags = ['Library'];

const SourceView = z
  .object({
    id: z.uuid(),
    title: z.string(),
    type: z.string(),
    sourceType: SourceType,
    sourcePath: z.string(),
    pageCount: z.number().int(),
    language: z.string().nullable(),
    outline: z.array(OutlineEntry),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Source');

const PageView = z
  .object({
    page: z.number().int(),
    pageCount: z.number().int(),
    text: z.string(),
    headings: z.array(z.string()),
    /** Text that a reader of the original can't see is never part of a page. */
    hidden: z.literal(false),
  })
  .openapi('SourcePage');

const get = createRoute({
  method: 'get',
  path: '/api/sources/{documentId}',
  ...only('user'),
  tags,
  request: { params: z.object({ documentId: DocumentId }) },
  responses: { 200: json(SourceView) },
});

const page = createRoute({
  method: 'get',
  path: '/api/sources/{documentId}/pages/{page}',
  ...only('user'),
  tags,
  request: {
    params: z.object({ documentId: DocumentId, page: z.coerce.number().int().min(1).max(1_000_000) }),
  },
  responses: { 200: json(PageView) },
});

type Ctx = Parameters<typeof personOf<SourceRoutesNeeds>>[0];

const readable = async (c: Ctx, id: DocumentId) => {
  const { organizationId, role } = personOf(c);
  const db = c.get('needs').databases.forOrganization(organizationId);
  return required(await findReadable(db, id, { isStaff: role !== 'learner' }), 'There is no such source.');
};

export const sourceRoutes = router<SourceRoutesNeeds>()
  .openapi(get, async (c) => {
    const document = await readable(c, c.req.valid('param').documentId);
    return c.json(
      {
        id: document.id,
        title: document.title ?? document.filename,
        type: document.type,
        sourceType: document.sourceType,
        sourcePath: document.sourcePath,
        pageCount: document.pageCount ?? 0,
        language: document.language,
        outline: document.outline ?? [],
        updatedAt: document.updatedAt.toISOString(),
      },
      200,
    );
  })
  .openapi(page, async (c) => {
    const { documentId, page: number } = c.req.valid('param');
    const document = await readable(c, documentId);
    const stored = await getPage(c.get('needs').bucket, document, number);
    return c.json({ ...stored, pageCount: document.pageCount ?? 0, hidden: false } as const, 200);
  });
