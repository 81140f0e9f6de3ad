import { createRoute, only, personOf, router, z } from '../base/http.ts';
import { isShown, mediaKey } from './media.ts';
import { serveObject } from './serve-object.ts';

export type MediaRoutesNeeds = { bucket: Pick<R2Bucket, 'get' | 'head'> };

/** Names follow from content, so what lies there never changes; but it is its organization's alone. */
const FOR_EVER = 'private, max-age=31536000, immutable';

const get = createRoute({
  method: 'get',
  path: '/api/media/{path{.+}}',
  ...only('user'),
  tags: ['Library'],
  description: 'Images and audio of the own organization; range requests, ETag.',
  request: { params: z.object({ path: z.string().max(500) }) },
  responses: {
    200: { description: 'The object' },
    206: { description: 'A part of it' },
    304: { description: 'Not changed' },
    416: { description: 'It has no such part' },
  },
});

export const mediaRoutes = router<MediaRoutesNeeds>().openapi(get, async (c) => {
  const { path } = c.req.valid('param');
  const { bucket } = c.get('needs');
  const answer = await serveObject(bucket, mediaKey(personOf(c).organizationId, path), c.req.raw, {
    cacheControl: FOR_EVER,
  });
  if (!isShown(answer.headers.get('Content-Type') ?? undefined)) {
    answer.headers.set('Content-Disposition', 'attachment');
    answer.headers.set('Content-Type', 'application/octet-stream');
  }
  return answer;
});
