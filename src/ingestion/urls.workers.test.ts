import { expect, inject, test } from 'vitest';
import { signUp } from '../../dev/test-people.ts';
import { openDatabases } from '../base/db.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import { fetchPage } from './fetch-page.ts';
import { visibleText } from './page-text.ts';
import { checkUrl, type UrlNeeds } from './url-check.ts';
import { findUrl, insertUrl, takeDueUrls, type UrlRow, updateUrl } from './url-queries.ts';

const databases = openDatabases(inject('databaseUrl'));
const ADDRESS = 'https://news.example/page';

type Answer = (headers: Record<string, string>) => Response;

/** A monitored page of a made-up site, checked by the real queries, the real fetch rules and the platform's own rewriter. */
async function monitor({ selector = null }: { selector?: string | null } = {}) {
  const { organizationId } = await signUp();
  const db = databases.forOrganization(organizationId);
  const made = await insertUrl(db, {
    ...{ url: ADDRESS, checkInterval: 10, contentSelector: selector, autoProcess: true, enabled: true },
  });
  if (made === undefined) throw new Error('not inserted');
  const site = {
    answer: (() => new Response('none', { status: 404 })) as Answer,
    robots: '',
    heard: [] as Record<string, string>[],
    sent: [] as IngestionMessage[],
    notices: [] as string[],
    now: new Date('2026-11-01T10:00:00Z'),
  };
  const needs: UrlNeeds = {
    db,
    fetchPage: (url, known) =>
      fetchPage(
        {
          fetch: async (address, { headers }) => {
            if (address.endsWith('/robots.txt')) return new Response(site.robots);
            if (address !== ADDRESS) return new Response('elsewhere', { headers: HTML });
            site.heard.push(headers);
            return site.answer(headers);
          },
          now: () => site.now.getTime(),
        },
        { url, ...known },
      ),
    textOf: visibleText,
    send: async (message) => site.sent.push(message),
    notify: async (message) => site.notices.push(message),
    clock: () => site.now,
    log: () => {},
  };
  const row = async (): Promise<UrlRow> => {
    const found = await findUrl(db, made.id);
    if (found === undefined) throw new Error('gone');
    return found;
  };
  const check = async (by: 'clock' | 'hand' = 'clock') => checkUrl(needs, await row(), by);
  return { site, check, row, change: (to: Parameters<typeof updateUrl>[2]) => updateUrl(db, made.id, to) };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const page = (body: string, headers: Record<string, string> = {}) =>
  new Response(`<html><head><script>${Math.random()}</script></head><body>${body}</body></html>`, {
    headers: { ...HTML, ...headers },
  });

test('validators are kept and sent, and a page that did not change is not read', async () => {
  const { site, check, row } = await monitor();
  const modified = 'Sun, 01 Nov 2026 08:00:00 GMT';
  site.answer = (headers) =>
    headers['If-None-Match'] === '"v1"' && headers['If-Modified-Since'] === modified
      ? new Response(null, { status: 304 })
      : page('<p>One', { etag: '"v1"', 'last-modified': modified });
  expect(await check()).toMatchObject({ changed: true, status: 'queued' });
  expect(await check()).toMatchObject({ changed: false, status: 'unchanged' });
  expect(site.heard.map((headers) => headers['If-None-Match'])).toEqual([undefined, '"v1"']);
  expect(site.sent).toMatchObject([{ kind: 'step', stage: 'extract' }]);
  expect(await row()).toMatchObject({
    etag: '"v1"',
    lastModified: modified,
    lastError: null,
    nextCheckAt: new Date('2026-11-01T10:10:00Z'),
  });
});

test('without validators, or with ones that change each time, the words decide', async () => {
  const { site, check } = await monitor();
  site.answer = () => page('<p>The same   words</p>', { etag: `"${crypto.randomUUID()}"` });
  expect((await check()).status).toBe('queued');
  expect((await check()).status).toBe('unchanged');
  site.answer = () => page('<p>Other words</p>');
  expect((await check()).status).toBe('queued');
  expect(site.sent).toHaveLength(2);
});

test('with a selector only that part of the page counts', async () => {
  const { site, check, row } = await monitor({ selector: 'main .text' });
  const around = (text: string, advert: string) =>
    page(`<nav>${advert}</nav><main><p class="text">${text}</p></main>`);
  site.answer = () => around('Stays', 'Buy now');
  expect(await check()).toMatchObject({
    status: 'queued',
    job: { metadata: { contentSelector: 'main .text' } },
  });
  site.answer = () => around('Stays', 'Buy two');
  expect((await check()).status).toBe('unchanged');
  site.answer = () => around('Changes', 'Buy two');
  expect((await check()).status).toBe('queued');
  expect((await row()).failures).toBe(0);
});

test('what robots.txt forbids and where redirects lead inside is not fetched, and says so', async () => {
  const { site, check, row } = await monitor();
  site.robots = 'User-agent: *\nDisallow: /page';
  site.answer = () => page('secret');
  expect(await check()).toMatchObject({ status: 'failed', error: expect.stringMatching(/robots\.txt/i) });
  expect(site.heard).toEqual([]);
  site.robots = '';
  site.answer = () =>
    new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/latest' } });
  expect(await check()).toMatchObject({ status: 'failed' });
  site.answer = () => new Response(null, { status: 302, headers: { location: ADDRESS } });
  expect(await check()).toMatchObject({ status: 'failed', error: expect.stringMatching(/redirect/i) });
  expect((await row()).failures).toBe(3);
});

test('failures in a row are retried at longer and longer intervals, and after ten the page is switched off with a notice', async () => {
  const { site, check, row } = await monitor();
  site.answer = () => new Response('down', { status: 503 });
  const minutes: (number | null)[] = [];
  for (let failure = 1; failure <= 10; failure += 1) {
    await check('hand');
    await check();
    const { nextCheckAt } = await row();
    minutes.push(nextCheckAt === null ? null : (nextCheckAt.getTime() - site.now.getTime()) / 60_000);
  }
  expect(minutes).toEqual([10, 10, 10, 20, 40, 80, 160, 320, 640, null]);
  expect(await row()).toMatchObject({
    enabled: false,
    failures: 10,
    lastError: expect.stringMatching(/error of its own.*Switched off after 10 failures/),
  });
  expect(site.notices).toEqual([expect.stringContaining(ADDRESS)]);
});

test('a page that comes back is forgiven', async () => {
  const { site, check, row } = await monitor();
  site.answer = () => new Response('down', { status: 503 });
  for (let failure = 1; failure <= 5; failure += 1) await check();
  site.answer = () => page('<p>Back again');
  expect((await check()).status).toBe('queued');
  expect(await row()).toMatchObject({ failures: 0, lastError: null });
});

test('the clock takes what is due, once, and leaves what is switched off or not to be read by itself', async () => {
  const { row, change } = await monitor();
  const { id } = await row();
  const at = new Date('2026-11-01T12:00:00Z');
  const due = async () =>
    (await takeDueUrls(databases.system, at, 1000)).filter((taken) => taken.id === id).length;
  expect([await due(), await due()]).toEqual([1, 0]);
  await change({ nextCheckAt: at, enabled: false });
  expect(await due()).toBe(0);
  await change({ enabled: true, autoProcess: false });
  expect(await due()).toBe(0);
  await change({ autoProcess: true });
  const both = await Promise.all([due(), due()]);
  expect(both.toSorted()).toEqual([0, 1]);
});

test.each([
  ['urls', { url: 'https://news.example/one' }, { url: 'https://news.example/two' }],
  ['folders', { path: 'one' }, { path: 'two' }],
])('of two watched %s neither can be turned into the other', async (kind, one, two) => {
  const admin = await signUp();
  const path = `/api/admin/ingestion/${kind}`;
  await admin.ask(path, { json: one });
  const { id } = Object(await admin.ask(path, { json: two }));
  const into = async (json: object) => (await admin.fetch(`${path}/${id}`, { method: 'PUT', json })).status;
  expect(await into(one)).toBe(409);
  expect(await into(two)).toBe(200);
});

test('a selector that Postgres could not hold is refused', async () => {
  const json = { url: 'https://news.example/', contentSelector: 'main\0' };
  expect((await (await signUp()).fetch('/api/admin/ingestion/urls', { json })).status).toBe(400);
});
