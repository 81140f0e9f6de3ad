import { and, asc, eq, inArray } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { NuggetId } from '../base/ids.ts';
import { questions } from './tables.ts';

export type StoredQuestion = typeof questions.$inferSelect;

/** The questions kept with nuggets, easiest first: each checked when it was made (authoring/question-check.ts). */
export const listQuestions = (db: OrganizationDb, ids: readonly NuggetId[]): Promise<StoredQuestion[]> =>
  db.sql
    .select()
    .from(questions)
    .where(and(eq(questions.organizationId, db.organizationId), inArray(questions.nuggetId, [...ids])))
    .orderBy(asc(questions.difficulty), asc(questions.id));
