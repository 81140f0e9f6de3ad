import { z } from 'zod';
import { JobId, OrganizationId } from '../base/ids.ts';
import type { JobStage } from './job.ts';

/**
 * What the ingestion queue carries: Cloudflare's own R2 notification, or the next step of a job.
 * A message is a nudge; the job's row is the truth.
 */

/** https://developers.cloudflare.com/r2/buckets/event-notifications/#message-format */
export const R2Notification = z.object({
  kind: z.undefined().optional(),
  account: z.string(),
  bucket: z.string(),
  object: z.object({ key: z.string(), size: z.number().optional(), eTag: z.string().optional() }),
  action: z.enum(['PutObject', 'CopyObject', 'CompleteMultipartUpload', 'DeleteObject', 'LifecycleDeletion']),
  eventTime: z.string(),
});
export type R2Notification = z.infer<typeof R2Notification>;

/** The step that a job's row is at: its stage, and the place within the stage from which work goes on. */
export const StepMessage = z.object({
  kind: z.literal('step'),
  organizationId: OrganizationId,
  jobId: JobId,
  stage: z.enum(['extract', 'chunk', 'embed', 'describe', 'author']),
  start: z.number().int().min(0),
});
export type StepMessage = z.infer<typeof StepMessage>;

export const IngestionMessage = z.union([R2Notification, StepMessage]);
export type IngestionMessage = z.infer<typeof IngestionMessage>;

/** Made here and nowhere else: a message always follows from its row. */
export function stepOf(job: {
  organizationId: OrganizationId;
  id: JobId;
  stage: JobStage;
  progressDone: number;
}): StepMessage | undefined {
  if (job.stage === 'done') return undefined;
  return {
    kind: 'step',
    organizationId: job.organizationId,
    jobId: job.id,
    stage: job.stage,
    start: job.progressDone,
  };
}
