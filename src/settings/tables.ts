import { doublePrecision, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organizations } from '../accounts/tables.ts';
import type { OrganizationId } from '../base/ids.ts';
import { createdAt, updatedAt } from '../base/tables.ts';

export type Scope = 'system' | 'organization' | 'learner';

/** Null exactly for scope `system`: readable by all, writable by the system handle alone (a CHECK holds it). */
const organizationId = () =>
  uuid('organization_id')
    .$type<OrganizationId>()
    .references(() => organizations.id, { onDelete: 'cascade' });

export const systemSettings = pgTable(
  'system_settings',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    key: text('key').notNull(),
    /** The value, or for a secret its AES-GCM envelope. */
    value: jsonb('value').$type<unknown>().notNull(),
    scope: text('scope').$type<Scope>().notNull(),
    scopeId: text('scope_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('system_settings_key_scope_key').on(t.key, t.scope, t.scopeId).nullsNotDistinct()],
);

/** The seed has its models and providers non-null; a field that a scope leaves to the next is stored as the empty string. */
export const aiModelConfigs = pgTable(
  'ai_model_configs',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    contentGenerationModel: text('content_generation_model').notNull(),
    narrativePlanningModel: text('narrative_planning_model').notNull(),
    tutoringModel: text('tutoring_model').notNull(),
    metadataModel: text('metadata_model').notNull(),
    embeddingModel: text('embedding_model').notNull(),
    contentGenerationTemp: doublePrecision('content_generation_temp'),
    narrativePlanningTemp: doublePrecision('narrative_planning_temp'),
    tutoringTemp: doublePrecision('tutoring_temp'),
    scope: text('scope').$type<Scope>().notNull(),
    scopeId: text('scope_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('ai_model_configs_scope_key').on(t.scope, t.scopeId).nullsNotDistinct()],
);

export const voiceConfigs = pgTable(
  'voice_configs',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    ttsProvider: text('tts_provider').notNull(),
    ttsModel: text('tts_model'),
    ttsVoice: text('tts_voice'),
    sttProvider: text('stt_provider').notNull(),
    sttModel: text('stt_model'),
    qualityTier: text('quality_tier').notNull(),
    scope: text('scope').$type<Scope>().notNull(),
    scopeId: text('scope_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('voice_configs_scope_key').on(t.scope, t.scopeId).nullsNotDistinct()],
);
