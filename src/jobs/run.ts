import { AppError } from '../base/errors.ts';
import type { Feed } from '../base/feed.ts';
import type { DocumentId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import type { JobStage } from './job.ts';
import { type IngestionMessage, type StepMessage, stepOf } from './message.ts';
import type { Advance, Job } from './queries.ts';
import { jobView } from './view.ts';

/** Takes one message through one step of its job: claim, work, move on, or say why not. */

/** What came of a step. `next` moves the row; a refusal of the document itself gives up at once. */
export type StepOutcome =
  | { kind: 'next'; to: Advance }
  | { kind: 'gave up'; because: string; documentId?: DocumentId }
  | { kind: 'wait'; seconds: number; because: string };

export type Step = (job: Job) => Promise<StepOutcome>;
export type Steps = Record<Exclude<JobStage, 'done'>, Step>;

export type JobNeeds = {
  claim: (step: StepMessage, now: Date) => Promise<Job | undefined>;
  /** When somebody else's lease on this very step ends; nothing where nobody holds one. */
  leaseEnd: (step: StepMessage, now: Date) => Promise<Date | undefined>;
  /** Keeps the lease from running out while the work goes on: whoever is at work is not taken for dead. */
  holding: <T>(job: Job, work: () => Promise<T>) => Promise<T>;
  advance: (job: Job, to: Advance) => Promise<Job | undefined>;
  release: (job: Job, reason: string) => Promise<unknown>;
  fail: (job: Job, reason: string, documentId?: DocumentId) => Promise<Job | undefined>;
  /** Keeps the message of a job that gave up for reasons that are not the document's, so that it can be sent again. */
  bury: (job: Job, message: StepMessage, reason: string) => Promise<unknown>;
  send: (message: IngestionMessage, options?: { delaySeconds: number }) => Promise<unknown>;
  feed: Feed;
  clock: () => Date;
  log: Log;
};

export type Verdict = { kind: 'ack' } | { kind: 'retry'; delaySeconds: number };

/** Tries of one step before its job fails. */
export const MAX_ATTEMPTS = 6;

/** Seconds until try number `attempt + 1`: 4, 8, 16 … at most five minutes. */
export const retryDelay = (attempt: number): number => Math.min(300, 2 ** (attempt + 1));

/** Seconds: what takes longer, as a budget that is spent for the month, is for an admin to settle and to try again. */
const LONGEST_WAIT = 15 * 60;

export async function runStep(needs: JobNeeds, message: StepMessage, steps: Steps): Promise<Verdict> {
  const job = await needs.claim(message, needs.clock());
  if (job === undefined) return laterOrNever(needs, message);
  await tell(needs, job);
  const outcome = await attempt(needs, job, steps[message.stage]);
  switch (outcome.kind) {
    case 'next': {
      const moved = await needs.advance(job, outcome.to);
      if (moved === undefined) return { kind: 'ack' };
      const next = stepOf(moved);
      if (next !== undefined) await needs.send(next);
      await tell(needs, moved);
      return { kind: 'ack' };
    }
    case 'gave up':
      return end(needs, job, outcome.because, outcome.documentId);
    case 'wait':
      if (job.attempts >= MAX_ATTEMPTS) {
        await needs.bury(job, message, outcome.because);
        return end(needs, job, outcome.because);
      }
      await needs.release(job, outcome.because);
      return { kind: 'retry', delaySeconds: outcome.seconds };
    default:
      return outcome satisfies never;
  }
}

/**
 * A message whose step cannot be claimed is late, or double, and let go. Or its consumer died without a word and this is the
 * message delivered again: then it comes back when the dead one's lease has ended.
 */
async function laterOrNever(needs: JobNeeds, message: StepMessage): Promise<Verdict> {
  const now = needs.clock();
  const end = await needs.leaseEnd(message, now);
  if (end === undefined) return { kind: 'ack' };
  return { kind: 'retry', delaySeconds: Math.ceil((end.getTime() - now.getTime()) / 1000) + 1 };
}

async function attempt(needs: JobNeeds, job: Job, step: Step): Promise<StepOutcome> {
  try {
    return await needs.holding(job, () => step(job));
  } catch (thrown) {
    needs.log('job.step.failed', {
      jobId: job.id,
      organizationId: job.organizationId,
      stage: job.stage,
      attempt: job.attempts,
      error: describeError(thrown),
    });
    const seconds = retryDelay(job.attempts);
    if (!(thrown instanceof AppError)) {
      return {
        kind: 'wait',
        seconds,
        because: 'Something went wrong on our side while reading this. Try again.',
      };
    }
    const passes = thrown.errorType === 'upstream_error' || thrown.errorType === 'rate_limited';
    const again = passes && (thrown.retryAfter ?? 0) <= LONGEST_WAIT;
    return again
      ? { kind: 'wait', seconds: thrown.retryAfter ?? seconds, because: thrown.message }
      : { kind: 'gave up', because: thrown.message };
  }
}

async function end(needs: JobNeeds, job: Job, because: string, documentId?: DocumentId): Promise<Verdict> {
  const failed = await needs.fail(job, because, documentId);
  if (failed !== undefined) await tell(needs, failed);
  return { kind: 'ack' };
}

const tell = (needs: JobNeeds, job: Job): Promise<void> =>
  needs.feed.publish(job.organizationId, { event: 'ingestion:job:updated', data: jobView(job) });
