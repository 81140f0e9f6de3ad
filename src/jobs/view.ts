import { z } from 'zod';
import { SourceType } from '../library/nugget.ts';
import { JobMetadata, JobStage, JobStatus } from './job.ts';
import type { Job } from './queries.ts';

/** A job as the API and the feed give it. */
export const JobView = z.object({
  id: z.uuid(),
  documentId: z.uuid().nullable(),
  type: SourceType,
  source: z.string(),
  status: JobStatus,
  stage: JobStage,
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  nuggetCount: z.number().int().nullable(),
  errorMessage: z.string().nullable(),
  attempts: z.number().int(),
  metadata: JobMetadata,
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type JobView = z.infer<typeof JobView>;

export const jobView = (job: Job): JobView => ({
  id: job.id,
  documentId: job.documentId,
  type: job.type,
  source: job.source,
  status: job.status,
  stage: job.stage,
  progress: { done: job.progressDone, total: job.progressTotal },
  nuggetCount: job.nuggetCount,
  errorMessage: job.errorMessage,
  attempts: job.attempts,
  metadata: job.metadata ?? {},
  startedAt: job.startedAt?.toISOString() ?? null,
  completedAt: job.completedAt?.toISOString() ?? null,
  createdAt: job.createdAt.toISOString(),
  updatedAt: job.updatedAt.toISOString(),
});
