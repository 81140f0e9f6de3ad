import { z } from '../base/http.ts';
import { imageUrls } from './media.ts';
import { NuggetMetadata, NuggetParts, NuggetStatus, ReviewState, Slide, SourceType } from './nugget.ts';
import type { StoredNugget } from './queries.ts';

/** A nugget as the API gives it. */
export const NuggetView = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    documentId: z.uuid().nullable(),
    title: z.string().nullable(),
    content: z.string(),
    status: NuggetStatus,
    publishedAt: z.iso.datetime().nullable(),
    metadata: NuggetMetadata.nullable(),
    slides: z.array(Slide),
    imageUrl: z.string().nullable(),
    imageAlt: z.string().nullable(),
    /** The same picture in its widths, widest first. */
    images: z.array(z.object({ width: z.number().int(), url: z.string() })),
    audioUrl: z.string().nullable(),
    version: z.number().int(),
    /** How each part came to be, and whether it is pinned. */
    parts: NuggetParts,
    review: ReviewState.nullable(),
    reviewReason: z.string().nullable(),
    /** Place in its document, from 0. */
    position: z.number().int(),
    sources: z.array(
      z.object({
        documentId: z.uuid().nullable(),
        sourceType: SourceType,
        sourcePath: z.string(),
        title: z.string().nullable(),
        page: z.number().int().nullable(),
        lastPage: z.number().int().nullable(),
        headings: z.array(z.string()),
        chunkIndex: z.number().int().nullable(),
        ingestionJobId: z.uuid().nullable(),
      }),
    ),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Nugget');
export type NuggetView = z.infer<typeof NuggetView>;

export const nuggetView = (nugget: StoredNugget): NuggetView => ({
  id: nugget.id,
  organizationId: nugget.organizationId,
  documentId: nugget.documentId,
  title: nugget.title,
  content: nugget.content,
  status: nugget.status,
  publishedAt: nugget.publishedAt?.toISOString() ?? null,
  metadata: nugget.metadata,
  slides: nugget.slides ?? [],
  imageUrl: nugget.imageUrl,
  imageAlt: nugget.imageAlt,
  images: nugget.imageUrl === null ? [] : imageUrls(nugget.imageUrl, nugget.parts.image?.widths ?? []),
  audioUrl: nugget.audioUrl,
  version: nugget.version,
  parts: nugget.parts,
  review: nugget.review,
  reviewReason: nugget.reviewReason,
  position: nugget.position,
  sources: nugget.sources,
  createdAt: nugget.createdAt.toISOString(),
  updatedAt: nugget.updatedAt.toISOString(),
});

/** A nugget's version as the entity tag that `If-Match` guards edits by. */
export const etagOf = (nugget: { version: number }): string => `"${nugget.version}"`;
