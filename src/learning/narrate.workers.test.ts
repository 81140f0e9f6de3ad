/** A narrative model that is away while a document is read: lessons walk on plain ways, and it is asked again until it has written. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { COURSE, jobAt, list, teachCourse } from '../../dev/test-course.ts';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { signUp } from '../../dev/test-people.ts';
import { JobView } from '../jobs/view.ts';
import { NuggetView } from '../library/view.ts';

const Nodes = list(
  z.object({
    id: z.string(),
    nuggetId: z.string(),
    choices: z.array(z.object({ text: z.string() })),
    version: z.number(),
  }),
);

test('what the model failed at is laid by code, asked for again, and then stays as it was written', {
  timeout: 90_000,
}, async () => {
  const admin = await signUp();
  const model = newModel('fault-500');
  await admin.ask('/api/admin/settings/ai-models', {
    method: 'PUT',
    json: { narrativePlanningModel: model },
  });
  await admin.ask('/api/admin/settings/system', { json: { key: 'models.fallback', value: null } });
  const nodes = async () => Nodes.parse(await admin.ask('/api/narrative/nodes?limit=200')).items;
  const wordsOf = (found: Awaited<ReturnType<typeof nodes>>) =>
    found.flatMap(({ choices }) => choices.map(({ text }) => text));
  const { job } = z
    .object({ job: JobView })
    .parse(
      await admin.ask('/api/admin/ingestion/text', { json: { title: 'Bees in winter', content: COURSE } }),
    );

  // Three tries of one request; then the queue waits, and there are ways already.
  await expect.poll(async () => (await heard(model)).length, { timeout: 30_000 }).toBe(3);
  await expect.poll(async () => (await nodes()).length, { timeout: 10_000 }).toBeGreaterThan(1);
  const plain = await nodes();
  expect(plain.every(({ choices }) => choices.length >= 3)).toBe(true);

  const { items } = list(NuggetView).parse(await admin.ask(`/api/admin/nuggets?limit=200&jobId=${job.id}`));
  const ids = items.map(({ id }) => id);
  const way = (from: string, to: string) => ({
    ...{ text: `In the model’s words from ${from} to ${to}`, nextNuggetId: to },
    ...{ revealsGap: [], confirmsMastery: [], adaptsTo: [] },
  });
  await script(model, {
    json: {
      nodes: ids.map((id) => ({
        nuggetId: id,
        choices: ids.filter((to) => to !== id).map((to) => way(id, to)),
      })),
    },
  });
  const done = await jobAt(admin, job.id, 'done');
  expect(done.metadata?.failedParts ?? []).toEqual([]);
  const written = await nodes();
  expect(written.map(({ id }) => id).toSorted()).toEqual(plain.map(({ id }) => id).toSorted());
  const byModel = (found: typeof written) =>
    wordsOf(found).filter((text) => text.startsWith('In the model’s words')).length;
  expect([byModel(plain), byModel(written) > 3]).toEqual([0, true]);

  // Read again, nothing is left to ask for.
  const asked = (await heard(model)).length;
  await teachCourse(admin);
  expect((await heard(model)).length).toBe(asked);
  expect(wordsOf(await nodes())).toEqual(wordsOf(written));
});
