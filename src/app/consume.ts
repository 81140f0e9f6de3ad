import { runAuthorStep } from '../authoring/author-step.ts';
import { runDescribeStep } from '../authoring/describe-step.ts';
import type { OrganizationDb } from '../base/db.ts';
import { describeError } from '../base/log.ts';
import type { Work } from '../ingestion/estimate.ts';
import { listFolders } from '../ingestion/folder-queries.ts';
import { objectChanged, organizationOf } from '../ingestion/objects.ts';
import { chunkStep, embedStep, extractStep } from '../ingestion/steps.ts';
import { IngestionMessage, type StepMessage } from '../jobs/message.ts';
import {
  advanceJob,
  claimStep,
  failJob,
  findLeaseEnd,
  insertDeadLetter,
  type Job,
  LEASE_MS,
  releaseJob,
  renewLease,
} from '../jobs/queries.ts';
import { type JobNeeds, retryDelay, runStep, type Steps, type Verdict } from '../jobs/run.ts';
import { extendNarrative } from '../learning/narrate.ts';
import type { IngestDeps } from './ingest-deps.ts';

/** One message of the ingestion queue, parsed once and handed to the room whose step it is. */

export async function consume(deps: IngestDeps, body: unknown, attempts: number): Promise<Verdict> {
  const parsed = IngestionMessage.safeParse(body);
  if (!parsed.success) {
    // Nobody can act on it, and it will not get better: said once, let go.
    deps.log('queue.message.unreadable', { issues: parsed.error.issues.length });
    return { kind: 'ack' };
  }
  const message = parsed.data;
  try {
    if (message.kind === 'step') return await consumeStep(deps, message);
    const organizationId = organizationOf(message);
    if (organizationId !== undefined) {
      const db = deps.databases.forOrganization(organizationId);
      await objectChanged(
        { ...deps, db, send: (next) => deps.queue.send(next), folders: () => allFolders(db) },
        message,
      );
    }
    return { kind: 'ack' };
  } catch (error) {
    deps.log('queue.message.failed', { attempts, error: describeError(error) });
    return { kind: 'retry', delaySeconds: retryDelay(attempts) };
  }
}

/** More folders than this are not watched one by one: the sweep finds what they hold. */
const allFolders = (db: OrganizationDb) => listFolders(db, { limit: 1000, after: undefined });

function consumeStep(deps: IngestDeps, message: StepMessage): Promise<Verdict> {
  const db = deps.databases.forOrganization(message.organizationId);
  return runStep(jobNeeds(deps, db), message, stepsOf(deps, db));
}

const jobNeeds = (deps: IngestDeps, db: OrganizationDb): JobNeeds => ({
  claim: (step, now) => claimStep(db, step, now),
  leaseEnd: (step, now) => findLeaseEnd(db, step, now),
  holding: (job, work) => holdingLease(deps, db, job, work),
  advance: (job, to) => advanceJob(db, job, to),
  release: (job, reason) => releaseJob(db, job.id, reason),
  fail: (job, reason, documentId) => failJob(db, job.id, reason, deps.clock(), documentId),
  bury: (job, body, reason) => insertDeadLetter(db, { jobId: job.id, body, reason }),
  send: (message, options) => deps.queue.send(message, options),
  feed: deps.feed,
  clock: deps.clock,
  log: deps.log,
});

/** A slow provider's answer may take longer than a lease. */
async function holdingLease<T>(
  deps: IngestDeps,
  db: OrganizationDb,
  job: Job,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    renewLease(db, job, deps.clock()).catch((error: unknown) =>
      deps.log('job.lease.unrenewed', { jobId: job.id, error: describeError(error) }),
    );
  }, LEASE_MS / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function stepsOf(deps: IngestDeps, db: OrganizationDb): Steps {
  const reading = {
    db,
    bucket: deps.bucket,
    models: deps.models,
    pdfAssets: deps.pdfAssets,
    maxBytes: deps.config.maxUploadBytes,
    fetchPage: deps.fetchPage,
    quote: (work: Work) => deps.quotes(db.organizationId, work),
  };
  const making = { ...deps, ...reading, policy: () => deps.policy(db) };
  return {
    extract: (job) => extractStep(reading, job),
    chunk: (job) => chunkStep(reading, job),
    embed: (job) => embedStep(reading, job),
    describe: (job) => runDescribeStep(making, job),
    author: (job) =>
      runAuthorStep({ ...making, extendNarrative: (id) => extendNarrative(making, job, id) }, job),
  };
}

/** A message that the queue itself gave up on: kept for the admin, its job ended with a sentence. */
export async function bury(deps: IngestDeps, body: unknown): Promise<void> {
  const parsed = IngestionMessage.safeParse(body);
  if (!parsed.success) return;
  const message = parsed.data;
  const reason = 'This gave up after many tries. Send it again once the cause is mended.';
  const organizationId = message.kind === 'step' ? message.organizationId : organizationOf(message);
  if (organizationId === undefined) return;
  const db = deps.databases.forOrganization(organizationId);
  const jobId = message.kind === 'step' ? message.jobId : null;
  await insertDeadLetter(db, { jobId, body: message, reason });
  if (jobId !== null) await failJob(db, jobId, reason, deps.clock());
}
