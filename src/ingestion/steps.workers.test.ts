import { env } from 'cloudflare:test';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { Files, nuggetsOf, readingAdmin, sections, settledJobs, upload } from '../../dev/test-documents.ts';
import { openDatabases } from '../base/db.ts';
import { JobId } from '../base/ids.ts';
import { STAGES } from '../jobs/job.ts';

const databases = openDatabases(inject('databaseUrl'));

const usageOf = async (organizationId: string) => {
  const { rows } = await databases.system.sql.execute(
    `select count(*)::integer as calls, coalesce(sum(cost_usd), 0)::double precision as usd from usage_events
     where organization_id = '${organizationId}'`,
  );
  return z.object({ calls: z.number(), usd: z.number() }).parse(rows[0]);
};

const Accepted = z.object({
  jobs: z.array(z.object({ id: JobId, metadata: z.object({ estimatedUsd: z.number() }) })).min(1),
});

test('messages that come twice, late or out of order change nothing', async () => {
  const admin = await readingAdmin();
  const { jobs } = Accepted.parse(
    await (await upload(admin, 'shop.md', sections('lathe', 'drill', 'vice'))).json(),
  );
  const jobId = jobs[0]?.id ?? JobId.parse('');
  const again = (start: number) =>
    STAGES.toReversed().flatMap((stage) =>
      stage === 'done'
        ? []
        : [{ kind: 'step' as const, organizationId: admin.organizationId, jobId, stage, start }],
    );
  for (const message of [...again(0), ...again(1), ...again(3)]) await env.INGESTION.send(message);
  await settledJobs(admin);
  const made = await nuggetsOf(admin);
  expect(made.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
  const spent = await usageOf(admin.organizationId);
  for (const message of [...again(0), ...again(1), ...again(3)]) await env.INGESTION.send(message);
  await upload(admin, 'other.md', sections('bench'));
  expect(await settledJobs(admin)).toHaveLength(2);
  expect((await nuggetsOf(admin)).filter(({ id }) => made.some((one) => one.id === id))).toEqual(made);
  expect((await usageOf(admin.organizationId)).calls).toBeGreaterThan(spent.calls);
});

test('a changed file remakes what changed; the rest keeps its id, its parts and its version, and costs nothing', async () => {
  const admin = await readingAdmin();
  await upload(admin, 'garden.md', sections('spade', 'rake', 'hose'));
  await settledJobs(admin);
  const before = await nuggetsOf(admin);
  await upload(admin, 'garden.md', sections('spade', 'barrow', 'hose'));
  const [second, first] = await settledJobs(admin);
  expect(second?.metadata.estimatedUsd).toBeLessThan((first?.metadata.estimatedUsd ?? 0) / 2);
  const after = (await nuggetsOf(admin)).filter(({ status }) => status === 'ready');
  const kept = after.filter(({ id }) => before.some((one) => one.id === id));
  expect(kept.map(({ sources }) => sources[0]?.headings.at(-1))).toEqual(['The spade', 'The hose']);
  for (const nugget of kept) {
    const { slides, metadata, version } = before.find(({ id }) => id === nugget.id) ?? nugget;
    expect(nugget).toMatchObject({ slides, metadata, version });
  }
  expect(Files.parse(await admin.ask('/api/admin/files')).items).toMatchObject([
    { version: 2, nuggetCount: 3 },
  ]);
});

test('the same bytes under another name are the same document, and are paid for once', async () => {
  const admin = await readingAdmin();
  await upload(admin, 'one.md', sections('oar', 'mast'));
  await settledJobs(admin);
  await upload(admin, 'two.md', sections('oar', 'mast'));
  expect((await settledJobs(admin)).map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(Files.parse(await admin.ask('/api/admin/files')).items).toMatchObject([{ filename: 'one.md' }]);
  expect(await nuggetsOf(admin)).toHaveLength(2);
  const { rows } = await databases.system.sql.execute(
    `select count(distinct job_id)::integer as paying from usage_events where organization_id = '${admin.organizationId}'`,
  );
  expect(rows).toEqual([{ paying: 1 }]);
});

test('what an upload will cost is said before it is spent, and refused above the budget', async () => {
  const admin = await readingAdmin();
  const answer = await upload(admin, 'cheap.md', sections('cup', 'plate', 'bowl', 'spoon'));
  const { jobs } = Accepted.parse(await answer.json());
  await settledJobs(admin);
  const said = jobs[0]?.metadata.estimatedUsd ?? 0;
  // Usage is written after the calls it is of.
  await expect.poll(async () => (await usageOf(admin.organizationId)).usd).toBeGreaterThan(said / 4);
  const { usd } = await usageOf(admin.organizationId);
  expect(said).toBeGreaterThan(usd / 4);

  const cap = usd + 0.001;
  await admin.ask('/api/admin/settings/system', { json: { key: 'usage.monthlyUsd', value: cap } });
  const refused = await upload(
    admin,
    'dear.md',
    sections(...Array.from({ length: 60 }, (_, i) => `part ${i}`)),
  );
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    error: expect.stringMatching(/would cost about \$.* is left/),
  });
  expect(Files.parse(await admin.ask('/api/admin/files')).items).toHaveLength(1);
  const stored = await env.BUCKET.list({ prefix: `org/${admin.organizationId}/uploads/` });
  expect(stored.objects).toHaveLength(1);
});

test('where only its chunks show what a document costs, it is refused after reading it, and read on once there is money', async () => {
  const admin = await readingAdmin();
  await admin.ask('/api/admin/settings/system', { json: { key: 'usage.monthlyUsd', value: 0.005 } });
  const text = sections(...Array.from({ length: 12 }, (_, i) => `room ${i}`)).replace(
    /^## (.*)$/gm,
    '<h2>$1</h2>',
  );
  await upload(admin, 'house.html', `<article>${text.replace(/\n\n/g, '<p>')}</article>`);
  const [job] = await settledJobs(admin);
  expect(job).toMatchObject({ status: 'failed', errorMessage: expect.stringMatching(/would cost about/) });
  expect((await usageOf(admin.organizationId)).calls).toBe(0);
  await admin.ask('/api/admin/settings/system', { json: { key: 'usage.monthlyUsd', value: 50 } });
  await admin.ask(`/api/admin/ingestion/jobs/${job?.id}/retry`, { method: 'POST' });
  expect(await settledJobs(admin)).toMatchObject([{ status: 'completed' }]);
});

test('a job can be cancelled and deleted at any step, and takes its nuggets along', async () => {
  const admin = await readingAdmin();
  const { jobs } = Accepted.parse(await (await upload(admin, 'gone.md', sections('bell', 'rope'))).json());
  const path = `/api/admin/ingestion/jobs/${jobs[0]?.id}`;
  await admin.ask(`${path}/cancel`, { method: 'POST' });
  expect(await settledJobs(admin)).toMatchObject([{ status: 'cancelled' }]);
  expect((await nuggetsOf(admin)).every(({ status }) => status === 'processing')).toBe(true);
  await admin.ask(`${path}/retry`, { method: 'POST' });
  expect(await settledJobs(admin)).toMatchObject([{ status: 'completed', nuggetCount: 2 }]);
  await admin.ask(path, { method: 'DELETE' });
  expect(await nuggetsOf(admin)).toEqual([]);
});
