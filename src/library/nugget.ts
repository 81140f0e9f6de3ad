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
  /** Of its audio, in seconds. */
  duration: z.number().positive().nullable().optional(),
});
export type Slide = z.infer<typeof Slide>;

export const QuestionKind = z.enum(['open', 'choice', 'cloze', 'truefalse', 'ordering']);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** A heading of a document and the page it stands on. */
export const OutlineEntry = z.object({ level: z.number().int(), text: z.string(), page: z.number().int() });
export type OutlineEntry = z.infer<typeof OutlineEntry>;

/** What a nugget is made of; each can be made again without the others. */
export const NuggetPart = z.enum([
  'metadata',
  'slides',
  'script',
  'audio',
  'image',
  'embedding',
  'questions',
]);
export type NuggetPart = z.infer<typeof NuggetPart>;

/** How a part came to be, so that nothing is made twice from the same input and nothing of a person's is overwritten. */
export const PartRecord = z.object({
  /** Hash of what it was made from. */
  input: z.string(),
  /** `extraction` is our own code, where the model gave nothing usable. */
  by: z.enum(['model', 'extraction', 'person']),
  at: z.iso.datetime(),
  /** The job it was made for. */
  job: z.string().optional(),
  /** A pinned part survives every regeneration. */
  pinned: z.boolean().optional(),
  /** Of an image: the widths it is stored in, pixels, widest first. */
  widths: z.array(z.number().int().positive()).optional(),
});
export type PartRecord = z.infer<typeof PartRecord>;

export const NuggetParts = z.partialRecord(NuggetPart, PartRecord);
export type NuggetParts = z.infer<typeof NuggetParts>;

/** Where an organization wants its staff to see a nugget before learners do. */
export const ReviewState = z.enum(['waiting', 'approved', 'rejected']);
export type ReviewState = z.infer<typeof ReviewState>;
