import { sql } from 'drizzle-orm';
import { customType, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { OrganizationId, UserId } from './ids.ts';

/** A moment with milliseconds, as the data model has it. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const createdAt = () => moment('created_at').notNull().defaultNow();

/** Kept by the code and, for whoever forgets, by the trigger `set_updated_at`. */
export const updatedAt = () =>
  moment('updated_at')
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date());

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
export const regconfig = customType<{ data: string }>({ dataType: () => 'regconfig' });

export const textList = (name: string) => text(name).array().notNull().default(sql`'{}'::text[]`);

/** Who did what to whom; written by every room through `audit.ts`, read by insight. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    actorId: uuid('actor_id').$type<UserId>(),
    action: text('action').notNull(),
    subject: text('subject'),
    details: jsonb('details').$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (t) => [index('idx_audit_log_organization').on(t.organizationId, t.createdAt)],
);

/** What people did, for the organization's own analytics; never what they wrote. */
export const analyticsEvents = pgTable(
  'analytics_events',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    learnerId: uuid('learner_id'),
    sessionId: uuid('session_id'),
    name: text('name').notNull(),
    details: jsonb('details').$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (t) => [index('idx_analytics_events_organization').on(t.organizationId, t.createdAt)],
);
