/** All that is held on one learner: read whole, or erased whole. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { invites, learners, users } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import type { SessionId } from '../base/ids.ts';
import type { Person } from '../base/person.ts';
import { audit } from '../base/queries.ts';
import { analyticsEvents } from '../base/tables.ts';
import { attempts, concepts, progress, reviews } from '../learning/tables.ts';
import { usageEvents } from '../models/tables.ts';
import { aiModelConfigs, systemSettings, voiceConfigs } from '../settings/tables.ts';
import { messages, sessionNodes, sessions } from '../tutoring/tables.ts';

type OfLearner = PgTable & { organizationId: AnyPgColumn; learnerId: AnyPgColumn };

const ofLearner = (db: OrganizationDb, table: OfLearner, { learnerId }: Person) =>
  and(eq(table.organizationId, db.organizationId), eq(table.learnerId, learnerId));

/** One round trip, so that what is read fits together. Throws not-found where the account is gone. */
export async function readAll(db: OrganizationDb, person: Person) {
  const { organizationId, sql } = db;
  const { learnerId, userId } = person;
  const theirSessions = sql
    .select({ id: sessions.id })
    .from(sessions)
    .where(ofLearner(db, sessions, person));
  const [account, learner, held, said, path, tried, history, cards, paid, events, named] = await sql.batch([
    sql
      .select({
        id: users.id,
        email: users.email,
        name: users.name,
        role: users.role,
        createdAt: users.createdAt,
      })
      .from(users)
      .where(and(eq(users.organizationId, organizationId), eq(users.id, userId))),
    sql
      .select()
      .from(learners)
      .where(and(eq(learners.organizationId, organizationId), eq(learners.id, learnerId))),
    sql
      .select()
      .from(sessions)
      .where(ofLearner(db, sessions, person))
      .orderBy(asc(sessions.startedAt)),
    sql
      .select()
      .from(messages)
      .where(and(eq(messages.organizationId, organizationId), inArray(messages.sessionId, theirSessions)))
      .orderBy(asc(messages.sessionId), asc(messages.seq)),
    sql
      .select()
      .from(sessionNodes)
      .where(
        and(eq(sessionNodes.organizationId, organizationId), inArray(sessionNodes.sessionId, theirSessions)),
      )
      .orderBy(asc(sessionNodes.sessionId), asc(sessionNodes.step)),
    sql
      .select()
      .from(attempts)
      .where(ofLearner(db, attempts, person))
      .orderBy(asc(attempts.at)),
    sql
      .select()
      .from(progress)
      .where(ofLearner(db, progress, person))
      .orderBy(asc(progress.createdAt)),
    sql
      .select()
      .from(reviews)
      .where(ofLearner(db, reviews, person))
      .orderBy(asc(reviews.due)),
    sql
      .select()
      .from(usageEvents)
      .where(ofLearner(db, usageEvents, person))
      .orderBy(asc(usageEvents.createdAt)),
    sql
      .select()
      .from(analyticsEvents)
      .where(ofLearner(db, analyticsEvents, person))
      .orderBy(asc(analyticsEvents.createdAt)),
    sql
      .selectDistinct({ id: concepts.id, name: concepts.name })
      .from(concepts)
      .innerJoin(attempts, eq(attempts.conceptId, concepts.id))
      .where(ofLearner(db, attempts, person)),
  ]);
  return {
    account: required(account[0]),
    learner: required(learner[0]),
    sessions: held.map((session) => ({
      ...session,
      messages: said.filter(({ sessionId }) => sessionId === session.id),
      path: path.filter(({ sessionId }) => sessionId === session.id),
    })),
    attempts: tried,
    progress: history,
    reviews: cards,
    usage: paid,
    events,
    concepts: named,
  };
}

export async function listSessionIds(db: OrganizationDb, person: Person): Promise<SessionId[]> {
  const rows = await db.sql
    .select({ id: sessions.id })
    .from(sessions)
    .where(ofLearner(db, sessions, person));
  return rows.map(({ id }) => id);
}

/** What no foreign key takes along; what was paid for stays in the books without saying for whom. */
function loosened(db: OrganizationDb, person: Person) {
  const { organizationId, sql } = db;
  const ofScope = (table: typeof systemSettings | typeof aiModelConfigs | typeof voiceConfigs) =>
    and(
      eq(table.organizationId, organizationId),
      eq(table.scope, 'learner'),
      eq(table.scopeId, person.learnerId),
    );
  return [
    sql.delete(analyticsEvents).where(ofLearner(db, analyticsEvents, person)),
    sql
      .update(usageEvents)
      .set({ learnerId: null, sessionId: null })
      .where(ofLearner(db, usageEvents, person)),
    sql.delete(systemSettings).where(ofScope(systemSettings)),
    sql.delete(aiModelConfigs).where(ofScope(aiModelConfigs)),
    sql.delete(voiceConfigs).where(ofScope(voiceConfigs)),
  ] as const;
}

/** The rest of it, once the account is gone and took what hangs on it along. */
export async function eraseRest(db: OrganizationDb, person: Person): Promise<void> {
  await db.sql.batch(loosened(db, person));
}

/**
 * Removes all of it. A learner's account goes with it; staff keep theirs, with an empty learner profile.
 */
export async function eraseAll(db: OrganizationDb, person: Person): Promise<void> {
  const { organizationId, sql } = db;
  const { learnerId, userId, role } = person;
  const mine = and(eq(users.organizationId, organizationId), eq(users.id, userId));
  const email = sql.select({ email: users.email }).from(users).where(mine);
  await sql.batch([
    ...loosened(db, person),
    sql.delete(learners).where(and(eq(learners.organizationId, organizationId), eq(learners.id, learnerId))),
    sql.delete(invites).where(and(eq(invites.organizationId, organizationId), inArray(invites.email, email))),
    role === 'learner'
      ? sql.delete(users).where(mine)
      : sql.insert(learners).values({ id: learnerId, userId, organizationId }),
    audit(db, { actorId: role === 'learner' ? null : userId, action: 'learner.erased' }),
  ]);
}
