import {
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
  vector,
} from 'drizzle-orm/pg-core';
import { organizations } from '../accounts/tables.ts';
import type { OrganizationId } from '../base/ids.ts';
import { createdAt } from '../base/tables.ts';

/** Every paid call, at the price of its day (`prices.ts`). */
export const usageEvents = pgTable(
  'usage_events',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    learnerId: uuid('learner_id'),
    sessionId: uuid('session_id'),
    jobId: uuid('job_id'),
    /** What it was for: `tutoring`, `metadata`, `embedding`, `speech` … */
    task: text('task').notNull(),
    model: text('model').notNull(),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    characters: integer('characters').notNull().default(0),
    audioSeconds: doublePrecision('audio_seconds').notNull().default(0),
    images: integer('images').notNull().default(0),
    costUsd: doublePrecision('cost_usd').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('idx_usage_events_organization').on(t.organizationId, t.createdAt)],
);

/** Keyed by organization: what one embedded is never evidence for another that the text exists. */
export const embeddingCache = pgTable(
  'embedding_cache',
  {
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    model: text('model').notNull(),
    /** SHA-256 of the text, hex. */
    hash: text('hash').notNull(),
    embedding: vector('embedding', { dimensions: 1536 }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'embedding_cache_pkey', columns: [t.organizationId, t.model, t.hash] })],
);
