/** What lessons know of learners' ways through the narrative, for the rooms that plan and report. */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
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
