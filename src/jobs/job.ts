import { z } from 'zod';

/** What a job is: its states, its stages in order, and what is noted on it. */

export const JobStatus = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof JobStatus>;

export const STAGES = ['extract', 'chunk', 'embed', 'describe', 'author', 'done'] as const;
export const JobStage = z.enum(STAGES);
export type JobStage = z.infer<typeof JobStage>;

export const JobMetadata = z.object({
  filename: z.string().optional(),
  /** As given with a text written by hand. */
  title: z.string().optional(),
  /** `pdf | docx | txt | md | html`. */
  fileType: z.string().optional(),
  size: z.number().optional(),
  contentHash: z.string().optional(),
  contentSelector: z.string().optional(),
  /** What the extraction left on the way, in words for the admin. */
  warnings: z.array(z.string()).optional(),
  /** Parts that could not be made; each may be asked for again. */
  failedParts: z.array(z.object({ nuggetId: z.string(), part: z.string(), reason: z.string() })).optional(),
  /** What an upload was estimated to cost before it was spent, US dollars. */
  estimatedUsd: z.number().optional(),
  /** What `regenerate` was asked for. */
  parts: z.array(z.string()).optional(),
  nuggetId: z.string().optional(),
});
export type JobMetadata = z.infer<typeof JobMetadata>;
