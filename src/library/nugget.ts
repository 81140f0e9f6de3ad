import { z } from 'zod';

/** The shapes of a nugget's JSON columns, shared by whoever makes, keeps or shows them. */

export const NuggetStatus = z.enum(['processing', 'ready', 'failed', 'draft', 'retired']);
export type NuggetStatus = z.infer<typeof NuggetStatus>;

export const SourceType = z.enum(['file', 'url', 'manual']);
export type SourceType = z.infer<typeof SourceType>;

export const NuggetMetadata = z.object({
  topics: z.array(z.string()),
  /** 1 (anyone) to 10 (specialists). */
  difficulty: z.number().int().min(1).max(10),
  prerequisites: z.array(z.string()),
  /** Minutes. */
  estimatedTime: z.number().positive(),
  relatedConcepts: z.array(z.string()),
  /** BCP 47. */
  language: z.string(),
});
export type NuggetMetadata = z.infer<typeof NuggetMetadata>;

export const Slide = z.object({
  id: z.string(),
  title: z.string(),
  /** Markdown bullets. */
  content: z.string(),
  order: z.number().int().min(0),
  script: z.string().nullable(),
  audioUrl: z.string().nullable(),
});
export type Slide = z.infer<typeof Slide>;

export const QuestionKind = z.enum(['open', 'choice', 'cloze', 'truefalse', 'ordering']);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** A heading of a document and the page it stands on. */
export const OutlineEntry = z.object({ level: z.number().int(), text: z.string(), page: z.number().int() });
export type OutlineEntry = z.infer<typeof OutlineEntry>;
