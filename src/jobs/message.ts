import { z } from 'zod';
import { DocumentId, JobId, NuggetId, OrganizationId } from '../base/ids.ts';

/**
 * What the ingestion queue carries: Cloudflare's own R2 notification, or the next step of a job.
 * A message is a nudge; the job's row is the truth.
 */

/** https://developers.cloudflare.com/r2/buckets/event-notifications/#message-format */
export const R2Notification = z.object({
  account: z.string(),
  bucket: z.string(),
  object: z.object({ key: z.string(), size: z.number().optional(), eTag: z.string().optional() }),
  action: z.enum(['PutObject', 'CopyObject', 'CompleteMultipartUpload', 'DeleteObject', 'LifecycleDeletion']),
  eventTime: z.string(),
});
export type R2Notification = z.infer<typeof R2Notification>;

const step = <Name extends string, Rest extends z.ZodRawShape>(name: Name, rest: Rest) =>
  z.object({ kind: z.literal(name), organizationId: OrganizationId, jobId: JobId, ...rest });

export const StepMessage = z.discriminatedUnion('kind', [
  step('extract', {}),
  step('chunk', {}),
  /** One batch of chunks, from `start`. */
  step('embed', { start: z.number().int().min(0) }),
  step('describe', { start: z.number().int().min(0) }),
  /** One part of one nugget, or what the whole document needs at the end (`narrative`). */
  step('author', {
    documentId: DocumentId.nullable(),
    nuggetId: NuggetId.nullable(),
    part: z.enum(['metadata', 'slides', 'script', 'audio', 'image', 'embedding', 'questions', 'narrative']),
  }),
]);
export type StepMessage = z.infer<typeof StepMessage>;

export const IngestionMessage = z.union([R2Notification, StepMessage]);
export type IngestionMessage = z.infer<typeof IngestionMessage>;
