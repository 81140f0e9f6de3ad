import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  vector,
} from 'drizzle-orm/pg-core';
import { learners, organizations } from '../accounts/tables.ts';
import type {
  AttemptId,
  ConceptId,
  LearnerId,
  NodeId,
  NuggetId,
  OrganizationId,
  SessionId,
} from '../base/ids.ts';
import { createdAt, moment, textList, updatedAt } from '../base/tables.ts';
import { nuggets } from '../library/tables.ts';
import type { Population } from './population.ts';

const organizationId = () =>
  uuid('organization_id')
    .$type<OrganizationId>()
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

export const concepts = pgTable(
  'concepts',
  {
    id: uuid('id').$type<ConceptId>().primaryKey(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    /** What two spellings of one concept have in common (`concepts.ts`). */
    normalizedName: text('normalized_name').notNull(),
    aliases: textList('aliases'),
    embedding: vector('embedding', { dimensions: 1536 }),
    embeddingModel: text('embedding_model'),
    /** Set when it became part of another; the row stays so that old evidence finds its way. */
    mergedInto: uuid('merged_into').$type<ConceptId>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('concepts_organization_key').on(t.organizationId, t.id),
    unique('concepts_name_key').on(t.organizationId, t.normalizedName),
  ],
);

/** `prerequisiteId` is needed for `conceptId`; free of cycles by construction. */
export const conceptEdges = pgTable(
  'concept_edges',
  {
    organizationId: organizationId(),
    prerequisiteId: uuid('prerequisite_id').$type<ConceptId>().notNull(),
    conceptId: uuid('concept_id').$type<ConceptId>().notNull(),
    reason: text('reason').notNull(),
    weight: doublePrecision('weight').notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'concept_edges_pkey', columns: [t.prerequisiteId, t.conceptId] }),
    foreignKey({
      name: 'concept_edges_prerequisite_fk',
      columns: [t.organizationId, t.prerequisiteId],
      foreignColumns: [concepts.organizationId, concepts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'concept_edges_concept_fk',
      columns: [t.organizationId, t.conceptId],
      foreignColumns: [concepts.organizationId, concepts.id],
    }).onDelete('cascade'),
  ],
);

/** How much of a nugget is about a concept, 0–1. */
export const nuggetConcepts = pgTable(
  'nugget_concepts',
  {
    organizationId: organizationId(),
    nuggetId: uuid('nugget_id').$type<NuggetId>().notNull(),
    conceptId: uuid('concept_id').$type<ConceptId>().notNull(),
    weight: doublePrecision('weight').notNull(),
  },
  (t) => [
    primaryKey({ name: 'nugget_concepts_pkey', columns: [t.nuggetId, t.conceptId] }),
    index('idx_nugget_concept_concept').on(t.conceptId),
    foreignKey({
      name: 'nugget_concepts_nugget_fk',
      columns: [t.organizationId, t.nuggetId],
      foreignColumns: [nuggets.organizationId, nuggets.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'nugget_concepts_concept_fk',
      columns: [t.organizationId, t.conceptId],
      foreignColumns: [concepts.organizationId, concepts.id],
    }).onDelete('cascade'),
  ],
);

/** Merges and splits, each with what undoes it. */
export const conceptChanges = pgTable(
  'concept_changes',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    change: jsonb('change').$type<unknown>().notNull(),
    inverse: jsonb('inverse').$type<unknown>().notNull(),
    undoneAt: moment('undone_at'),
    createdAt: createdAt(),
  },
  (t) => [index('idx_concept_change_organization').on(t.organizationId, t.createdAt)],
);

/** What was asked, answered, judged, and how surely: the evidence from which all mastery follows. Append-only. */
export const attempts = pgTable(
  'attempts',
  {
    id: uuid('id').$type<AttemptId>().primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    learnerId: uuid('learner_id').$type<LearnerId>().notNull(),
    conceptId: uuid('concept_id').$type<ConceptId>().notNull(),
    /** The question, choice or nugget it was about, where there is one. */
    itemId: text('item_id'),
    sessionId: uuid('session_id').$type<SessionId>(),
    /** `answer | choice | observation | override`. */
    kind: text('kind').notNull(),
    /** 0–1. */
    score: doublePrecision('score').notNull(),
    /** How sure the judgement is, 0–1. */
    confidence: doublePrecision('confidence').notNull(),
    hintsUsed: integer('hints_used').notNull().default(0),
    difficulty: doublePrecision('difficulty'),
    question: text('question'),
    answer: text('answer'),
    /** In words: why this counts. */
    evidence: text('evidence'),
    misconception: text('misconception'),
    at: moment('at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('idx_attempt_learner').on(t.learnerId, t.conceptId, t.at),
    index('idx_attempt_organization').on(t.organizationId, t.at),
    foreignKey({
      name: 'attempts_learner_fk',
      columns: [t.organizationId, t.learnerId],
      foreignColumns: [learners.organizationId, learners.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'attempts_concept_fk',
      columns: [t.organizationId, t.conceptId],
      foreignColumns: [concepts.organizationId, concepts.id],
    }).onDelete('cascade'),
  ],
);

/** The seed's Progress: the append-only history of mastery. `concept` is a concept's id. */
export const progress = pgTable(
  'progress',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    learnerId: uuid('learner_id').$type<LearnerId>().notNull(),
    concept: text('concept').notNull(),
    masteryLevel: integer('mastery_level').notNull(),
    previousLevel: integer('previous_level'),
    probability: doublePrecision('probability'),
    evidence: text('evidence'),
    attemptId: uuid('attempt_id').$type<AttemptId>(),
    sessionId: uuid('session_id').$type<SessionId>(),
    createdAt: createdAt(),
  },
  (t) => [
    index('idx_progress_learner').on(t.learnerId),
    index('idx_progress_concept').on(t.concept),
    unique('progress_attempt_key').on(t.attemptId, t.concept),
    foreignKey({
      name: 'progress_learner_fk',
      columns: [t.organizationId, t.learnerId],
      foreignColumns: [learners.organizationId, learners.id],
    }).onDelete('cascade'),
  ],
);

/** FSRS state and mastery state of one learner's concept: a projection of the attempts. */
export const reviews = pgTable(
  'reviews',
  {
    organizationId: uuid('organization_id').$type<OrganizationId>().notNull(),
    learnerId: uuid('learner_id').$type<LearnerId>().notNull(),
    conceptId: uuid('concept_id').$type<ConceptId>().notNull(),
    due: moment('due').notNull(),
    stability: doublePrecision('stability').notNull(),
    difficulty: doublePrecision('difficulty').notNull(),
    /** The whole card and mastery state, as learning's modules serialise them. */
    state: jsonb('state').$type<unknown>().notNull(),
    lastReview: moment('last_review'),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'reviews_pkey', columns: [t.learnerId, t.conceptId] }),
    index('idx_review_due').on(t.learnerId, t.due),
    foreignKey({
      name: 'reviews_learner_fk',
      columns: [t.organizationId, t.learnerId],
      foreignColumns: [learners.organizationId, learners.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'reviews_concept_fk',
      columns: [t.organizationId, t.conceptId],
      foreignColumns: [concepts.organizationId, concepts.id],
    }).onDelete('cascade'),
  ],
);

/** The parameters of mastery fitted from an organization's own attempts. */
export const populations = pgTable('populations', {
  organizationId: organizationId().primaryKey(),
  parameters: jsonb('parameters').$type<Population>().notNull(),
  /** How many attempts they were fitted from. */
  attempts: integer('attempts').notNull(),
  updatedAt: updatedAt(),
});

export type StoredChoice = {
  id: string;
  text: string;
  nextNodeId: string;
  revealsGap: string[];
  confirmsMastery: string[];
  adaptsTo?: string[];
};

export const narrativeNodes = pgTable(
  'narrative_nodes',
  {
    id: uuid('id').$type<NodeId>().primaryKey(),
    organizationId: organizationId(),
    nuggetId: uuid('nugget_id').$type<NuggetId>().notNull(),
    choices: jsonb('choices').$type<StoredChoice[]>().notNull().default(sql`'[]'::jsonb`),
    /** Where it is drawn, in layout units. */
    x: doublePrecision('x').notNull().default(0),
    y: doublePrecision('y').notNull().default(0),
    version: integer('version').notNull().default(1),
    /** By a model or a person; otherwise code alone laid its ways, and the model is still to be asked. */
    written: boolean('written').notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    unique('narrative_nodes_organization_key').on(t.organizationId, t.id),
    index('idx_narrative_node_organization').on(t.organizationId),
    index('idx_narrative_node_nugget').on(t.nuggetId),
    foreignKey({
      name: 'narrative_nodes_nugget_fk',
      columns: [t.organizationId, t.nuggetId],
      foreignColumns: [nuggets.organizationId, nuggets.id],
    }).onDelete('cascade'),
  ],
);
