import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { jobAt, list, teachCourse } from '../../dev/test-course.ts';
import { call, invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { openDatabases } from '../base/db.ts';
import { NuggetId } from '../base/ids.ts';
import { JobView } from '../jobs/view.ts';
import { mediaKey, nuggetMedia } from '../library/media.ts';
import { questions } from '../library/tables.ts';
import { NuggetView } from '../library/view.ts';
import { joinMp3 } from '../models/mp3.ts';
import { usageEvents } from '../models/tables.ts';
import { faultOf } from './question-check.ts';
import { bulletsOf } from './slides.ts';
import { readSource, traceTo } from './trace.ts';
import { VersionView } from './versions.ts';

const { forOrganization } = openDatabases(inject('databaseUrl'));

let admin: TestPerson;
let learner: TestPerson;
let stranger: TestPerson;
let course: NuggetView[];

beforeAll(async () => {
  admin = await signUp();
  [learner, stranger] = await Promise.all([invite(admin, 'learner'), signUp('Mallory')]);
  const { job, nuggets } = await teachCourse(admin);
  expect(job).toMatchObject({ status: 'completed', stage: 'done', errorMessage: null });
  expect(job.metadata.failedParts).toBeUndefined();
  course = nuggets;
}, 120_000);

/** The first, second … nugget of the course as it now is. */
async function nugget(place: number): Promise<NuggetView> {
  return NuggetView.parse(await admin.ask(`/api/admin/nuggets/${course[place]?.id}`));
}

describe('what the pipeline makes of a text', () => {
  test('nuggets that say where they stand', () => {
    expect(course.map(({ sources }) => sources[0]?.headings.at(-1))).toEqual([
      'The winter cluster',
      'Food for the cold months',
      'Damp kills more colonies than cold',
    ]);
    expect(course.map(({ status, version, position }) => [status, version, position])).toEqual([
      ['ready', 1, 0],
      ['ready', 1, 1],
      ['ready', 1, 2],
    ]);
    for (const { metadata, title } of course) {
      expect(title).toMatch(/\w/);
      expect(metadata?.topics.length).toBeGreaterThan(1);
    }
  });

  test('three to seven slides, every bullet traced to a sentence', () => {
    for (const { slides, content } of course) {
      expect(slides.length).toBeGreaterThanOrEqual(3);
      expect(slides.length).toBeLessThanOrEqual(7);
      const source = readSource(content, 'en');
      const untraced = slides.flatMap(bulletsOf).filter((bullet) => traceTo(bullet, source) === undefined);
      expect(untraced).toEqual([]);
    }
  });

  test('sound of each slide and of the whole, as long as it says', async () => {
    for (const { slides, audioUrl } of course) {
      const seconds = async (url: string | null) => {
        const answer = await admin.fetch(url ?? '');
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
        return joinMp3([new Uint8Array(await answer.arrayBuffer())])?.seconds ?? 0;
      };
      const durations = await Promise.all(slides.map((slide) => seconds(slide.audioUrl)));
      expect(durations).toEqual(slides.map(({ duration }) => duration));
      const sum = durations.reduce((all, one) => all + one, 0);
      expect(await seconds(audioUrl)).toBeCloseTo(sum, 1);
      // Some 2.5 words a second, give or take what names and numbers take.
      const words = slides.flatMap(({ script }) => script?.split(/\s+/) ?? []).length;
      expect(sum / words).toBeGreaterThan(0.25);
      expect(sum / words).toBeLessThan(0.6);
    }
  });

  test('a picture in three widths with words for who cannot see it', async () => {
    for (const { images, imageAlt, title } of course) {
      expect(imageAlt).toContain(title);
      expect(images.map(({ width }) => width)).toEqual([1024, 640, 320]);
      const types = await Promise.all(
        images.map(async ({ url }) => (await admin.fetch(url)).headers.get('content-type')),
      );
      expect(types).toEqual(['image/png', 'image/jpeg', 'image/jpeg']);
    }
  });

  test('at least three questions each that hold every check', async () => {
    const asked = await forOrganization(admin.organizationId).sql.select().from(questions);
    for (const { id, content } of course) {
      const own = asked.filter(({ nuggetId }) => nuggetId === id);
      expect(own.length).toBeGreaterThanOrEqual(3);
      const source = readSource(content, 'en');
      const faults = own.map((question) =>
        faultOf({ ...question, options: question.options ?? [], quote: question.quote ?? '' }, source),
      );
      expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
    }
  });
});

describe('media', () => {
  test('are served whole, in ranges, and by their tag', async () => {
    const url = course[0]?.audioUrl ?? '';
    const whole = await learner.fetch(url);
    expect(whole.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const part = await learner.fetch(url, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(10, 20));
    const etag = whole.headers.get('etag') ?? '';
    expect((await learner.fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await learner.fetch(url, { headers: { range: 'bytes=99999999-' } })).status).toBe(416);
    const head = await learner.fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([
      200,
      String(bytes.length),
      etag,
    ]);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  });

  test('are nobody else’s', async () => {
    const url = course[0]?.imageUrl ?? '';
    expect((await stranger.fetch(url)).status).toBe(404);
    expect((await call(url)).status).toBe(401);
    expect((await learner.fetch('/api/media/../uploads/x.md')).status).toBe(404);
  });

  test('what a browser would run is offered as a download', async () => {
    for (const contentType of [
      'text/html',
      'image/svg+xml',
      'application/xhtml+xml',
      'text/javascript',
      '',
    ]) {
      await env.BUCKET.put(mediaKey(admin.organizationId, 'page'), '<script>alert(1)</script>', {
        httpMetadata: { contentType },
      });
      const answer = await learner.fetch('/api/media/page');
      expect([contentType, answer.headers.get('content-type')]).toEqual([
        contentType,
        'application/octet-stream',
      ]);
      expect(answer.headers.get('content-disposition')).toBe('attachment');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      await answer.text();
    }
  });
});

describe('sources', () => {
  test('open for learners at the page that a nugget was published from', async () => {
    const { documentId } = course[0] ?? {};
    expect(await learner.ask(`/api/sources/${documentId}`)).toMatchObject({
      id: documentId,
      title: 'Bees in winter',
      outline: expect.arrayContaining([expect.objectContaining({ text: 'The winter cluster' })]),
    });
    const page = await learner.ask(`/api/sources/${documentId}/pages/${course[0]?.sources[0]?.page}`);
    expect(page).toMatchObject({
      text: expect.stringContaining('Honey bees do not hibernate'),
      hidden: false,
    });
    expect((await learner.fetch(`/api/sources/${documentId}/pages/999`)).status).toBe(404);
    expect((await stranger.fetch(`/api/sources/${documentId}`)).status).toBe(404);
    expect((await learner.fetch(`/api/sources/${documentId}/pages/zero`)).status).toBe(400);
  });
});

const Hits = z.object({ items: z.array(z.object({ nuggetId: z.string(), content: z.string() })) });
const search = async (q: string) =>
  Hits.parse(await learner.ask(`/api/search?q=${encodeURIComponent(q)}&limit=3`)).items;

describe('an edit', () => {
  test('begins a version, is found by its new words, and keeps what it did not touch', async () => {
    const before = await nugget(0);
    const content = `${before.content}\n\nA zephyrometer tells how strong the wind at the entrance is.`;
    const answer = await admin.fetch(`/api/admin/nuggets/${before.id}`, {
      method: 'PATCH',
      headers: { 'if-match': '"1"' },
      json: { content, title: 'The cluster in winter' },
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    const after = NuggetView.parse(await answer.json());
    expect(after).toMatchObject({
      version: 2,
      content,
      title: 'The cluster in winter',
      slides: before.slides,
    });
    expect((await search('zephyrometer'))[0]?.nuggetId).toBe(before.id);
    expect((await search('How strong is the wind?'))[0]?.nuggetId).toBe(before.id);
  });

  test('of somebody who has not seen the last one is refused', async () => {
    const answer = await admin.fetch(`/api/admin/nuggets/${course[0]?.id}`, {
      method: 'PATCH',
      headers: { 'if-match': '"1"' },
      json: { title: 'Mine' },
    });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ errorType: 'conflict' });
    expect((await nugget(0)).title).toBe('The cluster in winter');
  });

  test('of nothing, of too much, or by a learner is refused', async () => {
    const path = `/api/admin/nuggets/${course[0]?.id}`;
    const patch = (who: TestPerson, json: unknown) => who.fetch(path, { method: 'PATCH', json });
    expect((await patch(admin, {})).status).toBe(400);
    expect((await patch(admin, { content: 'NUL \u0000' })).status).toBe(400);
    expect((await patch(admin, { metadata: { language: '\ud800' } })).status).toBe(400);
    expect((await patch(admin, { content: '' })).status).toBe(400);
    expect((await patch(learner, { title: 'x' })).status).toBe(403);
    expect((await patch(stranger, { title: 'x' })).status).toBe(404);
  });

  test('can be looked up and undone', async () => {
    const { id } = course[0] ?? {};
    const versions = async () =>
      z.object({ items: z.array(VersionView) }).parse(await admin.ask(`/api/admin/nuggets/${id}/versions`))
        .items;
    expect((await versions()).map(({ version, parts }) => [version, parts])).toEqual([
      [2, ['title', 'content', 'embedding']],
      [1, []],
    ]);
    await admin.ask(`/api/admin/nuggets/${id}/versions/1/restore`, { method: 'POST' });
    const restored = await nugget(0);
    expect(restored).toMatchObject({ version: 3, title: course[0]?.title, content: course[0]?.content });
    expect((await versions())[0]).toMatchObject({ version: 3, isCurrent: true, parts: ['title', 'content'] });
    const statusOf = async (version: string) =>
      (await admin.fetch(`/api/admin/nuggets/${id}/versions/${version}/restore`, { method: 'POST' })).status;
    expect(await statusOf('9')).toBe(404);
    // Postgres counts no further: that was once an error of ours.
    expect(await statusOf('99999999999')).toBe(400);
  });
});

async function regenerate(id: string | undefined, parts: string[]) {
  const answer = await admin.fetch(`/api/admin/nuggets/${id}/regenerate`, { json: { parts } });
  expect(answer.status).toBe(202);
  const job = JobView.parse(await answer.json());
  return jobAt(admin, job.id, 'done');
}

describe('making a part anew', () => {
  test('a new picture leaves all else as it was', async () => {
    const before = await nugget(1);
    const job = await regenerate(before.id, ['image']);
    expect(job).toMatchObject({ status: 'completed', stage: 'done' });
    const after = await nugget(1);
    expect(after.imageUrl).not.toBe(before.imageUrl);
    expect(after).toMatchObject({
      slides: before.slides,
      audioUrl: before.audioUrl,
      metadata: before.metadata,
    });
    expect(after.version).toBe(before.version + 1);
    expect((await admin.fetch(before.imageUrl ?? '')).status).toBe(200);
  });

  test('the sound of the same words by the same voice is not paid again', async () => {
    const before = await nugget(1);
    const paid = await forOrganization(admin.organizationId).sql.$count(usageEvents);
    await regenerate(before.id, ['audio']);
    expect(await nugget(1)).toEqual(before);
    expect(await forOrganization(admin.organizationId).sql.$count(usageEvents)).toBe(paid);
  });

  test('new slides come with their scripts and sound', async () => {
    const before = await nugget(2);
    await regenerate(before.id, ['slides']);
    const after = await nugget(2);
    expect(after.slides.every(({ script, audioUrl }) => script !== null && audioUrl !== null)).toBe(true);
    expect(after.version).toBe(before.version + 1);
  });

  test('what is pinned stays', async () => {
    const { id } = course[2] ?? {};
    await admin.ask(`/api/admin/nuggets/${id}`, { method: 'PATCH', json: { pinned: ['image'] } });
    const pinned = await nugget(2);
    const refused = await admin.fetch(`/api/admin/nuggets/${id}/regenerate`, { json: { parts: ['image'] } });
    expect(refused.status).toBe(409);
    await regenerate(id, ['image', 'metadata']);
    expect((await nugget(2)).imageUrl).toBe(pinned.imageUrl);
    expect(
      (await admin.fetch(`/api/admin/nuggets/${id}/regenerate`, { json: { parts: ['soul'] } })).status,
    ).toBe(400);
  });
});

describe('what learners see', () => {
  test('is what is published: taken back it is gone, offered again it is there', async () => {
    const { id } = course[1] ?? {};
    const isFound = async () => (await search('sugar syrup fondant')).some(({ nuggetId }) => nuggetId === id);
    expect(await isFound()).toBe(true);
    expect(await admin.ask(`/api/admin/nuggets/${id}/unpublish`, { method: 'POST' })).toMatchObject({
      status: 'draft',
    });
    expect(await isFound()).toBe(false);
    expect(await admin.ask(`/api/admin/nuggets/${id}/publish`, { method: 'POST' })).toMatchObject({
      status: 'ready',
    });
    expect(await isFound()).toBe(true);
  });

  test('a rejected nugget waits with its reason and is looked at again once made anew', async () => {
    const { id } = course[1] ?? {};
    const queue = async (state: string) =>
      list(NuggetView)
        .parse(await admin.ask(`/api/admin/reviews?state=${state}`))
        .items.map((one) => one.id);
    await admin.ask(`/api/admin/reviews/${id}`, {
      json: { decision: 'reject', reason: 'Too many kilograms.' },
    });
    expect(await queue('rejected')).toEqual([id]);
    expect(await nugget(1)).toMatchObject({ status: 'draft', reviewReason: 'Too many kilograms.' });
    await regenerate(id, ['metadata']);
    expect(await queue('waiting')).toEqual([id]);
    await admin.ask(`/api/admin/reviews/${id}`, { json: { decision: 'approve' } });
    expect(await nugget(1)).toMatchObject({ status: 'ready', review: 'approved', reviewReason: null });
    expect((await learner.fetch('/api/admin/reviews')).status).toBe(403);
  });
});

test('where review is required, learners see what somebody approved, and nothing else', async () => {
  const who = await signUp('Reviewer');
  const reader = await invite(who, 'learner');
  await who.ask('/api/admin/settings/system', { json: { key: 'review.required', value: true } });
  const { nuggets } = await teachCourse(who);
  expect(nuggets.map(({ status, review }) => [status, review])).toEqual(
    nuggets.map(() => ['draft', 'waiting']),
  );
  const found = async () =>
    Hits.parse(await reader.ask('/api/search?q=bees%20winter%20cluster')).items.map(
      ({ nuggetId }) => nuggetId,
    );
  expect(await found()).toEqual([]);
  expect((await reader.fetch(`/api/sources/${nuggets[0]?.documentId}`)).status).toBe(404);
  // The queue shows each with its source, and which parts a model made.
  const { items } = list(NuggetView).parse(await who.ask('/api/admin/reviews'));
  expect(items).toHaveLength(3);
  for (const { sources, parts } of items) {
    expect(sources[0]?.page).toBeGreaterThan(0);
    expect([parts.metadata?.by, parts.slides?.by, parts.script?.by]).toEqual(['model', 'model', 'model']);
  }
  const { id } = nuggets[0] ?? {};
  await who.ask(`/api/admin/reviews/${id}`, { json: { decision: 'approve' } });
  expect(await found()).toEqual([id]);
}, 60_000);

test('a deleted document takes the media of its nuggets along', async () => {
  const who = await signUp('Tidy');
  const { nuggets } = await teachCourse(who);
  const media = () => env.BUCKET.list({ prefix: mediaKey(who.organizationId, '') });
  expect((await media()).objects.length).toBeGreaterThan(12);
  await who.ask(`/api/admin/files/${nuggets[0]?.documentId}`, { method: 'DELETE' });
  expect((await media()).objects).toEqual([]);
  expect((await env.BUCKET.list({ prefix: `org/${who.organizationId}/` })).objects).toEqual([]);
}, 60_000);

test('a deleted nugget takes its media along', async () => {
  const id = NuggetId.parse(course[2]?.id);
  const prefix = mediaKey(admin.organizationId, nuggetMedia(id));
  expect((await env.BUCKET.list({ prefix })).objects.length).toBeGreaterThan(4);
  expect((await stranger.fetch(`/api/admin/nuggets/${id}`, { method: 'DELETE' })).status).toBe(404);
  await admin.ask(`/api/admin/nuggets/${id}`, { method: 'DELETE' });
  expect((await admin.fetch(`/api/admin/nuggets/${id}`)).status).toBe(404);
  expect((await env.BUCKET.list({ prefix })).objects).toEqual([]);
});
