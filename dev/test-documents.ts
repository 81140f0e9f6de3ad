/** For tests in workerd: documents on their way through the real pipeline, made of words alone. */
import {
  createExecutionContext,
  createScheduledController,
  env,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { JobView } from '../src/jobs/view.ts';
import { NuggetView } from '../src/library/view.ts';
import both from './both.ts';
import { list } from './test-course.ts';
import { signUp, type TestPerson } from './test-people.ts';

/** An organization that wants neither sound nor pictures: they take time, and other tests see to them. */
export async function readingAdmin(): Promise<TestPerson> {
  const admin = await signUp();
  for (const key of ['audio.policy', 'image.policy']) {
    await admin.ask('/api/admin/settings/system', { json: { key, value: 'off' } });
  }
  return admin;
}

/** Jobs, newest first, once none of them is at work. */
export async function settledJobs(admin: TestPerson): Promise<JobView[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { items } = list(JobView).parse(await admin.ask('/api/admin/ingestion/jobs?limit=100'));
    const working = items.filter(
      ({ status, stage }) =>
        status === 'pending' || status === 'processing' || (status === 'completed' && stage !== 'done'),
    );
    if (working.length === 0) return items;
    await sleep(150);
  }
  throw new Error('the jobs took too long');
}

/** In the order of their document, with those that were retired. */
export async function nuggetsOf(admin: TestPerson): Promise<NuggetView[]> {
  const pages = await Promise.all(
    ['', '&status=retired'].map((status) => admin.ask(`/api/admin/nuggets?limit=200${status}`)),
  );
  return pages
    .flatMap((page) => list(NuggetView).parse(page).items)
    .toSorted((a, b) => a.position - b.position);
}

export async function upload(admin: TestPerson, name: string, content: string): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return admin.fetch('/api/admin/files/upload', { method: 'POST', body: form });
}

/** Puts an object where somebody else's tool would. */
export const put = (admin: TestPerson, path: string, content: string): Promise<unknown> =>
  env.BUCKET.put(`org/${admin.organizationId}/${path}`, content);

/** Cloudflare's own notification of it. */
export const announce = (
  admin: TestPerson,
  path: string,
  action: 'PutObject' | 'DeleteObject' = 'PutObject',
): Promise<unknown> =>
  env.INGESTION.send({
    account: 'test',
    bucket: 'nuggets',
    object: { key: `org/${admin.organizationId}/${path}` },
    action,
    eventTime: new Date().toISOString(),
  });

export const Files = list(
  z.object({
    id: z.string(),
    filename: z.string(),
    version: z.number(),
    status: z.string(),
    nuggetCount: z.number(),
  }),
);

/** A text of one idea a section, each long enough to stand alone. */
export const sections = (...subjects: readonly string[]): string =>
  subjects
    .map(
      (subject) =>
        `## The ${subject}\n\nThe ${subject} is looked after with care, because a ${subject} that nobody looks after fails when it is needed. ` +
        `Whoever finds a fault in the ${subject} says so at once, writes it into the book, and hangs a red tag on it. ` +
        `Once a year the ${subject} is taken apart, cleaned of dust and old grease, and put together again by two people.`,
    )
    .join('\n\n');

/** What the clock does at such an hour. */
export async function tick(cron: string): Promise<void> {
  const context = createExecutionContext();
  await both.scheduled(createScheduledController({ cron }), env, context);
  await waitOnExecutionContext(context);
}
