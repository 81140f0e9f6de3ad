/** The append-only history in Postgres, made whole where an attempt came too late for its lesson to say what it changed. */
import { and, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { AttemptId, contentId, type LearnerId } from '../base/ids.ts';
import type { ProgressRow } from './standing.ts';
import { attempts, progress } from './tables.ts';

export const historyIdOf = (attemptId: string): AttemptId => contentId(AttemptId, 'progress', attemptId);

/** Attempts that have no row of history; for a batch. */
export const selectUntold = (db: OrganizationDb, learnerId: LearnerId) =>
  db.sql
    .select({ id: attempts.id })
    .from(attempts)
    .where(
      and(
        eq(attempts.organizationId, db.organizationId),
        eq(attempts.learnerId, learnerId),
        sql`not exists (select from ${progress} where ${progress.attemptId} = ${attempts.id})`,
      ),
    );

/** Writes rows of history once each, under the concept that the attempt was made for. */
export async function addHistory(db: OrganizationDb, rows: readonly ProgressRow[]): Promise<void> {
  if (rows.length === 0) return;
  const written = rows.map(({ attemptId, masteryLevel, previousLevel, probability }) => ({
    ...{ id: historyIdOf(attemptId), attemptId, masteryLevel, previousLevel, probability },
  }));
  await db.sql.execute(sql`
    insert into ${progress} (id, organization_id, learner_id, concept, mastery_level, previous_level, probability,
                             evidence, attempt_id, session_id, created_at)
    select v.id, a.organization_id, a.learner_id, a.concept_id::text, v."masteryLevel", v."previousLevel", v.probability,
           a.evidence, a.id, a.session_id, a.at
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as v(
      id uuid, "attemptId" uuid, "masteryLevel" integer, "previousLevel" integer, probability double precision)
    join ${attempts} a on a.id = v."attemptId" and a.organization_id = ${db.organizationId}::uuid
    on conflict do nothing`);
}
