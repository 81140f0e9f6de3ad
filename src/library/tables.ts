import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
  vector,
} from 'drizzle-orm/pg-core';
import { organizations } from '../accounts/tables.ts';
import type { DocumentId, JobId, NuggetId, OrganizationId, QuestionId, UserId } from '../base/ids.ts';
import { createdAt, moment, regconfig, textList, tsvector, updatedAt } from '../base/tables.ts';
import type {
  NuggetMetadata,
  NuggetParts,
  NuggetStatus,
  OutlineEntry,
  QuestionKind,
  ReviewState,
  Slide,
  SourceType,
} from './nugget.ts';

/** A source as it now stands; its extracted pages lie in R2 under `pagesKey`. */
export const documents = pgTable(
  'documents',
  {
    id: uuid('id').$type<DocumentId>().primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    sourceType: text('source_type').$type<SourceType>().notNull(),
    /** The object's key in R2, or the URL. */
    sourcePath: text('source_path').notNull(),
    filename: text('filename').notNull(),
    title: text('title'),
    /** `pdf | docx | txt | md | html`, by content. */
    type: text('type').notNull(),
    size: integer('size').notNull(),
    /** SHA-256 of the bytes, hex. */
    contentHash: text('content_hash').notNull(),
    /** Grows when the source's content changes. */
    version: integer('version').notNull().default(1),
    pageCount: integer('page_count'),
    pagesKey: text('pages_key'),
    outline: jsonb('outline').$type<OutlineEntry[]>(),
    language: text('language'),
    /** When the source was removed; kept while learners still hold its nuggets. */
    retiredAt: moment('retired_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('documents_organization_key').on(t.organizationId, t.id),
    unique('documents_source_key').on(t.organizationId, t.sourceType, t.sourcePath),
    index('idx_document_hash').on(t.organizationId, t.contentHash),
  ],
);

/** The seed's Nugget; `title`, `version` and what places it in its document are the contract's additions. */
export const nuggets = pgTable(
  'nuggets',
  {
    id: uuid('id').$type<NuggetId>().primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    documentId: uuid('document_id').$type<DocumentId>(),
    title: text('title'),
    content: text('content').notNull(),
    /** The path of headings above it, as one line: what a search finds it by besides its own words. */
    headingPath: text('heading_path'),
    /** Words of the neighbours, given to the embedding only; never part of content or identity. */
    context: text('context'),
    /** SHA-256 of the content, hex: what a changed source is compared by. */
    contentHash: text('content_hash').notNull(),
    metadata: jsonb('metadata').$type<NuggetMetadata>(),
    /** Null until embedded; PLAIN storage, or the planner ignores the index (migration). */
    embedding: vector('embedding', { dimensions: 1536 }),
    /** The model of `embedding`: vectors of two models are never compared. */
    embeddingModel: text('embedding_model'),
    status: text('status').$type<NuggetStatus>().notNull(),
    /** Null until it may be offered to learners. */
    publishedAt: moment('published_at'),
    imageUrl: text('image_url'),
    imageAlt: text('image_alt'),
    audioUrl: text('audio_url'),
    slides: jsonb('slides').$type<Slide[]>(),
    /** How each part came to be. */
    parts: jsonb('parts').$type<NuggetParts>().notNull().default(sql`'{}'::jsonb`),
    /** Null where nobody was asked. */
    review: text('review').$type<ReviewState>(),
    /** Why it was rejected: the next generation is told. */
    reviewReason: text('review_reason'),
    reviewedBy: uuid('reviewed_by').$type<UserId>(),
    reviewedAt: moment('reviewed_at'),
    version: integer('version').notNull().default(1),
    /** Place among the document's nuggets, from 0. */
    position: integer('position').notNull().default(0),
    /** The text-search configuration of the document's language. */
    textConfig: regconfig('text_config').notNull().default(sql`'english'::regconfig`),
    searchText: tsvector('search_text').generatedAlwaysAs(
      sql`setweight(to_tsvector(text_config, coalesce(title, '') || ' ' || coalesce(heading_path, '')), 'A') || setweight(to_tsvector(text_config, content), 'B')`,
    ),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('nuggets_organization_key').on(t.organizationId, t.id),
    index('idx_nugget_embedding').using('hnsw', t.embedding.op('vector_cosine_ops')),
    index('idx_nugget_search').using('gin', t.searchText),
    index('idx_nugget_organization').on(t.organizationId, t.status),
    index('idx_nugget_document').on(t.documentId, t.position),
    // Search asks which languages an organization has, each time.
    index('idx_nugget_language').on(t.organizationId, sql`(text_config::oid)`),
    foreignKey({
      name: 'nuggets_document_fk',
      columns: [t.organizationId, t.documentId],
      foreignColumns: [documents.organizationId, documents.id],
    }).onDelete('cascade'),
  ],
);

/** Where a nugget's words stand. The key to its job (a room to the right) is made in the migration by hand. */
export const nuggetSources = pgTable(
  'nugget_sources',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    nuggetId: uuid('nugget_id').$type<NuggetId>().notNull(),
    /** Null when the job has been deleted, or where text was written by hand. */
    ingestionJobId: uuid('ingestion_job_id').$type<JobId>(),
    documentId: uuid('document_id').$type<DocumentId>(),
    sourceType: text('source_type').$type<SourceType>().notNull(),
    sourcePath: text('source_path').notNull(),
    title: text('title'),
    /** First and last page of the original, from 1. */
    page: integer('page'),
    lastPage: integer('last_page'),
    headings: textList('headings'),
    /** Place among the chunks of the document, from 0. */
    chunkIndex: integer('chunk_index'),
    /** UTF-16 offsets of the chunk in the document's text (pages joined by a form feed). */
    start: integer('start'),
    end: integer('end'),
    createdAt: createdAt(),
  },
  (t) => [
    index('idx_nugget_source_nugget').on(t.nuggetId),
    index('idx_nugget_source_job').on(t.ingestionJobId),
    index('idx_nugget_source_document').on(t.documentId),
    foreignKey({
      name: 'nugget_sources_nugget_fk',
      columns: [t.organizationId, t.nuggetId],
      foreignColumns: [nuggets.organizationId, nuggets.id],
    }).onDelete('cascade'),
  ],
);

/** What a nugget was before each change, by part, so that versions can be compared and restored. */
export const nuggetVersions = pgTable(
  'nugget_versions',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    nuggetId: uuid('nugget_id').$type<NuggetId>().notNull(),
    version: integer('version').notNull(),
    /** The parts that this version changed: `content`, `metadata`, `slides`, `image` … */
    parts: textList('parts'),
    snapshot: jsonb('snapshot').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('nugget_versions_version_key').on(t.nuggetId, t.version),
    foreignKey({
      name: 'nugget_versions_nugget_fk',
      columns: [t.organizationId, t.nuggetId],
      foreignColumns: [nuggets.organizationId, nuggets.id],
    }).onDelete('cascade'),
  ],
);

/** Questions made from a nugget's source and kept with it; used by tutor and review. */
export const questions = pgTable(
  'questions',
  {
    id: uuid('id').$type<QuestionId>().primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    nuggetId: uuid('nugget_id').$type<NuggetId>().notNull(),
    kind: text('kind').$type<QuestionKind>().notNull(),
    question: text('question').notNull(),
    options: jsonb('options').$type<string[]>(),
    answer: text('answer').notNull(),
    rubric: text('rubric'),
    /** Why each wrong option is wrong, by its text. */
    misconceptions: jsonb('misconceptions').$type<Record<string, string>>(),
    quote: text('quote'),
    concept: text('concept'),
    /** 0 (all answer it) to 1 (none do). */
    difficulty: doublePrecision('difficulty'),
    createdAt: createdAt(),
  },
  (t) => [
    index('idx_question_nugget').on(t.nuggetId),
    foreignKey({
      name: 'questions_nugget_fk',
      columns: [t.organizationId, t.nuggetId],
      foreignColumns: [nuggets.organizationId, nuggets.id],
    }).onDelete('cascade'),
  ],
);
