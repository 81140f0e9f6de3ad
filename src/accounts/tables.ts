import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { InviteId, LearnerId, OrganizationId, UserId } from '../base/ids.ts';
import type { Role } from '../base/person.ts';
import { createdAt, moment, textList, updatedAt } from '../base/tables.ts';
import type { MasteryMap, Profile } from './people.ts';

export const organizations = pgTable('organizations', {
  id: uuid('id').$type<OrganizationId>().primaryKey(),
  name: text('name').notNull(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const users = pgTable(
  'users',
  {
    id: uuid('id').$type<UserId>().primaryKey(),
    /** Lower case: two spellings of one address are one person. */
    email: text('email').notNull().unique('users_email_key'),
    passwordHash: text('password_hash').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('idx_user_email').on(t.email),
    index('idx_user_organization').on(t.organizationId),
    unique('users_organization_key').on(t.organizationId, t.id),
  ],
);

export const learners = pgTable(
  'learners',
  {
    id: uuid('id').$type<LearnerId>().primaryKey(),
    userId: uuid('user_id').$type<UserId>().notNull().unique('learners_user_id_key'),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    masteryMap: jsonb('mastery_map').$type<MasteryMap>().notNull().default(sql`'{}'::jsonb`),
    knowledgeGaps: textList('knowledge_gaps'),
    profile: jsonb('profile').$type<Profile>(),
    lastActivity: moment('last_activity'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('learners_organization_key').on(t.organizationId, t.id),
    foreignKey({
      name: 'learners_user_fk',
      columns: [t.organizationId, t.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
  ],
);

export const invites = pgTable(
  'invites',
  {
    id: uuid('id').$type<InviteId>().primaryKey(),
    organizationId: uuid('organization_id')
      .$type<OrganizationId>()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    email: text('email'),
    role: text('role').$type<Role>().notNull(),
    /** SHA-256 of the token: a read of this table opens no door. */
    tokenHash: text('token_hash').notNull().unique('invites_token_hash_key'),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (t) => [index('idx_invite_organization').on(t.organizationId)],
);
