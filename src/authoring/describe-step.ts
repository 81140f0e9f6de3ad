import type { OrganizationDb } from '../base/db.ts';
import type { Job } from '../jobs/queries.ts';
import type { StepOutcome } from '../jobs/run.ts';
import { findEdition } from '../library/edition.ts';
import { findDocument, markReady, nuggetsOfDocument, retireNuggets } from '../library/pipeline-queries.ts';
import type { PartNeeds } from './parts.ts';
import { makePart } from './parts.ts';

/** The describing step of a job: metadata and slides for each nugget, a few at a time; then the new version serves. */

export type DescribeNeeds = PartNeeds & {
  db: OrganizationDb;
  bucket: R2Bucket;
  policy: () => Promise<{ review: boolean }>;
  clock: () => Date;
};

/** Nuggets a step: short enough for a lease, long enough that the queue's hops cost little. */
const BATCH = 6;

export async function runDescribeStep(needs: DescribeNeeds, job: Job): Promise<StepOutcome> {
  const document = job.documentId === null ? undefined : await findDocument(needs.db, job.documentId);
  const edition = document && (await findEdition(needs.bucket, document));
  // A newer version came in between: its own job, or this one from the start, takes it on.
  if (document === undefined || edition === undefined) {
    return { kind: 'next', to: { stage: 'extract', progressDone: 0, progressTotal: 0 } };
  }
  const all = await nuggetsOfDocument(needs.db, document.id);
  const current = new Set(edition);
  const waiting = all.filter(
    ({ id, status, metadata, slides }) =>
      current.has(id) && status === 'processing' && (metadata === null || slides === null),
  );
  await Promise.all(
    waiting.slice(0, BATCH).map(async (nugget) => {
      await makePart(needs, job, nugget.id, 'metadata');
      await makePart(needs, job, nugget.id, 'slides');
    }),
  );
  const left = waiting.length - Math.min(BATCH, waiting.length);
  if (left > 0) {
    const progressDone = edition.length - left;
    return { kind: 'next', to: { stage: 'describe', progressDone, progressTotal: edition.length } };
  }
  const { review } = await needs.policy();
  const now = needs.clock();
  await markReady(needs.db, edition, { review }, now);
  await retireNuggets(
    needs.db,
    all.filter(({ id }) => !current.has(id)).map(({ id }) => id),
  );
  return {
    kind: 'next',
    to: {
      stage: 'author',
      status: 'completed',
      completedAt: now,
      nuggetCount: edition.length,
      progressDone: 0,
      progressTotal: 0,
    },
  };
}
