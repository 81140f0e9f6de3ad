import { describe, expect, test } from 'vitest';
import { fetchPage, nextCheckAt, type PageNeeds, type PageRequest } from './fetch-page.ts';

type Site = Record<string, (headers: Record<string, string>) => Response | Promise<Response>>;

/** A web of made-up sites; what is not in it has no page, and robots.txt is missing unless given. */
function web(site: Site, more: Partial<PageNeeds> = {}) {
  const asked: string[] = [];
  const needs: PageNeeds = {
    fetch: async (url, { headers, signal }) => {
      if (!url.endsWith('/robots.txt')) asked.push(url);
      signal.throwIfAborted();
      return (await site[url]?.(headers)) ?? new Response('nothing here', { status: 404 });
    },
    now: () => Date.UTC(2026, 0, 1),
    ...more,
  };
  const get = (url: string, request: Partial<PageRequest> = {}) => fetchPage(needs, { url, ...request });
  return { get, asked };
}

const page = (text = '<p>Hello', headers = {}) =>
  new Response(text, { headers: { 'Content-Type': 'text/html', ...headers } });
const redirect = (to: string, status = 302) => new Response(null, { status, headers: { Location: to } });

describe('fetching', () => {
  test('a page comes with its validators', async () => {
    const { get } = web({
      'https://a.example/': () =>
        page('<p>Hi', { ETag: '"1"', 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }),
    });
    const result = await get('https://a.example/');
    expect(result).toMatchObject({
      kind: 'page',
      contentType: 'text/html',
      etag: '"1"',
      finalUrl: 'https://a.example/',
    });
    expect(result.kind === 'page' && new TextDecoder().decode(result.bytes)).toBe('<p>Hi');
  });

  test('an unchanged page is not read again', async () => {
    const sent: Record<string, string>[] = [];
    const { get } = web({
      'https://a.example/': (headers) => {
        sent.push(headers);
        return new Response(null, { status: 304 });
      },
    });
    expect(await get('https://a.example/', { etag: '"1"', lastModified: 'yesterday' })).toEqual({
      kind: 'unchanged',
    });
    expect(sent[0]).toMatchObject({
      'If-None-Match': '"1"',
      'If-Modified-Since': 'yesterday',
      'User-Agent': 'NuggetsBot/0.1',
    });
  });

  test('redirects are followed, relative ones too', async () => {
    const { get, asked } = web({
      'https://a.example/x': () => redirect('../y', 301),
      'https://a.example/y': () => redirect('https://b.example/z'),
      'https://b.example/z': () => page(),
    });
    expect(await get('https://a.example/x')).toMatchObject({ kind: 'page', finalUrl: 'https://b.example/z' });
    expect(asked).toHaveLength(3);
  });
});

describe('refusals', () => {
  test('a redirect to a private address is refused before it is asked', async () => {
    const { get, asked } = web({ 'https://a.example/': () => redirect('http://169.254.169.254/latest') });
    expect(await get('https://a.example/')).toMatchObject({ kind: 'failed', retryable: false });
    expect(asked).toEqual(['https://a.example/']);
  });

  test('an exemption is judged again at each redirect', async () => {
    const { get, asked } = web({ 'http://127.0.0.1:9000/': () => redirect('http://127.0.0.1:9001/') });
    expect(await get('http://127.0.0.1:9000/', { exempt: ['127.0.0.1:9000'] })).toMatchObject({
      kind: 'failed',
    });
    expect(asked).toEqual(['http://127.0.0.1:9000/']);
  });

  test('a public name of a private address is refused where names can be resolved', async () => {
    const site = { 'https://a.example/': () => page(), 'https://b.example/': () => page() };
    const addresses = new Map([
      ['a.example', ['93.184.216.34', '10.0.0.1']],
      ['b.example', ['93.184.216.34']],
    ]);
    const { get } = web(site, { resolve: async (name) => addresses.get(name) ?? [] });
    expect(await get('https://a.example/')).toMatchObject({ kind: 'failed', retryable: false });
    expect(await get('https://b.example/')).toMatchObject({ kind: 'page' });
    expect(await get('https://c.example/')).toMatchObject({ kind: 'failed', retryable: true });
  });

  test('a circle of redirects ends', async () => {
    const { get, asked } = web({ 'https://a.example/': () => redirect('https://a.example/') });
    expect(await get('https://a.example/', { maxRedirects: 3 })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/3 times/),
    });
    expect(asked).toHaveLength(4);
  });

  test('a page over the limit is not read, whether it says so or not', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }));
    const { get } = web({
      'https://a.example/': () => page('x', { 'Content-Length': '99999999' }),
      'https://b.example/': endless,
    });
    for (const url of ['https://a.example/', 'https://b.example/']) {
      expect(await get(url, { maxBytes: 1024 * 1024 })).toMatchObject({
        kind: 'failed',
        reason: 'The page is larger than 1 MB.',
      });
    }
  });

  test('a site that does not answer in time may be asked again', async () => {
    const { get } = web(
      {},
      {
        fetch: (_, { signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
    );
    expect(await get('https://a.example/', { timeoutMs: 20 })).toMatchObject({
      kind: 'failed',
      retryable: true,
    });
  });

  test.each([
    [404, false],
    [403, false],
    [500, true],
    [429, true],
  ])('status %i', async (status, retryable) => {
    const { get } = web({
      'https://a.example/': () => new Response('no', { status, headers: { 'Retry-After': '120' } }),
    });
    expect(await get('https://a.example/')).toMatchObject({
      kind: 'failed',
      retryable,
      retryAfterSeconds: 120,
    });
  });

  test('a date in Retry-After', async () => {
    const headers = { 'Retry-After': 'Thu, 01 Jan 2026 00:01:00 GMT' };
    const { get } = web({ 'https://a.example/': () => new Response('no', { status: 503, headers }) });
    expect(await get('https://a.example/')).toMatchObject({ retryAfterSeconds: 60 });
  });
});

describe('robots.txt', () => {
  const site = (rules: Response): Site => ({
    'https://a.example/robots.txt': () => rules,
    'https://a.example/private/x': () => page(),
    'https://a.example/public': () => page(),
  });

  test('is obeyed, for all and by name', async () => {
    const { get, asked } = web(site(new Response('User-agent: *\nDisallow: /private')));
    expect(await get('https://a.example/private/x')).toMatchObject({ kind: 'failed', retryable: false });
    expect(asked).toEqual([]);
    const named = web(site(new Response('User-agent: NuggetsBot\nDisallow: /\n\nUser-agent: *\nAllow: /')));
    expect(await named.get('https://a.example/public')).toMatchObject({ kind: 'failed' });
  });

  test('allows what it does not forbid, and everything where it is missing', async () => {
    const { get } = web(site(new Response('User-agent: *\nDisallow: /private')));
    expect(await get('https://a.example/public')).toMatchObject({ kind: 'page' });
    expect(
      await web({ 'https://a.example/public': () => page() }).get('https://a.example/public'),
    ).toMatchObject({ kind: 'page' });
  });

  test('forbids for now where the site cannot say', async () => {
    const { get } = web(site(new Response('', { status: 503 })));
    expect(await get('https://a.example/public')).toMatchObject({ kind: 'failed', retryable: true });
  });

  test('of another site is asked where a redirect leads there', async () => {
    const { get } = web({
      'https://b.example/': () => redirect('https://a.example/private/x'),
      ...site(new Response('User-agent: *\nDisallow: /private')),
    });
    expect(await get('https://b.example/')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('robots.txt'),
    });
  });
});

test('the schedule of checks', () => {
  const now = new Date(0);
  const minutes = (failuresInARow: number) => {
    const next = nextCheckAt({ now, checkIntervalMin: 5, failuresInARow });
    return next && next.getTime() / 60_000;
  };
  expect([0, 1, 2, 3, 4, 5, 9, 10, 11].map(minutes)).toEqual([5, 5, 5, 5, 10, 20, 320, null, null]);
});
