/** What happened in an organization over a time, counted in Postgres, one round trip a report. */
import { and, count, countDistinct, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { learners } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { ingestionJobs } from '../jobs/tables.ts';
import { PREREQUISITE_LEVEL } from '../learning/gaps.ts';
import { attempts, concepts, narrativeNodes } from '../learning/tables.ts';
import { documents, nuggets } from '../library/tables.ts';
import { messages, sessionNodes, sessions } from '../tutoring/tables.ts';
import type { Period } from './period.ts';

const within = (column: AnyPgColumn, { from, to }: Period) => and(gte(column, from), lt(column, to));

const dayOf = (column: AnyPgColumn) => sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`;

const whole = (value: ReturnType<typeof sql>) => sql<number>`coalesce(${value}, 0)::int`;

export async function readEngagement(db: OrganizationDb, period: Period) {
  const ours = and(eq(sessions.organizationId, db.organizationId), within(sessions.startedAt, period));
  const said = and(
    eq(messages.organizationId, db.organizationId),
    eq(messages.role, 'user'),
    within(messages.createdAt, period),
  );
  const [sums, byDay, messagesByDay] = await db.sql.batch([
    db.sql
      .select({
        sessions: count(),
        completedSessions: whole(sql`count(*) filter (where ${sessions.completedAt} is not null)`),
        activeLearners: countDistinct(sessions.learnerId),
        minutes: whole(
          sql`round(sum(extract(epoch from coalesce(${sessions.completedAt}, ${sessions.lastActivity}) - ${sessions.startedAt})) / 60)`,
        ),
      })
      .from(sessions)
      .where(ours),
    db.sql
      .select({
        day: dayOf(sessions.startedAt),
        sessions: count(),
        activeLearners: countDistinct(sessions.learnerId),
      })
      .from(sessions)
      .where(ours)
      .groupBy(sql`1`),
    db.sql
      .select({ day: dayOf(messages.createdAt), messages: count() })
      .from(messages)
      .where(said)
      .groupBy(sql`1`),
  ]);
  return { sums: sums[0], byDay, messagesByDay };
}

export async function readContent(db: OrganizationDb, period: Period) {
  const { organizationId } = db;
  const [nuggetSums, documentSums, jobs, viewed] = await db.sql.batch([
    db.sql
      .select({
        status: nuggets.status,
        nuggets: count(),
        published: whole(sql`count(*) filter (where ${nuggets.publishedAt} is not null)`),
      })
      .from(nuggets)
      .where(eq(nuggets.organizationId, organizationId))
      .groupBy(nuggets.status),
    db.sql.select({ documents: count() }).from(documents).where(eq(documents.organizationId, organizationId)),
    db.sql
      .select({ status: ingestionJobs.status, jobs: count() })
      .from(ingestionJobs)
      .where(and(eq(ingestionJobs.organizationId, organizationId), within(ingestionJobs.createdAt, period)))
      .groupBy(ingestionJobs.status),
    db.sql
      .select({
        nuggetId: nuggets.id,
        title: nuggets.title,
        views: count(),
        learners: countDistinct(sessions.learnerId),
      })
      .from(sessionNodes)
      .innerJoin(narrativeNodes, eq(narrativeNodes.id, sessionNodes.nodeId))
      .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
      .innerJoin(sessions, eq(sessions.id, sessionNodes.sessionId))
      .where(and(eq(sessionNodes.organizationId, organizationId), within(sessionNodes.viewedAt, period)))
      .groupBy(nuggets.id, nuggets.title)
      .orderBy(desc(count()), nuggets.id)
      .limit(20),
  ]);
  return { nuggets: nuggetSums, documents: documentSums[0]?.documents ?? 0, jobs, viewed };
}

export async function readMastery(db: OrganizationDb, period: Period) {
  const level = sql`known.value::int`;
  const [byDay, byConcept] = await db.sql.batch([
    db.sql
      .select({
        day: dayOf(attempts.at),
        attempts: count(),
        averageScore: sql<number>`avg(${attempts.score})::float8`,
      })
      .from(attempts)
      .where(and(eq(attempts.organizationId, db.organizationId), within(attempts.at, period)))
      .groupBy(sql`1`),
    db.sql
      .select({
        concept: concepts.id,
        name: concepts.name,
        learners: count(),
        averageLevel: sql<number>`avg(${level})::float8`,
        mastered: whole(sql`count(*) filter (where ${level} >= ${PREREQUISITE_LEVEL})`),
        gaps: whole(sql`count(*) filter (where known.key = any(${learners.knowledgeGaps}))`),
      })
      .from(learners)
      .innerJoin(sql`lateral jsonb_each_text(${learners.masteryMap}) as known`, sql`true`)
      .innerJoin(concepts, sql`${concepts.id}::text = known.key`)
      .where(
        and(eq(learners.organizationId, db.organizationId), eq(concepts.organizationId, db.organizationId)),
      )
      .groupBy(concepts.id, concepts.name)
      .orderBy(desc(count()), concepts.id)
      .limit(200),
  ]);
  return { byDay, byConcept };
}
