import { describe, expect, test } from 'vitest';
import { AppError } from '../base/errors.ts';
import { JobId, newId, OrganizationId } from '../base/ids.ts';
import type { IngestionMessage, StepMessage } from './message.ts';
import type { Job } from './queries.ts';
import { type JobNeeds, MAX_ATTEMPTS, retryDelay, runStep, type Step } from './run.ts';

const now = new Date('2026-11-22T12:00:00Z');

const job: Job = {
  ...{
    id: newId(JobId),
    organizationId: newId(OrganizationId),
    documentId: null,
    type: 'file',
    source: 'a.pdf',
  },
  ...{ status: 'processing', stage: 'extract', progressDone: 0, progressTotal: 0, attempts: 1, metadata: {} },
  ...{ nuggetCount: null, errorMessage: null, leasedUntil: null, startedAt: now, completedAt: null },
  ...{ createdAt: now, updatedAt: now },
};
const message: StepMessage = {
  ...{ kind: 'step', organizationId: job.organizationId, jobId: job.id, stage: 'extract', start: 0 },
};

/** A queue and a table of one row, in memory; what happened is written down. */
function desk(row: Job | undefined) {
  const did: string[] = [];
  const sent: IngestionMessage[] = [];
  const needs: JobNeeds = {
    claim: async () => row,
    holding: (_, work) => work(),
    leaseEnd: async () => undefined,
    advance: async (claimed, to) => ({ ...claimed, ...to }),
    release: async (_, reason) => did.push(`released: ${reason}`),
    fail: async (claimed, reason) => {
      did.push(`failed: ${reason}`);
      return { ...claimed, status: 'failed' };
    },
    bury: async () => did.push('buried'),
    send: async (next) => sent.push(next),
    feed: { publish: async (_, { event }) => void did.push(event) },
    clock: () => now,
    log: () => {},
  };
  return { needs, did, sent };
}

const run = (needs: JobNeeds, extract: Step) =>
  runStep(needs, message, { extract, chunk: extract, embed: extract, describe: extract, author: extract });

describe('a step', () => {
  test('that went well moves the row and sends what follows from it', async () => {
    const { needs, sent } = desk(job);
    const verdict = await run(needs, async () => ({
      kind: 'next',
      to: { stage: 'chunk', progressDone: 0, progressTotal: 4 },
    }));
    expect(verdict).toEqual({ kind: 'ack' });
    expect(sent).toEqual([{ ...message, stage: 'chunk' }]);
  });

  test('whose row has moved on is let go without a trace', async () => {
    const { needs, did, sent } = desk(undefined);
    const verdict = await run(needs, async () => expect.unreachable('nothing was claimed'));
    expect([verdict, did, sent]).toEqual([{ kind: 'ack' }, [], []]);
  });

  test('whose consumer may have died is tried again when the lease has ended', async () => {
    const { needs, did } = desk(undefined);
    const until = new Date(now.getTime() + 45_000);
    const verdict = await run({ ...needs, leaseEnd: async () => until }, async () =>
      expect.unreachable('nothing was claimed'),
    );
    expect([verdict, did]).toEqual([{ kind: 'retry', delaySeconds: 46 }, []]);
  });

  test('that met an empty purse ends with a sentence instead of waiting for next month', async () => {
    const { needs, did } = desk(job);
    const spent = async () => {
      throw new AppError('rate_limited', 'The budget is used up.', { retryAfter: 8 * 86_400 });
    };
    expect(await run(needs, spent)).toEqual({ kind: 'ack' });
    expect(did).toContain('failed: The budget is used up.');
  });

  test('that the document refuses ends the job with its sentence, at once', async () => {
    const { needs, did } = desk(job);
    await run(needs, async () => ({ kind: 'gave up', because: 'It is encrypted.' }));
    expect(did).toContain('failed: It is encrypted.');
    expect(did).not.toContain('buried');
  });

  test('that met a provider away is tried again after as long as it asked for', async () => {
    const { needs, did } = desk(job);
    const away = async () => {
      throw new AppError('rate_limited', 'Later.', { retryAfter: 33 });
    };
    expect(await run(needs, away)).toEqual({ kind: 'retry', delaySeconds: 33 });
    expect(did).toContain('released: Later.');
  });

  test('that failed too often is buried for an admin to send again', async () => {
    const { needs, did } = desk({ ...job, attempts: MAX_ATTEMPTS });
    const broken = async () => {
      throw new Error('secret internals');
    };
    expect(await run(needs, broken)).toEqual({ kind: 'ack' });
    expect(did).toContain('buried');
    expect(did.join()).not.toContain('secret');
  });

  test('waits longer from try to try, but never more than five minutes', () => {
    expect([1, 2, 3, 20].map(retryDelay)).toEqual([4, 8, 16, 300]);
  });
});
