import { describeError } from '../base/log.ts';
import { listSweptFolders } from '../ingestion/folder-queries.ts';
import { sweepFolder } from '../ingestion/objects.ts';
import { visibleText } from '../ingestion/page-text.ts';
import { checkUrl } from '../ingestion/url-check.ts';
import { takeDueUrls } from '../ingestion/url-queries.ts';
import { stepOf } from '../jobs/message.ts';
import { listStaleJobs } from '../jobs/queries.ts';
import { followAnswers, refitPopulations } from '../learning/refit.ts';
import type { EdgeDeps } from './deps.ts';

/** Cron expressions of wrangler.toml and what each does. */
export const CRONS: Readonly<Record<string, (deps: EdgeDeps) => Promise<void>>> = {
  '* * * * *': everyMinute,
  '17 * * * *': everyHour,
  '43 3 * * *': refit,
};

/** What the clock does: looks for work and queues it; it never does the work. */

const URLS_A_MINUTE = 50;
const STALE_JOBS_A_MINUTE = 200;

async function everyMinute(deps: EdgeDeps): Promise<void> {
  await Promise.all([nudgeStaleJobs(deps), checkDueUrls(deps)]);
}

/** The row is the truth: a job whose message was lost, or whose consumer died, is sent on its way again. */
async function nudgeStaleJobs(deps: EdgeDeps): Promise<void> {
  for (const job of await listStaleJobs(deps.databases.system, deps.clock(), STALE_JOBS_A_MINUTE)) {
    const step = stepOf(job);
    if (step !== undefined) await deps.queue.send(step);
  }
}

async function checkDueUrls(deps: EdgeDeps): Promise<void> {
  const due = await takeDueUrls(deps.databases.system, deps.clock(), URLS_A_MINUTE);
  await Promise.all(
    due.map(async (row) => {
      const db = deps.databases.forOrganization(row.organizationId);
      const notify = (message: string) =>
        deps.feed.publish(row.organizationId, { event: 'notice', data: { level: 'warning', message } });
      try {
        await checkUrl(
          { ...deps, db, notify, textOf: visibleText, send: (message) => deps.queue.send(message) },
          row,
          'clock',
        );
      } catch (error) {
        deps.log('url.check.broke', { urlId: row.id, error: describeError(error) });
      }
    }),
  );
}

async function everyHour(deps: EdgeDeps): Promise<void> {
  await Promise.all([sweepFolders(deps), followAnswers(deps)]);
}

/** Finds what no event announced. */
async function sweepFolders(deps: EdgeDeps): Promise<void> {
  for (const folder of await listSweptFolders(deps.databases.system)) {
    const db = deps.databases.forOrganization(folder.organizationId);
    const queued = await sweepFolder(
      { ...deps, db, folders: async () => [folder], send: (message) => deps.queue.send(message) },
      folder,
    );
    if (queued > 0) deps.log('folder.swept', { folderId: folder.id, queued });
  }
}

/** What is known of learners in general, learnt anew from the attempts of each organization. */
async function refit(deps: EdgeDeps): Promise<void> {
  const fitted = await refitPopulations(deps);
  if (fitted > 0) deps.log('populations.fitted', { organizations: fitted });
}
