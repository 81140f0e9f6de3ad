/** The days on which somebody learnt, as the reader's own calendar has them: what a streak is counted from. */

import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { union } from 'drizzle-orm/pg-core';
import type { Databases, OrganizationDb } from '../base/db.ts';
import { createRoute, json, only, personOf, router, z } from '../base/http.ts';
import type { LearnerId } from '../base/ids.ts';
import { attempts } from '../learning/tables.ts';
import { messages, sessions } from './tables.ts';

const WEEKS_TOLD = 26;
const WEEK_MS = 7 * 86_400_000;

/** No zone's day begins within one of these. */
const quarterHour = (column: AnyPgColumn) =>
  sql<string>`date_bin('15 minutes', ${column}, timestamptz '2000-01-01')`.as('at');

/** Moments, to the quarter of an hour: lessons begun, words said, and evidence given by oneself. */
async function momentsLearnt(db: OrganizationDb, learnerId: LearnerId, since: Date): Promise<Date[]> {
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

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

const days = createRoute({
  method: 'get',
  path: '/api/learning/days',
  ...only('user'),
  description: `The days of the last ${WEEKS_TOLD} weeks on which one learnt, the first first.`,
  request: {
    query: z.object({
      /** IANA's name, as `Europe/Berlin`. */
      timeZone: z.string().max(64).refine(isTimeZone, 'not a time zone that is known here').default('UTC'),
    }),
  },
  responses: { 200: json(z.object({ days: z.array(z.iso.date()) })) },
});

export const daysLearntRoutes = router<{ databases: Databases; clock: () => Date }>().openapi(
  days,
  async (c) => {
    const { timeZone } = c.req.valid('query');
    const { learnerId, organizationId } = personOf(c);
    const { databases, clock } = c.get('needs');
    const since = new Date(clock().getTime() - WEEKS_TOLD * WEEK_MS);
    const moments = await momentsLearnt(databases.forOrganization(organizationId), learnerId, since);
    // Sweden writes a date as ISO 8601 does.
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    return c.json({ days: [...new Set(moments.map((moment) => day.format(moment)))].sort() }, 200);
  },
);
