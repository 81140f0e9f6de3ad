import { createHash } from 'node:crypto';
import type { OrganizationDb } from '../base/db.ts';
import { JobId, newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import { stepOf } from '../jobs/message.ts';
import { insertJob, type Job } from '../jobs/queries.ts';
import { type FetchedPage, nextCheckAt } from './fetch-page.ts';
import { type UrlRow, updateUrl } from './url-queries.ts';

/** Judges whether a monitored page changed, and queues the reading of one that did. */

export type UrlNeeds = {
  db: OrganizationDb;
  fetchPage: (
    url: string,
    known: { etag: string | null; lastModified: string | null },
  ) => Promise<FetchedPage>;
  /** The visible text of a page, for sites without validators and for those that change their validators alone. */
  textOf: (
    page: { bytes: Uint8Array; contentType: string | null },
    selector: string | null,
  ) => Promise<string>;
  send: (message: IngestionMessage) => Promise<unknown>;
  notify: (message: string) => Promise<unknown>;
  clock: () => Date;
  log: Log;
};

export type UrlCheck = {
  changed: boolean;
  status: 'unchanged' | 'queued' | 'failed';
  error?: string;
  job?: Job;
};

/** @param by a check by hand neither counts as a failure nor moves the schedule */
export async function checkUrl(needs: UrlNeeds, row: UrlRow, by: 'clock' | 'hand'): Promise<UrlCheck> {
  const fetched = await needs.fetchPage(row.url, { etag: row.etag, lastModified: row.lastModified });
  const now = needs.clock();
  if (fetched.kind === 'failed') return failed(needs, row, by, fetched.reason, now);
  const schedule = { lastError: null, failures: 0, lastChecked: now, nextCheckAt: next(row, 0, now) };
  if (fetched.kind === 'unchanged') {
    await updateUrl(needs.db, row.id, schedule);
    return { changed: false, status: 'unchanged' };
  }
  const contentHash = createHash('sha256')
    .update(await needs.textOf(fetched, row.contentSelector))
    .digest('hex');
  const validators = { etag: fetched.etag, lastModified: fetched.lastModified };
  if (contentHash === row.contentHash) {
    await updateUrl(needs.db, row.id, { ...schedule, ...validators });
    return { changed: false, status: 'unchanged' };
  }
  const job = await queueReading(needs, row);
  // Noted last: if anything above failed, the next check sees the change again.
  await updateUrl(needs.db, row.id, { ...schedule, ...validators, contentHash });
  return { changed: true, status: 'queued', job };
}

const next = ({ checkInterval }: UrlRow, failuresInARow: number, now: Date): Date | null =>
  nextCheckAt({ now, checkIntervalMin: checkInterval, failuresInARow });

async function failed(
  needs: UrlNeeds,
  row: UrlRow,
  by: 'clock' | 'hand',
  reason: string,
  now: Date,
): Promise<UrlCheck> {
  if (by === 'hand') {
    await updateUrl(needs.db, row.id, { lastError: reason, lastChecked: now });
    return { changed: false, status: 'failed', error: reason };
  }
  const failures = row.failures + 1;
  const nextAt = next(row, failures, now);
  const off = nextAt === null;
  await updateUrl(needs.db, row.id, {
    lastError: off ? `${reason} Switched off after ${failures} failures in a row.` : reason,
    failures,
    lastChecked: now,
    nextCheckAt: nextAt,
    ...(off ? { enabled: false } : {}),
  });
  if (off)
    await needs.notify(`${row.url} failed ${failures} times in a row and is no longer checked: ${reason}`);
  needs.log('url.check.failed', { urlId: row.id, organizationId: needs.db.organizationId, failures });
  return { changed: false, status: 'failed', error: reason };
}

async function queueReading(needs: UrlNeeds, row: UrlRow): Promise<Job> {
  const [job] = await insertJob(needs.db, {
    id: newId(JobId),
    type: 'url',
    source: row.url,
    metadata: row.contentSelector === null ? {} : { contentSelector: row.contentSelector },
  });
  if (job === undefined) throw new Error('a new job was not written');
  const step = stepOf(job);
  if (step !== undefined) await needs.send(step);
  return job;
}
