import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organizations } from '../accounts/tables.ts';
import type { DocumentId, JobId, OrganizationId } from '../base/ids.ts';
import { createdAt, moment, updatedAt } from '../base/tables.ts';
import type { SourceType } from '../library/nugget.ts';
import type { JobMetadata, JobStage, JobStatus } from './job.ts';

/** The seed's IngestionJob; document, stage, progress, attempts, step and lease are what a resumable job needs. */
export const ingestionJobs = pgTable(
  'ingestion_jobs',
  {
    id: uuid('id').$type<JobId>().primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    documentId: uuid('document_id').$type<DocumentId>(),
    type: text('type').$type<SourceType>().notNull(),
    source: text('source').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    stage: text('stage').$type<JobStage>().notNull().default('extract'),
    progressDone: integer('progress_done').notNull().default(0),
    progressTotal: integer('progress_total').notNull().default(0),
    /** Tries of the present step. */
    attempts: integer('attempts').notNull().default(0),
    metadata: jsonb('metadata').$type<JobMetadata>(),
    nuggetCount: integer('nugget_count'),
    errorMessage: text('error_message'),
    /** While in the future, a consumer is at work on a step of it. */
    leasedUntil: moment('leased_until'),
    startedAt: moment('started_at'),
    completedAt: moment('completed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('ingestion_jobs_organization_key').on(t.organizationId, t.id),
    index('idx_ingestion_job_organization').on(t.organizationId),
    index('idx_ingestion_job_status').on(t.status),
    index('idx_ingestion_job_document').on(t.documentId),
  ],
);

/** Messages that gave up, whole, so that an admin can send them again. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id').$type<JobId>(),
    body: jsonb('body').$type<unknown>().notNull(),
    reason: text('reason').notNull(),
    redrivenAt: moment('redriven_at'),
    createdAt: createdAt(),
  },
  (t) => [index('idx_dead_letter_organization').on(t.organizationId)],
);
