import { env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  announce,
  Files,
  nuggetsOf,
  put,
  readingAdmin,
  sections,
  settledJobs,
  tick,
} from '../../dev/test-documents.ts';
import type { TestPerson } from '../../dev/test-people.ts';

const Made = z.object({ id: z.uuid() });

const watch = async (admin: TestPerson, folder: object) =>
  Made.parse(await admin.ask('/api/admin/ingestion/folders', { json: folder }));

const filesOf = async (admin: TestPerson) =>
  Files.parse(await admin.ask('/api/admin/files')).items.toSorted((a, b) =>
    a.filename.localeCompare(b.filename),
  );

test('an object that a notification announces is read, replaced and retired with its folder', async () => {
  const admin = await readingAdmin();
  await watch(admin, { path: 'manuals', fileTypes: ['md', 'txt'], recursive: false });
  await put(admin, 'manuals/tools.md', sections('saw', 'plane'));
  await put(admin, 'manuals/old/deep.md', sections('anvil'));
  await put(admin, 'manuals/page.html', '<p>not of a watched type</p>');
  await put(admin, 'elsewhere/tools.md', sections('rope'));
  for (const path of ['manuals/tools.md', 'manuals/old/deep.md', 'manuals/page.html', 'elsewhere/tools.md']) {
    await announce(admin, path);
  }
  await expect.poll(() => filesOf(admin), { timeout: 20_000 }).toHaveLength(1);
  expect((await settledJobs(admin)).map(({ status }) => status)).toEqual(['completed']);
  const first = await nuggetsOf(admin);
  expect(first.map(({ sources }) => sources[0]?.headings.at(-1))).toEqual(['The saw', 'The plane']);

  await put(admin, 'manuals/tools.md', sections('saw', 'chisel'));
  await announce(admin, 'manuals/tools.md');
  await expect.poll(async () => (await settledJobs(admin)).length, { timeout: 20_000 }).toBe(2);
  expect(await filesOf(admin)).toMatchObject([{ filename: 'tools.md', version: 2, nuggetCount: 2 }]);
  const second = await nuggetsOf(admin);
  const live = second.filter(({ status }) => status === 'ready');
  expect(live.map(({ sources }) => sources[0]?.headings.at(-1))).toEqual(['The saw', 'The chisel']);
  expect(live[0]?.id).toBe(first[0]?.id);
  expect(second.find(({ id }) => id === first[1]?.id)?.status).toBe('retired');

  await env.BUCKET.delete(`org/${admin.organizationId}/manuals/tools.md`);
  await announce(admin, 'manuals/tools.md', 'DeleteObject');
  await expect
    .poll(async () => (await nuggetsOf(admin)).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['retired', 'retired', 'retired']);
  expect(await admin.ask('/api/search?q=saw&mode=keyword')).toEqual({ items: [] });
});

test('the sweep finds what no event announced, once, and copies of it not at all', async () => {
  const admin = await readingAdmin();
  const folder = await watch(admin, { path: 'inbox' });
  await put(admin, 'inbox/a.md', sections('kettle'));
  await put(admin, 'inbox/deeper/b.txt', sections('stove'));
  expect(await admin.ask(`/api/admin/ingestion/folders/${folder.id}/sync`, { method: 'POST' })).toEqual({
    queued: 2,
  });
  await settledJobs(admin);
  await put(admin, 'inbox/copy-of-a.md', sections('kettle'));
  await put(admin, 'inbox/deeper/b.txt', sections('stove'));
  await tick('17 * * * *');
  expect(await settledJobs(admin)).toHaveLength(2);
  await put(admin, 'inbox/deeper/b.txt', sections('stove', 'oven'));
  await tick('17 * * * *');
  expect(await settledJobs(admin)).toHaveLength(3);
  expect(await filesOf(admin)).toMatchObject([
    { filename: 'a.md', version: 1 },
    { filename: 'b.txt', version: 2 },
  ]);
});

test('a folder that is switched off, or reads nothing by itself, waits to be asked', async () => {
  const admin = await readingAdmin();
  const folder = await watch(admin, { path: 'slow', autoProcess: false });
  await put(admin, 'slow/a.md', sections('clock'));
  await announce(admin, 'slow/a.md');
  await tick('17 * * * *');
  expect(await settledJobs(admin)).toEqual([]);
  expect(await admin.ask(`/api/admin/ingestion/folders/${folder.id}/sync`, { method: 'POST' })).toEqual({
    queued: 1,
  });
  expect(await settledJobs(admin)).toMatchObject([{ status: 'completed' }]);
});

test('what becomes of a file whose bytes become those of another one: each path keeps its document', async () => {
  const admin = await readingAdmin();
  const folder = await watch(admin, { path: 'pair' });
  await put(admin, 'pair/a.md', sections('hammer'));
  await put(admin, 'pair/b.md', sections('tongs'));
  const sync = () => admin.ask(`/api/admin/ingestion/folders/${folder.id}/sync`, { method: 'POST' });
  await sync();
  await settledJobs(admin);
  await put(admin, 'pair/a.md', sections('tongs'));
  await sync();
  await settledJobs(admin);
  const live = (await nuggetsOf(admin)).filter(({ status }) => status === 'ready');
  expect(live.map(({ sources }) => sources[0]?.headings.at(-1))).toEqual(['The tongs', 'The tongs']);
});
