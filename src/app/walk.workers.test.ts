import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, invite, ORIGIN, signUp } from '../../dev/test-people.ts';
import { makeApp } from './app.ts';

/** Every route that is mounted, walked: nobody gets 401, a learner 403 in the staff's rooms, and ids of others 404. */

const PUBLIC = new Set([
  '/api/auth/register',
  '/api/auth/login',
  '/api/health',
  '/api/openapi.json',
  '/api/docs',
]);

/** The lists that come in pages, as the API describes itself. */
const Spec = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({ parameters: z.array(z.object({ name: z.string() })).optional() }).optional(),
    }),
  ),
});

const ID = '01a204a5-0000-7000-8000-000000000000';

const routes = [
  ...new Map(
    makeApp()
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  ).values(),
];
const guarded = routes.filter(({ path }) => !PUBLIC.has(path));
const fill = (path: string) =>
  path
    .replace(/:page\b/, '1')
    .replace(/:[a-zA-Z]+(\{[^}]*\})?/g, ID)
    .replace('/*', `/${ID}`);

/** Bodies that fit nothing: whatever is judged before the body must be answered first. */
const body = (method: string) => (method === 'GET' || method === 'DELETE' ? {} : { body: '{' });

describe('every route', () => {
  test('is walked', () => {
    expect(guarded.length).toBeGreaterThan(10);
  });

  test.each(guarded)('$method $path asks for a token first', async ({ method, path }) => {
    const response = await call(fill(path), { method, ...body(method) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errorType: 'authentication_error' });
    expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('keeps learners out of the staff rooms before it looks at anything else', async () => {
    const learner = await invite(await signUp(), 'learner');
    for (const { method, path } of guarded.filter(({ path }) => path.startsWith('/api/admin/'))) {
      const response = await learner.fetch(fill(path), { method, ...body(method) });
      expect([method, path, response.status]).toEqual([method, path, 403]);
    }
    expect((await learner.fetch('/api/admin/no-such-room')).status).toBe(403);
  });

  /** What another organization has, by the path that would show it; an id that nobody has elsewhere. */
  async function foreignIds(): Promise<(path: string) => string> {
    const other = await signUp('Eve');
    const made = async (path: string, json: object) => Object(await other.ask(path, { json }));
    const [invited, folder, url, text] = [
      await made('/api/admin/invites', { role: 'learner' }),
      await made('/api/admin/ingestion/folders', { path: 'watched/' }),
      await made('/api/admin/ingestion/urls', { url: 'https://example.com/page' }),
      await made('/api/admin/ingestion/text', {
        title: 'Theirs',
        content: 'Only theirs to read. '.repeat(20),
      }),
    ];
    const known: Readonly<Record<string, string>> = {
      '/api/admin/users': other.user.id,
      '/api/admin/invites': invited.id,
      '/api/admin/ingestion/folders': folder.id,
      '/api/admin/ingestion/urls': url.id,
      '/api/admin/ingestion/jobs': text.job.id,
    };
    return (path) => Object.entries(known).find(([prefix]) => path.startsWith(prefix))?.[1] ?? ID;
  }

  test('answers an id of another organization with 404, never with 403 or 500', async () => {
    const admin = await signUp();
    const idFor = await foreignIds();
    for (const { method, path } of guarded.filter(({ path }) => /:(?!page|version)/.test(path))) {
      const headers = path.endsWith('/ws') ? { Upgrade: 'websocket' } : {};
      const response = await admin.fetch(fill(path).replaceAll(ID, idFor(path)), { method, headers });
      // A body that is asked for and missing is judged before the id.
      const allowed = method === 'GET' || method === 'DELETE' ? [404] : [400, 404];
      expect([method, path, allowed.includes(response.status) ? 'ok' : response.status]).toEqual([
        method,
        path,
        'ok',
      ]);
    }
  });

  test('begins a page of its list only: a cursor of another one is refused', async () => {
    const admin = await signUp();
    await invite(admin, 'learner');
    const Page = z.object({ nextCursor: z.string() });
    const { nextCursor } = Page.parse(await admin.ask('/api/admin/users?limit=1'));
    const paged = Spec.parse(await (await call('/api/openapi.json')).json()).paths;
    const lists = Object.entries(paged)
      .filter(
        ([path, { get }]) => !path.includes('{') && get?.parameters?.some(({ name }) => name === 'cursor'),
      )
      .map(([path]) => path);
    expect(lists).toContain('/api/admin/users');
    expect(lists.length).toBeGreaterThan(12);
    for (const path of lists) {
      const response = await admin.fetch(`${path}?cursor=${nextCursor}`);
      expect([path, response.status]).toEqual([path, path === '/api/admin/users' ? 200 : 400]);
    }
    const refused = await admin.fetch(`/api/admin/invites?cursor=${nextCursor}`);
    expect(await refused.json()).toMatchObject({
      errorType: 'validation_error',
      details: [{ path: 'cursor', message: expect.stringContaining('another list') }],
    });
  });

  test('says how much may still be asked', async () => {
    const response = await (await signUp()).fetch('/api/auth/me');
    for (const header of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'])
      expect(Number(response.headers.get(header))).toBeGreaterThan(0);
  });
});

describe('unknown paths and headers', () => {
  test('an unknown API path is 401 for nobody and 404 for somebody', async () => {
    expect((await call('/api/nowhere')).status).toBe(401);
    expect((await (await signUp()).fetch('/api/nowhere')).status).toBe(404);
  });

  test.each(['/api/openapi.json', '/api/docs', '/api/auth/me', '/nowhere'])(
    '%s is armoured',
    async (path) => {
      const { headers } = await call(path);
      expect(headers.get('Content-Security-Policy')).toMatch(/script-src 'self'(;|$)/);
      expect(headers.get('Content-Security-Policy')).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{8}/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBeTruthy();
    },
  );

  test('openapi.json names every route', async () => {
    const { paths } = Object(await (await call('/api/openapi.json')).json());
    expect(Object.keys(paths)).toContain('/api/auth/login');
    expect(Object.keys(paths)).toContain('/api/media/{path}');
    const operations = Object.values(paths).flatMap((path) => Object.values(Object(path)));
    expect(operations.filter((operation) => Object(operation).responses.default === undefined)).toEqual([]);
    expect(Object.keys(paths['/api/admin/files/upload'].post.requestBody.content)).toEqual([
      'multipart/form-data',
    ]);
    expect(await (await call('/api/docs')).text()).toContain('/api/auth/login');
  });

  test('tokens of another making are refused', async () => {
    const { token } = await signUp();
    const [head, claims = ''] = token.split('.');
    const none = `${btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')}.${claims}.`;
    for (const bad of [none, `${head}.${claims}.AAAA`, 'x', `${token}x`, '']) {
      const response = await call('/api/auth/me', { headers: { authorization: `Bearer ${bad}` } });
      expect([bad, response.status]).toEqual([bad, 401]);
    }
    const basic = await call('/api/auth/me', {
      headers: { authorization: `Basic ${token}`, origin: ORIGIN },
    });
    expect(basic.status).toBe(401);
  });
});
