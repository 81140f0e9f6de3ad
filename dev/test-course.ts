/** A short text of our own, taken through the real pipeline, for tests of what is made of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { JobView } from '../src/jobs/view.ts';
import { NuggetView } from '../src/library/view.ts';
import type { TestPerson } from './test-people.ts';

export const COURSE = `# Keeping bees through the winter

## The winter cluster

Honey bees do not hibernate. When the air falls below 10 °C they gather in a ball that is called the winter cluster. The
queen sits in the middle, and the workers around her shiver their flight muscles to make heat. The core of the cluster is
kept at about 34 °C while there is brood, and at about 20 °C when there is none. The bees on the outside form a mantle that
is two to three bees thick. They change places with those inside, so that none of them freezes. A strong cluster of 15,000
bees uses less food per bee than a weak one of 5,000, because a big ball loses less heat. Keepers therefore unite weak
colonies in September and never in January, when opening the hive would break the cluster.

## Food for the cold months

A colony needs between 12 and 20 kilograms of stored food to live from October to April. Sugar syrup must be fed before the
end of September, because bees cannot dry syrup when nights are cold. Two parts of sugar to one part of water is the usual
mixture for autumn. In an emergency in February a block of fondant is laid directly above the cluster. Honey from unknown
sources is never fed, since it may carry the spores of American foulbrood. A keeper weighs the hive once a month: a loss of
more than two kilograms in a month of frost is a warning. Heather honey contains little water and much protein, and bees
that live on it alone often suffer from dysentery.

## Damp kills more colonies than cold

A colony breathes out more than ten litres of water in a winter. Warm, damp air rises, meets the cold lid, and drips back on
the bees. Wet bees lose their heat and die. An open mesh floor lets the damp air sink out, and an insulated lid keeps the
drops from forming. The entrance is narrowed to eight millimetres, which lets air in and keeps mice out. Mice that nest in a
hive eat wax and disturb the cluster until it breaks. Snow in front of the entrance is loose enough to breathe through and
is left alone.
`;

export const list = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The job once it is at the stage, or has failed; throws after a minute. */
export async function jobAt(who: TestPerson, id: string, stage: 'author' | 'done'): Promise<JobView> {
  for (let tries = 0; tries < 120; tries += 1) {
    const job = JobView.parse(await who.ask(`/api/admin/ingestion/jobs/${id}`));
    const isThere = job.stage === 'done' || (stage === 'author' && job.stage === 'author');
    if (isThere || job.status === 'failed' || job.status === 'cancelled') return job;
    await sleep(150);
  }
  throw new Error(
    `the job did not get there: ${JSON.stringify(await who.ask(`/api/admin/ingestion/jobs/${id}`))}`,
  );
}

/** The course in this person's organization, all parts made. */
export async function teachCourse(who: TestPerson, content = COURSE) {
  const { job } = z
    .object({ job: JobView })
    .parse(await who.ask('/api/admin/ingestion/text', { json: { title: 'Bees in winter', content } }));
  const done = await jobAt(who, job.id, 'done');
  const { items } = list(NuggetView).parse(await who.ask(`/api/admin/nuggets?limit=200&jobId=${job.id}`));
  return { job: done, nuggets: items.toSorted((a, b) => a.position - b.position) };
}
