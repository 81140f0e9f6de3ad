/** How an object of the bucket answers what browsers and players ask: RFC 9110's ranges and conditions, on the platform's R2. */
import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, test } from 'vitest';
import { serveObject } from './serve-object.ts';

const KEY = 'org/one/media/alphabet';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
let etag: string;
let uploaded: Date;

beforeAll(async () => {
  const object = await env.BUCKET.put(KEY, LETTERS, { httpMetadata: { contentType: 'text/plain' } });
  etag = object.httpEtag;
  ({ uploaded } = object);
});

const ask = (headers: Record<string, string>, key = KEY) =>
  serveObject(env.BUCKET, key, new Request('http://edge/', { headers }), { cacheControl: 'private' });

/** Status, range and body of the answer. */
async function answered(headers: Record<string, string>) {
  const answer = await ask(headers);
  return [answer.status, answer.headers.get('content-range'), await answer.text()];
}

const WHOLE = [200, null, LETTERS];

describe('a range', () => {
  test.each([
    ['bytes=0-0', 206, '0-0', 'a'],
    ['bytes=2-4', 206, '2-4', 'cde'],
    ['bytes=20-', 206, '20-25', 'uvwxyz'],
    ['bytes=25-25', 206, '25-25', 'z'],
    ['bytes=20-99999', 206, '20-25', 'uvwxyz'],
    ['bytes=-3', 206, '23-25', 'xyz'],
    // More than there is: all of it (RFC 9110, 14.1.2).
    ['bytes=-99', 206, '0-25', LETTERS],
  ])('%s is that part', async (range, status, span, body) => {
    expect(await answered({ range })).toEqual([status, `bytes ${span}/26`, body]);
    const answer = await ask({ range });
    expect(answer.headers.get('content-length')).toBe(String(body.length));
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    await answer.body?.cancel();
  });

  test.each(['bytes=26-', 'bytes=99-120', 'bytes=-0'])('%s is not there', async (range) => {
    expect(await answered({ range })).toEqual([416, 'bytes */26', '']);
  });

  test.each(['bytes=5-2', 'bytes=', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5'])(
    '%s is answered with the whole',
    async (range) => {
      expect(await answered({ range })).toEqual(WHOLE);
    },
  );
});

describe('a condition', () => {
  const earlier = () => new Date(uploaded.getTime() - 60_000).toUTCString();
  const later = () => new Date(uploaded.getTime() + 60_000).toUTCString();

  test('that the reader has it already is answered with nothing but the tag', async () => {
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `"other", W/${etag}` },
      { 'if-none-match': '*' },
      { 'if-modified-since': later() },
      { 'if-none-match': etag, range: 'bytes=0-3' },
    ]) {
      const answer = await ask(headers);
      expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([304, etag, '']);
    }
    expect(await answered({ 'if-none-match': '"other"' })).toEqual(WHOLE);
    expect(await answered({ 'if-modified-since': earlier() })).toEqual(WHOLE);
  });

  test('that it must still be what it was is kept', async () => {
    expect(await answered({ 'if-match': etag })).toEqual(WHOLE);
    expect(await answered({ 'if-match': '"other"' })).toEqual([412, null, '']);
    expect(await answered({ 'if-unmodified-since': earlier() })).toEqual([412, null, '']);
    expect(await answered({ 'if-unmodified-since': later() })).toEqual(WHOLE);
  });

  test('on a range gives the part while nothing has changed, else the whole', async () => {
    const range = 'bytes=2-4';
    expect(await answered({ range, 'if-range': etag })).toEqual([206, 'bytes 2-4/26', 'cde']);
    expect(await answered({ range, 'if-range': '"other"' })).toEqual(WHOLE);
    // A weak tag says alike, not the same: parts of the two may not be put together.
    expect(await answered({ range, 'if-range': `W/${etag}` })).toEqual(WHOLE);
    expect(await answered({ range, 'if-range': uploaded.toUTCString() })).toEqual([
      206,
      'bytes 2-4/26',
      'cde',
    ]);
    expect(await answered({ range, 'if-range': earlier() })).toEqual(WHOLE);
  });
});

test('what is not there is not found, whatever is asked of it', async () => {
  for (const headers of [{}, { range: 'bytes=0-1' }, { 'if-range': etag, range: 'bytes=0-1' }])
    await expect(ask(headers, 'org/one/media/none')).rejects.toMatchObject({ errorType: 'not_found' });
});
