/** Sessions, their messages and their path in Postgres, and what the outbox writes there. */

import { and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { z } from 'zod';
import { learners } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { contentId, type LearnerId, MessageId, type NodeId, type SessionId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import { analyticsEvents } from '../base/tables.ts';
import { storeAttempt } from '../learning/attempt-queries.ts';
import { FLAGGED_EVENT } from '../learning/class-queries.ts';
import { concepts, narrativeNodes, progress } from '../learning/tables.ts';
import type { OutboxItem } from './effects.ts';
import type { SessionState } from './lesson.ts';
import { messages, sessionNodes, sessions } from './tables.ts';

export async function insertSession(
  db: OrganizationDb,
  session: SessionState,
  nodeId: NodeId | null,
): Promise<void> {
  const { id, learnerId, mode, goal, startedAt } = session;
  const at = new Date(startedAt);
  await db.sql.insert(sessions).values({
    id,
    learnerId,
    organizationId: db.organizationId,
    currentNodeId: nodeId,
    mode,
    goal,
    startedAt: at,
    lastActivity: at,
  });
}

export async function findSession(db: OrganizationDb, id: SessionId) {
  const [found] = await db.sql
    .select()
    .from(sessions)
    .where(and(eq(sessions.organizationId, db.organizationId), eq(sessions.id, id)));
  return found;
}

/** What a list of sessions is ordered by: all by their beginning, those that may go on by when somebody was last there. */
const ORDER = { all: sessions.startedAt, open: sessions.lastActivity } as const;

/** Sessions, the latest first; of one learner, or of all. */
export function listSessions(
  db: OrganizationDb,
  page: {
    which: keyof typeof ORDER;
    learnerId: LearnerId | null;
    limit: number;
    cursor: Cursor | undefined;
  },
) {
  const { which, learnerId, limit, cursor } = page;
  const at = ORDER[which];
  return db.sql
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.organizationId, db.organizationId),
        learnerId === null ? undefined : eq(sessions.learnerId, learnerId),
        which === 'open' ? isNull(sessions.completedAt) : undefined,
        cursor === undefined
          ? undefined
          : or(lt(at, cursor.at), and(eq(at, cursor.at), sql`${sessions.id} < ${cursor.id}`)),
      ),
    )
    .orderBy(desc(at), desc(sessions.id))
    .limit(limit);
}

/** Messages in the order of the log, after the one with an id. */
export function listMessages(
  db: OrganizationDb,
  sessionId: SessionId,
  page: { after: string | null; limit: number },
) {
  const last = sql`(select m.seq from messages m where m.id = ${page.after}::uuid and m.session_id = ${sessionId})`;
  return db.sql
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.organizationId, db.organizationId),
        eq(messages.sessionId, sessionId),
        page.after === null ? undefined : gt(messages.seq, last),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(page.limit);
}

/** The history that a session wrote, oldest first, with the names of today. */
export function findProgressOf(db: OrganizationDb, sessionId: SessionId) {
  return db.sql
    .select({
      concept: progress.concept,
      name: sql<string>`coalesce(${concepts.name}, ${progress.concept})`,
      masteryLevel: progress.masteryLevel,
      probability: progress.probability,
      evidence: progress.evidence,
      at: progress.createdAt,
    })
    .from(progress)
    .leftJoin(concepts, sql`${concepts.id}::text = ${progress.concept}`)
    .where(and(eq(progress.organizationId, db.organizationId), eq(progress.sessionId, sessionId)))
    .orderBy(asc(progress.createdAt));
}

export function listPath(db: OrganizationDb, sessionId: SessionId) {
  return db.sql
    .select({
      nodeId: sessionNodes.nodeId,
      nuggetId: narrativeNodes.nuggetId,
      choiceId: sessionNodes.choiceId,
      reason: sessionNodes.reason,
      at: sessionNodes.createdAt,
      viewedAt: sessionNodes.viewedAt,
    })
    .from(sessionNodes)
    .innerJoin(narrativeNodes, eq(narrativeNodes.id, sessionNodes.nodeId))
    .where(and(eq(sessionNodes.organizationId, db.organizationId), eq(sessionNodes.sessionId, sessionId)))
    .orderBy(asc(sessionNodes.step));
}

/** Writes outbox items in one batch; each may have been written before. */
export async function storeItems(
  db: OrganizationDb,
  session: Pick<SessionState, 'id' | 'learnerId'>,
  items: readonly OutboxItem[],
): Promise<void> {
  const [first, ...rest] = items.flatMap((item) => queriesFor(db, session, item));
  if (first !== undefined) await db.sql.batch([first, ...rest]);
}

function queriesFor(
  db: OrganizationDb,
  session: Pick<SessionState, 'id' | 'learnerId'>,
  item: OutboxItem,
): BatchItem<'pg'>[] {
  switch (item.kind) {
    case 'message':
      return storeMessage(db, session.id, item);
    case 'attempt': {
      const { attempt, progress: change } = item;
      return [
        ...storeAttempt(db, session.learnerId, session.id, {
          ...attempt,
          at: new Date(attempt.at),
          progress: change,
        }),
      ];
    }
    case 'step':
      return storeStep(db, session.id, item);
    case 'viewed':
      return [
        db.sql
          .update(sessionNodes)
          .set({ viewedAt: sql`coalesce(${sessionNodes.viewedAt}, ${item.at}::timestamptz)` })
          .where(
            and(
              eq(sessionNodes.organizationId, db.organizationId),
              eq(sessionNodes.sessionId, session.id),
              eq(sessionNodes.step, item.step),
            ),
          ),
      ];
    case 'flagged':
      return [
        db.sql
          .insert(analyticsEvents)
          .values({
            id: contentId(z.uuid(), 'flagged', item.turn),
            organizationId: db.organizationId,
            learnerId: session.learnerId,
            sessionId: session.id,
            name: FLAGGED_EVENT,
            createdAt: new Date(item.at),
          })
          .onConflictDoNothing(),
      ];
    case 'session':
      return storeSession(db, session, item);
    default:
      return item satisfies never;
  }
}

/**
 * A message that failed and was answered later comes again under its id, with the seq of its last event. Learners'
 * messages bear the client's id: where another session has that one, the row gets an id of its own.
 */
function storeMessage(
  db: OrganizationDb,
  sessionId: SessionId,
  { seq, at, message }: Extract<OutboxItem, { kind: 'message' }>,
) {
  const { messageId, role, content, status, citations, toolCalls, media } = message;
  const replaces = MessageId.nullable().parse(message.replaces ?? null);
  const said = { seq, content, status, citations, toolCalls, media, replaces };
  const own = contentId(MessageId, 'message', sessionId, messageId);
  const id = sql`(select case when exists (
    select 1 from messages m where m.id = ${messageId}::uuid and m.session_id <> ${sessionId}::uuid
  ) then ${own}::uuid else ${messageId}::uuid end)`;
  const { organizationId } = db;
  return [
    db.sql
      .insert(messages)
      .values({ id, organizationId, sessionId, role, createdAt: new Date(at), ...said })
      .onConflictDoUpdate({ target: messages.id, set: said, setWhere: eq(messages.sessionId, sessionId) }),
  ];
}

/** A step whose node the narrative no longer has is left out: its nugget's evidence stands by itself. */
function storeStep(
  db: OrganizationDb,
  sessionId: SessionId,
  { step, nodeId, choiceId, reason, at }: Extract<OutboxItem, { kind: 'step' }>,
) {
  if (nodeId === null) return [];
  return [
    db.sql.execute(sql`
      insert into ${sessionNodes} (id, organization_id, session_id, node_id, choice_id, reason, step, created_at)
      select gen_random_uuid(), ${db.organizationId}, ${sessionId}, ${nodeId}, ${choiceId}, ${reason}, ${step}, ${at}::timestamptz
      on conflict (session_id, step) do nothing`),
  ];
}

function storeSession(
  db: OrganizationDb,
  session: Pick<SessionState, 'id' | 'learnerId'>,
  item: Extract<OutboxItem, { kind: 'session' }>,
) {
  const lastActivity = new Date(item.lastActivity);
  const { organizationId } = db;
  return [
    db.sql
      .update(sessions)
      .set({
        lastActivity,
        currentNodeId: sql`(select n.id from narrative_nodes n where n.id = ${item.nodeId}::uuid and n.organization_id = ${organizationId})`,
        completedAt: item.completedAt === null ? null : new Date(item.completedAt),
        ...(item.summary === null ? {} : { summary: item.summary }),
      })
      .where(and(eq(sessions.organizationId, organizationId), eq(sessions.id, session.id))),
    db.sql
      .update(learners)
      .set({ lastActivity: sql`greatest(${learners.lastActivity}, ${item.lastActivity}::timestamptz)` })
      .where(and(eq(learners.organizationId, organizationId), eq(learners.id, session.learnerId))),
  ];
}
