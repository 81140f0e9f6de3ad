import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { learners, users } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { documents, nuggets } from '../library/tables.ts';
import { attempts, concepts, narrativeNodes, nuggetConcepts } from './tables.ts';

const learnerColumns = {
  id: learners.id,
  userId: learners.userId,
  name: users.name,
  email: users.email,
  role: users.role,
  profile: learners.profile,
  masteryMap: learners.masteryMap,
  knowledgeGaps: learners.knowledgeGaps,
  lastActivity: learners.lastActivity,
  createdAt: learners.createdAt,
};
export type LearnerRow = Awaited<ReturnType<typeof listLearners>>[number];

export const listLearners = (db: OrganizationDb, page: { limit: number; after: Cursor | undefined }) =>
  db.sql
    .select(learnerColumns)
    .from(learners)
    .innerJoin(users, eq(users.id, learners.userId))
    .where(
      and(
        eq(learners.organizationId, db.organizationId),
        page.after === undefined
          ? undefined
          : sql`(${learners.createdAt}, ${learners.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(learners.createdAt), desc(learners.id))
    .limit(page.limit + 1);

export async function findLearner(db: OrganizationDb, id: LearnerId): Promise<LearnerRow | undefined> {
  const [learner] = await db.sql
    .select(learnerColumns)
    .from(learners)
    .innerJoin(users, eq(users.id, learners.userId))
    .where(and(eq(learners.organizationId, db.organizationId), eq(learners.id, id)));
  return learner;
}

/** What concepts are called; an id that is none is left out. */
export async function namesOf(
  db: OrganizationDb,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.sql
    .select({ id: concepts.id, name: concepts.name })
    .from(concepts)
    .where(and(eq(concepts.organizationId, db.organizationId), inArray(sql`${concepts.id}::text`, [...ids])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Evidence of one learner, newest first. */
export const listEvidence = (db: OrganizationDb, learnerId: LearnerId, limit: number) =>
  db.sql
    .select({
      id: attempts.id,
      concept: attempts.conceptId,
      itemId: attempts.itemId,
      sessionId: attempts.sessionId,
      kind: attempts.kind,
      score: attempts.score,
      confidence: attempts.confidence,
      hintsUsed: attempts.hintsUsed,
      question: attempts.question,
      answer: attempts.answer,
      evidence: attempts.evidence,
      misconception: attempts.misconception,
      at: attempts.at,
    })
    .from(attempts)
    .where(and(eq(attempts.organizationId, db.organizationId), eq(attempts.learnerId, learnerId)))
    .orderBy(desc(attempts.at), desc(attempts.id))
    .limit(limit);

/** Where each concept is taught first and foremost: what a review opens, and which document it belongs to. */
export const homesOf = (db: OrganizationDb) =>
  db.sql
    .selectDistinctOn([nuggetConcepts.conceptId], {
      conceptId: nuggetConcepts.conceptId,
      documentId: nuggets.documentId,
      nuggetId: nuggets.id,
      nodeId: narrativeNodes.id,
    })
    .from(nuggetConcepts)
    .innerJoin(nuggets, eq(nuggets.id, nuggetConcepts.nuggetId))
    .leftJoin(narrativeNodes, eq(narrativeNodes.nuggetId, nuggets.id))
    .where(and(eq(nuggetConcepts.organizationId, db.organizationId), eq(nuggets.status, 'ready')))
    .orderBy(
      asc(nuggetConcepts.conceptId),
      desc(nuggetConcepts.weight),
      asc(nuggets.position),
      asc(nuggets.id),
    );

/** What the planner chooses from: what learners may see, with what it teaches, in the order of the sources. */
export async function loadPlanMaterial(db: OrganizationDb) {
  const published = and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.status, 'ready'));
  const [nodes, links] = await db.sql.batch([
    db.sql
      .select({
        nodeId: narrativeNodes.id,
        nuggetId: nuggets.id,
        title: nuggets.title,
        difficulty: sql<number>`coalesce((${nuggets.metadata} ->> 'difficulty')::integer, 5)`,
        estimatedTime: sql<number | null>`(${nuggets.metadata} ->> 'estimatedTime')::double precision`,
      })
      .from(narrativeNodes)
      .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
      .leftJoin(documents, eq(documents.id, nuggets.documentId))
      .where(published)
      .orderBy(asc(documents.createdAt), asc(documents.id), asc(nuggets.position), asc(nuggets.id)),
    db.sql
      .select({
        nuggetId: nuggetConcepts.nuggetId,
        conceptId: nuggetConcepts.conceptId,
        weight: nuggetConcepts.weight,
        name: concepts.name,
      })
      .from(nuggetConcepts)
      .innerJoin(nuggets, eq(nuggets.id, nuggetConcepts.nuggetId))
      .innerJoin(concepts, eq(concepts.id, nuggetConcepts.conceptId))
      .where(published),
  ]);
  return { nodes, links };
}
