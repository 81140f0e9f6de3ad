import { notFound } from '../base/errors.ts';

/** Answers with an object of the bucket as HTTP has it: ranges, validators, and nothing that a browser would run. */

export type Serving = {
  cacheControl: string;
  /** Offers the object as a download of this name instead of showing it. */
  filename?: string;
};

/** R2's code for a range that the object does not have. */
const RANGE_NOT_SATISFIABLE = /10039|not satisfiable/i;

const SINGLE_RANGE = /^bytes=(?:(?<first>\d+)-(?<last>\d*)|-(?<suffix>\d+))$/;

/** One range that can be meant: one whose end comes before its beginning is none. */
function isRange(wanted: string): boolean {
  const { first, last } = SINGLE_RANGE.exec(wanted)?.groups ?? {};
  return SINGLE_RANGE.test(wanted) && !(first && last && Number(last) < Number(first));
}

function beginsBeyond(wanted: string, size: number): boolean {
  const { first, suffix } = SINGLE_RANGE.exec(wanted)?.groups ?? {};
  return suffix === undefined ? Number(first) >= size : Number(suffix) === 0;
}

/** Whether a part may be given: not where `If-Range` names another state of the object than it is in (RFC 9110, 13.1.5). */
async function isAsBefore(bucket: Pick<R2Bucket, 'head'>, key: string, headers: Headers): Promise<boolean> {
  const known = headers.get('if-range')?.trim();
  if (known === undefined) return true;
  const object = await bucket.head(key);
  return object !== null && (known === object.httpEtag || known === object.uploaded.toUTCString());
}

/** The status where a condition kept the body back: what must be unchanged is judged before what must be changed. */
function refusal(headers: Headers, { httpEtag, uploaded }: R2Object): 304 | 412 {
  const tags = headers
    .get('if-match')
    ?.split(',')
    .map((tag) => tag.trim());
  if (tags !== undefined) return tags.includes('*') || tags.includes(httpEtag) ? 304 : 412;
  const since = Date.parse(headers.get('if-unmodified-since') ?? '');
  return uploaded.getTime() >= since + 1000 ? 412 : 304;
}

/** Throws not-found where there is no such object. */
export async function serveObject(
  bucket: Pick<R2Bucket, 'get' | 'head'>,
  key: string,
  request: Request,
  serving: Serving,
): Promise<Response> {
  const wanted = request.headers.get('range');
  // Several ranges at once may be answered with the whole; so is what is no range at all.
  const ranged = wanted !== null && isRange(wanted) && (await isAsBefore(bucket, key, request.headers));
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
  if (!('body' in object)) return new Response(null, { status: refusal(request.headers, object), headers });
  if (ranged && beginsBeyond(wanted, object.size)) {
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
