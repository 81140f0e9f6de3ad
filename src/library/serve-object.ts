import { notFound } from '../base/errors.ts';

/** Answers with an object of the bucket as HTTP has it: ranges, validators, and nothing that a browser would run. */

export type Serving = {
  cacheControl: string;
  /** Offers the object as a download of this name instead of showing it. */
  filename?: string;
};

/** R2's code for a range that the object does not have. */
const RANGE_NOT_SATISFIABLE = /10039|not satisfiable/i;

const SINGLE_RANGE = /^bytes=(?:(\d+)-\d*|-\d+)$/;

/** Throws not-found where there is no such object. */
export async function serveObject(
  bucket: Pick<R2Bucket, 'get' | 'head'>,
  key: string,
  request: Request,
  serving: Serving,
): Promise<Response> {
  const wanted = request.headers.get('range');
  // Several ranges at once may be answered with the whole; so is what is no range at all.
  const ranged = wanted !== null && SINGLE_RANGE.test(wanted);
  const object = await bucket
    .get(key, { onlyIf: request.headers, ...(ranged ? { range: request.headers } : {}) })
    .catch((error: unknown) => {
      if (error instanceof Error && RANGE_NOT_SATISFIABLE.test(error.message))
        return 'no such range' as const;
      throw error;
    });
  if (object === null) throw notFound();
  if (object === 'no such range') return unsatisfiable(bucket, key);
  const headers = new Headers();
  object.writeHttpMetadata(headers);
  headers.set('ETag', object.httpEtag);
  headers.set('Accept-Ranges', 'bytes');
  headers.set('Cache-Control', serving.cacheControl);
  headers.set('X-Content-Type-Options', 'nosniff');
  if (serving.filename !== undefined) headers.set('Content-Disposition', attachment(serving.filename));
  if (!('body' in object)) return new Response(null, { status: 304, headers });
  if (ranged && Number(SINGLE_RANGE.exec(wanted)?.[1] || 0) >= object.size) {
    await object.body.cancel();
    return unsatisfiable(bucket, key);
  }
  if (!ranged || object.range === undefined) {
    headers.set('Content-Length', String(object.size));
    return new Response(object.body, { headers });
  }
  const { start, length } = span(object.range, object.size);
  headers.set('Content-Range', `bytes ${start}-${start + length - 1}/${object.size}`);
  headers.set('Content-Length', String(length));
  return new Response(object.body, { status: 206, headers });
}

function span(range: R2Range, size: number): { start: number; length: number } {
  // R2 names all three, whichever was asked for: one that was not is undefined.
  const { offset, length, suffix } = { offset: undefined, length: undefined, suffix: undefined, ...range };
  if (suffix !== undefined) return { start: Math.max(0, size - suffix), length: Math.min(size, suffix) };
  const start = offset ?? 0;
  return { start, length: Math.min(length ?? size - start, size - start) };
}

async function unsatisfiable(bucket: Pick<R2Bucket, 'head'>, key: string): Promise<Response> {
  const object = await bucket.head(key);
  if (object === null) throw notFound();
  return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${object.size}` } });
}

/** RFC 6266: a plain name for old readers, the true one percent-encoded. */
const attachment = (filename: string): string =>
  `attachment; filename="${filename.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(filename)}`;
