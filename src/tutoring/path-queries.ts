/** What lessons know of learners' ways through the narrative, for the rooms that plan and report. */
import { and, asc, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
import type { Path } from '../learning/path-statistics.ts';
import { sessionNodes, sessions } from './tables.ts';

/** The nodes that reached this learner's screen, oldest first; one met twice stands twice. */
export async function listSeenNodes(db: OrganizationDb, learnerId: LearnerId): Promise<string[]> {
  const rows = await db.sql
    .select({ id: sessionNodes.nodeId })
    .from(sessionNodes)
    .innerJoin(sessions, eq(sessions.id, sessionNodes.sessionId))
    .where(
      and(
        eq(sessions.organizationId, db.organizationId),
        eq(sessions.learnerId, learnerId),
        isNotNull(sessionNodes.viewedAt),
      ),
    )
    .orderBy(asc(sessionNodes.viewedAt), asc(sessionNodes.step));
  return rows.map(({ id }) => id);
}

/** As many of the latest sessions as a report on paths is made of. */
const MOST_SESSIONS = 2000;

/** The ways walked in the latest sessions: each step and the choice that led to it. */
export async function listWalkedPaths(db: OrganizationDb): Promise<Path[]> {
  const latest = await db.sql
    .select({ id: sessions.id, learnerId: sessions.learnerId, completedAt: sessions.completedAt })
    .from(sessions)
    .where(eq(sessions.organizationId, db.organizationId))
    .orderBy(desc(sessions.startedAt), desc(sessions.id))
    .limit(MOST_SESSIONS);
  if (latest.length === 0) return [];
  const steps = await db.sql
    .select({
      sessionId: sessionNodes.sessionId,
      nodeId: sessionNodes.nodeId,
      choiceId: sessionNodes.choiceId,
    })
    .from(sessionNodes)
    .where(
      and(
        eq(sessionNodes.organizationId, db.organizationId),
        inArray(
          sessionNodes.sessionId,
          latest.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(sessionNodes.sessionId), asc(sessionNodes.step));
  const own = Map.groupBy(steps, ({ sessionId }) => sessionId);
  return latest.map(({ id, learnerId, completedAt }) => ({
    sessionId: id,
    learnerId,
    isCompleted: completedAt !== null,
    steps: (own.get(id) ?? []).map(({ nodeId, choiceId }) => ({ nodeId, choiceId })),
  }));
}
