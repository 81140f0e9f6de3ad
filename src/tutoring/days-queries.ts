/** When somebody learnt: what a streak is counted from. */

import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { type AnyPgColumn, union } from 'drizzle-orm/pg-core';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
import { attempts } from '../learning/tables.ts';
import { messages, sessions } from './tables.ts';

/** No zone's day begins within one of these. */
const quarterHour = (column: AnyPgColumn) =>
  sql<string>`date_bin('15 minutes', ${column}, timestamptz '2000-01-01')`.as('at');

/** Moments, to the quarter of an hour: lessons begun, words said, and evidence given by oneself. */
export async function momentsLearnt(db: OrganizationDb, learnerId: LearnerId, since: Date): Promise<Date[]> {
  const { organizationId } = db;
  const begun = db.sql
    .select({ at: quarterHour(sessions.startedAt) })
    .from(sessions)
    .where(
      and(
        eq(sessions.organizationId, organizationId),
        eq(sessions.learnerId, learnerId),
        gt(sessions.startedAt, since),
      ),
    );
  const said = db.sql
    .select({ at: quarterHour(messages.createdAt) })
    .from(messages)
    .innerJoin(
      sessions,
      and(eq(sessions.organizationId, messages.organizationId), eq(sessions.id, messages.sessionId)),
    )
    .where(
      and(
        eq(messages.organizationId, organizationId),
        eq(sessions.learnerId, learnerId),
        eq(messages.role, 'user'),
        gt(messages.createdAt, since),
      ),
    );
  const shown = db.sql
    .select({ at: quarterHour(attempts.at) })
    .from(attempts)
    .where(
      and(
        eq(attempts.organizationId, organizationId),
        eq(attempts.learnerId, learnerId),
        ne(attempts.kind, 'override'),
        gt(attempts.at, since),
      ),
    );
  const found = await union(begun, said, shown);
  return found.map(({ at }) => new Date(at));
}
