/** The main job, end to end: a file is uploaded, becomes nuggets, and somebody is taught from it and believed to know more. */
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { progressOfLearner } from '../../dev/test-progress.ts';
import { openSocket } from '../../dev/test-sockets.ts';
import { openDatabases } from '../base/db.ts';

const TIDES = `# Tides

## What pulls the sea

Tides are the slow rise and fall of the sea. The Moon pulls most strongly on the side of the Earth that faces it, and the
water there bulges towards it. On the far side a second bulge forms, because the Moon pulls the Earth away from that water.
As the Earth turns, most coasts pass through both bulges in a little less than 25 hours.

## Spring and neap

At new moon and full moon the Sun and the Moon pull along one line. Their pulls add up, and the tide is higher than usual:
this is called a spring tide. At half moon they pull at right angles, and the difference between high and low water is
smallest: this is called a neap tide.
`;

const Job = z.object({
  status: z.string(),
  errorMessage: z.string().nullable(),
  nuggetCount: z.number().nullable(),
});

async function completed(person: TestPerson, id: string): Promise<z.infer<typeof Job>> {
  for (let tries = 0; tries < 200; tries += 1) {
    const job = Job.parse(await person.ask(`/api/admin/ingestion/jobs/${id}`));
    if (job.status === 'failed') throw new Error(job.errorMessage ?? 'failed');
    if (job.status === 'completed') return job;
    await new Promise((wait) => setTimeout(wait, 200));
  }
  throw new Error('the job was not completed in 40 s');
}

/** Right or wrong, a choice is judged at once; where there is none, these words are. */
const firstOption = (options: unknown): string =>
  z.array(z.string()).min(1).safeParse(options).data?.[0] ?? 'True';

test('from a file to a judged answer', { timeout: 120_000 }, async () => {
  const admin = await signUp();
  const form = new FormData();
  form.append('file', new Blob([TIDES]), 'tides.md');
  const uploaded = await admin.fetch('/api/admin/files/upload', { method: 'POST', body: form });
  expect(uploaded.status).toBe(202);
  const { jobs } = z.object({ jobs: z.array(z.object({ id: z.string() })) }).parse(await uploaded.json());
  const job = await completed(admin, jobs[0]?.id ?? '');
  expect(job.nuggetCount).toBeGreaterThanOrEqual(2);

  const nuggets = z
    .object({
      items: z.array(
        z.object({
          status: z.string(),
          slides: z.array(z.unknown()),
          metadata: z.object({ topics: z.array(z.string()).min(1) }),
          sources: z.array(z.object({ page: z.number(), headings: z.array(z.string()) })).min(1),
        }),
      ),
    })
    .parse(await admin.ask('/api/admin/nuggets'));
  expect(nuggets.items.map(({ status }) => status)).toEqual(nuggets.items.map(() => 'ready'));
  expect(nuggets.items.every(({ slides }) => slides.length > 0)).toBe(true);

  const learner = await invite(admin, 'learner');
  const session = z
    .object({ id: z.uuid() })
    .parse(
      await learner.ask('/api/learning/sessions', { json: { goal: 'Understand tides', topic: 'tides' } }),
    );
  const socket = await openSocket(learner, session.id);
  await socket.join();
  const asked = await socket.ack(socket.send('session:message', { content: 'What is a spring tide?' }));
  const answer = await socket.reply(asked ?? 0);
  expect(answer.data).toMatchObject({
    status: 'complete',
    citations: expect.arrayContaining([expect.objectContaining({ page: 1, title: 'Tides' })]),
  });
  const [citation] = z.array(z.object({ quote: z.string() })).parse(answer.data['citations']);
  expect(TIDES.replace(/\s+/g, ' ')).toContain(citation?.quote.replace(/\s+/g, ' '));

  socket.send('session:message', { content: 'Quiz me on spring tides.' });
  const question = await socket.until(({ event }) => event === 'session:question', 'a question');
  socket.send('session:answer', {
    questionId: question.data['questionId'],
    answer: firstOption(question.data['options']),
  });
  const progress = await socket.until(
    ({ event }) => event === 'session:progress:updated',
    `progress after ${JSON.stringify(question.data)}`,
  );
  expect(progress.data).toMatchObject({ probability: expect.any(Number), evidence: expect.any(String) });
  const rows = await progressOfLearner(openDatabases(inject('databaseUrl')), learner);
  expect(rows.length).toBeGreaterThanOrEqual(1);
  socket.close();
});
