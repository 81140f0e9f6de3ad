import { and, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { OrganizationDb, SystemDb } from '../base/db.ts';
import { type DocumentId, JobId, newId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import type { SourceType } from '../library/nugget.ts';
import { nuggetSources, nuggets } from '../library/tables.ts';
import type { JobMetadata, JobStage, JobStatus } from './job.ts';
import { deadLetters, ingestionJobs } from './tables.ts';

export type Job = typeof ingestionJobs.$inferSelect;

/** How long a step may take before another consumer may try it, milliseconds. */
export const LEASE_MS = 120_000;

export const insertJob = (
  db: OrganizationDb,
  job: {
    id?: JobId;
    type: SourceType;
    source: string;
    documentId?: DocumentId | null;
    status?: JobStatus;
    stage?: JobStage;
    metadata?: JobMetadata;
  },
) =>
  db.sql
    .insert(ingestionJobs)
    .values({
      id: job.id ?? newId(JobId),
      organizationId: db.organizationId,
      type: job.type,
      source: job.source,
      documentId: job.documentId ?? null,
      status: job.status ?? 'pending',
      stage: job.stage ?? 'extract',
      metadata: job.metadata ?? {},
    })
    .onConflictDoNothing()
    .returning();

const one = (db: OrganizationDb, id: JobId) =>
  and(eq(ingestionJobs.organizationId, db.organizationId), eq(ingestionJobs.id, id));

export async function findJob(db: OrganizationDb, id: JobId): Promise<Job | undefined> {
  const [job] = await db.sql.select().from(ingestionJobs).where(one(db, id));
  return job;
}

export const listJobs = (
  db: OrganizationDb,
  filter: {
    status?: JobStatus | undefined;
    type?: SourceType | undefined;
    source?: string | undefined;
    limit: number;
    after: Cursor | undefined;
  },
): Promise<Job[]> =>
  db.sql
    .select()
    .from(ingestionJobs)
    .where(
      and(
        eq(ingestionJobs.organizationId, db.organizationId),
        filter.status === undefined ? undefined : eq(ingestionJobs.status, filter.status),
        filter.type === undefined ? undefined : eq(ingestionJobs.type, filter.type),
        filter.source === undefined ? undefined : eq(ingestionJobs.source, filter.source),
        filter.after === undefined
          ? undefined
          : sql`(${ingestionJobs.createdAt}, ${ingestionJobs.id}) < (${filter.after.at.toISOString()}::timestamptz, ${filter.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(ingestionJobs.createdAt), desc(ingestionJobs.id))
    .limit(filter.limit + 1);

/** How many documents are on their way to being nuggets. */
export const countBeingRead = (db: OrganizationDb): Promise<number> =>
  db.sql.$count(
    ingestionJobs,
    and(
      eq(ingestionJobs.organizationId, db.organizationId),
      inArray(ingestionJobs.status, ['pending', 'processing']),
    ),
  );

/** Still being worked on: its main steps, or after them the optional parts. */
const unfinished = or(
  inArray(ingestionJobs.status, ['pending', 'processing']),
  and(eq(ingestionJobs.status, 'completed'), eq(ingestionJobs.stage, 'author')),
);

/**
 * Takes the step that the message names, if the row is still at it and nobody else is at work on it.
 * Nothing comes back for a message that was delivered twice, late, or for a job that ended meanwhile.
 */
export async function claimStep(
  db: OrganizationDb,
  step: { jobId: JobId; stage: JobStage; start: number },
  now: Date,
): Promise<Job | undefined> {
  const [job] = await db.sql
    .update(ingestionJobs)
    .set({
      status: sql`case when ${ingestionJobs.status} = 'completed' then 'completed' else 'processing' end`,
      leasedUntil: new Date(now.getTime() + LEASE_MS),
      attempts: sql`${ingestionJobs.attempts} + 1`,
      startedAt: sql`coalesce(${ingestionJobs.startedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(
      and(
        one(db, step.jobId),
        unfinished,
        eq(ingestionJobs.stage, step.stage),
        eq(ingestionJobs.progressDone, step.start),
        or(isNull(ingestionJobs.leasedUntil), lt(ingestionJobs.leasedUntil, now)),
      ),
    )
    .returning();
  return job;
}

/** For a consumer that is still at work on the step it claimed. */
export const renewLease = (db: OrganizationDb, job: Job, now: Date) =>
  db.sql
    .update(ingestionJobs)
    .set({ leasedUntil: new Date(now.getTime() + LEASE_MS) })
    .where(
      and(
        one(db, job.id),
        unfinished,
        eq(ingestionJobs.stage, job.stage),
        eq(ingestionJobs.progressDone, job.progressDone),
      ),
    );

/** When the lease ends under which another consumer is, or died, at work on this very step. */
export async function findLeaseEnd(
  db: OrganizationDb,
  step: { jobId: JobId; stage: JobStage; start: number },
  now: Date,
): Promise<Date | undefined> {
  const [job] = await db.sql
    .select({ leasedUntil: ingestionJobs.leasedUntil })
    .from(ingestionJobs)
    .where(
      and(
        one(db, step.jobId),
        unfinished,
        eq(ingestionJobs.stage, step.stage),
        eq(ingestionJobs.progressDone, step.start),
        gte(ingestionJobs.leasedUntil, now),
      ),
    );
  return job?.leasedUntil ?? undefined;
}

/** What a step that went well changes on its row. */
export type Advance = {
  stage: JobStage;
  progressDone: number;
  progressTotal: number;
  status?: JobStatus;
  documentId?: DocumentId;
  nuggetCount?: number;
  metadata?: JobMetadata;
  completedAt?: Date;
};

/** Moves a claimed job on; nothing comes back where it was cancelled or deleted while the step ran. */
export async function advanceJob(db: OrganizationDb, job: Job, to: Advance): Promise<Job | undefined> {
  const [moved] = await db.sql
    .update(ingestionJobs)
    .set({ ...to, attempts: 0, leasedUntil: null, errorMessage: null })
    .where(
      and(
        one(db, job.id),
        unfinished,
        eq(ingestionJobs.stage, job.stage),
        eq(ingestionJobs.progressDone, job.progressDone),
      ),
    )
    .returning();
  return moved;
}

/** Gives the step back for a later try. */
export const releaseJob = (db: OrganizationDb, id: JobId, reason: string) =>
  db.sql
    .update(ingestionJobs)
    .set({ leasedUntil: null, errorMessage: reason })
    .where(and(one(db, id), unfinished));

/** Ends a job for good with a sentence; one that had completed stays so, and only its optional parts end. */
export async function failJob(
  db: OrganizationDb,
  id: JobId,
  reason: string,
  now: Date,
  documentId?: DocumentId,
): Promise<Job | undefined> {
  const [job] = await db.sql
    .update(ingestionJobs)
    .set({
      ...(documentId === undefined ? {} : { documentId }),
      status: sql`case when ${ingestionJobs.status} = 'completed' then 'completed' else 'failed' end`,
      stage: sql`case when ${ingestionJobs.status} = 'completed' then 'done' else ${ingestionJobs.stage} end`,
      errorMessage: reason,
      leasedUntil: null,
      completedAt: now,
    })
    .where(and(one(db, id), unfinished))
    .returning();
  return job;
}

/** Cancels what is unfinished; nothing comes back where there is nothing to cancel. */
export async function cancelJob(db: OrganizationDb, id: JobId, now: Date): Promise<Job | undefined> {
  const [job] = await db.sql
    .update(ingestionJobs)
    .set({ status: 'cancelled', leasedUntil: null, completedAt: now })
    .where(and(one(db, id), inArray(ingestionJobs.status, ['pending', 'processing'])))
    .returning();
  return job;
}

/** Sets a failed or cancelled job going again from the step it stopped at. */
export async function retryJob(db: OrganizationDb, id: JobId): Promise<Job | undefined> {
  const [job] = await db.sql
    .update(ingestionJobs)
    .set({ status: 'pending', attempts: 0, leasedUntil: null, errorMessage: null, completedAt: null })
    .where(and(one(db, id), inArray(ingestionJobs.status, ['failed', 'cancelled'])))
    .returning();
  return job;
}

export const deleteJob = (db: OrganizationDb, id: JobId) =>
  db.sql.delete(ingestionJobs).where(one(db, id)).returning({ id: ingestionJobs.id });

/** Jobs that wait for, or are at work on, the object at this path. */
export const listPendingJobsOf = (db: OrganizationDb, source: string): Promise<Job[]> =>
  db.sql
    .select()
    .from(ingestionJobs)
    .where(
      and(
        eq(ingestionJobs.organizationId, db.organizationId),
        eq(ingestionJobs.source, source),
        inArray(ingestionJobs.status, ['pending', 'processing']),
      ),
    );

/** Jobs whose message was lost or whose consumer died, of all organizations: cron nudges them. */
export const listStaleJobs = (db: SystemDb, now: Date, limit: number): Promise<Job[]> =>
  db.sql
    .select()
    .from(ingestionJobs)
    .where(
      and(
        unfinished,
        lt(ingestionJobs.updatedAt, new Date(now.getTime() - LEASE_MS)),
        or(isNull(ingestionJobs.leasedUntil), lt(ingestionJobs.leasedUntil, now)),
      ),
    )
    .orderBy(ingestionJobs.updatedAt)
    .limit(limit);

/** Removes a job with the nuggets that it alone brought. */
export const deleteJobWithNuggets = (db: OrganizationDb, id: JobId) =>
  db.sql.batch([
    db.sql
      .delete(nuggets)
      .where(
        and(
          eq(nuggets.organizationId, db.organizationId),
          sql`${nuggets.id} in (select nugget_id from ${nuggetSources} where ingestion_job_id = ${id})`,
          sql`${nuggets.id} not in (select nugget_id from ${nuggetSources} where ingestion_job_id <> ${id})`,
        ),
      )
      .returning({ id: nuggets.id, documentId: nuggets.documentId }),
    deleteJob(db, id),
  ]);

export type DeadLetter = typeof deadLetters.$inferSelect;

export const insertDeadLetter = (
  db: OrganizationDb,
  letter: { jobId: JobId | null; body: unknown; reason: string },
) => db.sql.insert(deadLetters).values({ id: v7(), organizationId: db.organizationId, ...letter });

export const listDeadLetters = (
  db: OrganizationDb,
  page: { limit: number; after: Cursor | undefined },
): Promise<DeadLetter[]> =>
  db.sql
    .select()
    .from(deadLetters)
    .where(
      and(
        eq(deadLetters.organizationId, db.organizationId),
        page.after === undefined
          ? undefined
          : sql`(${deadLetters.createdAt}, ${deadLetters.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(deadLetters.createdAt), desc(deadLetters.id))
    .limit(page.limit + 1);

export async function findDeadLetter(db: OrganizationDb, id: string): Promise<DeadLetter | undefined> {
  const [letter] = await db.sql
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.organizationId, db.organizationId), eq(deadLetters.id, id)));
  return letter;
}

export const markRedriven = (db: OrganizationDb, id: string, now: Date) =>
  db.sql
    .update(deadLetters)
    .set({ redrivenAt: now })
    .where(and(eq(deadLetters.organizationId, db.organizationId), eq(deadLetters.id, id)));
