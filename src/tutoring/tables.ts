import { foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { learners } from '../accounts/tables.ts';
import type { LearnerId, MessageId, NodeId, OrganizationId, SessionId } from '../base/ids.ts';
import { createdAt, moment } from '../base/tables.ts';
import { narrativeNodes } from '../learning/tables.ts';
import type { Citation, Media, ToolCall } from './protocol.ts';

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').$type<SessionId>().primaryKey(),
    learnerId: uuid('learner_id').$type<LearnerId>().notNull(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    currentNodeId: uuid('current_node_id')
      .$type<NodeId>()
      .references(() => narrativeNodes.id, { onDelete: 'set null' }),
    mode: text('mode').$type<'text' | 'voice'>().notNull(),
    /** In the learner's words, exactly; at most 500 characters. */
    goal: text('goal'),
    startedAt: moment('started_at').notNull().defaultNow(),
    lastActivity: moment('last_activity')
      .notNull()
      .defaultNow()
      .$onUpdate(() => new Date()),
    completedAt: moment('completed_at'),
    /** What was learnt, written at completion. */
    summary: jsonb('summary').$type<Record<string, unknown>>(),
  },
  (t) => [
    unique('sessions_organization_key').on(t.organizationId, t.id),
    index('idx_session_learner').on(t.learnerId),
    index('idx_session_organization').on(t.organizationId),
    foreignKey({
      name: 'sessions_learner_fk',
      columns: [t.organizationId, t.learnerId],
      foreignColumns: [learners.organizationId, learners.id],
    }).onDelete('cascade'),
  ],
);

/** The seed's Message; `seq` is that of its durable event in the session's log. */
export const messages = pgTable(
  'messages',
  {
    id: uuid('id').$type<MessageId>().primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    sessionId: uuid('session_id').$type<SessionId>().notNull(),
    seq: integer('seq').notNull(),
    role: text('role').$type<'user' | 'assistant'>().notNull(),
    content: text('content').notNull(),
    status: text('status').$type<'complete' | 'cancelled' | 'failed'>().notNull().default('complete'),
    citations: jsonb('citations').$type<Citation[]>(),
    toolCalls: jsonb('tool_calls').$type<ToolCall[]>(),
    media: jsonb('media').$type<Media[]>(),
    /** The message in whose place this one stands. */
    replaces: uuid('replaces').$type<MessageId>(),
    createdAt: createdAt(),
  },
  (t) => [
    index('idx_message_session').on(t.sessionId),
    unique('messages_seq_key').on(t.sessionId, t.seq),
    foreignKey({
      name: 'messages_session_fk',
      columns: [t.organizationId, t.sessionId],
      foreignColumns: [sessions.organizationId, sessions.id],
    }).onDelete('cascade'),
  ],
);

/** The path walked in a session and the choice that led to each step. */
export const sessionNodes = pgTable(
  'session_nodes',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    sessionId: uuid('session_id').$type<SessionId>().notNull(),
    nodeId: uuid('node_id').$type<NodeId>().notNull(),
    choiceId: text('choice_id'),
    reason: text('reason'),
    /** Order in the session, from 0. */
    step: integer('step').notNull(),
    /** When its nugget reached a screen; null until then. */
    viewedAt: moment('viewed_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('session_nodes_step_key').on(t.sessionId, t.step),
    foreignKey({
      name: 'session_nodes_session_fk',
      columns: [t.organizationId, t.sessionId],
      foreignColumns: [sessions.organizationId, sessions.id],
    }).onDelete('cascade'),
  ],
);
