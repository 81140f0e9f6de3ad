import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
import { analyticsEvents } from '../base/tables.ts';
import type { KeptCard } from './levels-today.ts';
import type { ProgressRow } from './standing.ts';
import { attempts, progress, reviews } from './tables.ts';

/** As far back as a trend is read. */
const RECENT_MS = 14 * 86_400_000;
/** Scores of the last answers that tell whether somebody fails. */
const RECENT_SCORES = 10;

/** In the analytics: a message that the moderation stopped. */
export const FLAGGED_EVENT = 'session.flagged';

export type Recent = {
  rows: ProgressRow[];
  recentScores: number[];
  /** The concepts of which too little is known for their level to be relied on. */
  scarce: ReadonlySet<string>;
  /** Messages that the moderation stopped. */
  flagged: number;
};

/** From so many pieces of evidence a level is more than a first impression; a person's own word is enough by itself. */
const ENOUGH_EVIDENCE = 3;

const Cards = z.array(
  z.object({
    concept: z.string(),
    stability: z.number(),
    lastReview: z.number(),
    own: z.number(),
    average: z.number(),
  }),
);

/** Rows of before a card was kept with what lasts of its level are left out. */
const cards = sql<unknown>`coalesce(jsonb_agg(jsonb_build_object(
    'concept', ${reviews.conceptId}, 'stability', state->'stability', 'lastReview', state->'lastReview',
    'own', state->'own', 'average', state->'average'))
  filter (where jsonb_typeof(state->'own') = 'number' and jsonb_typeof(state->'lastReview') = 'number'), '[]'::jsonb)`;

/** The review cards of learners, each with what lasts of its concept's level. */
export async function listKeptCards(
  db: OrganizationDb,
  ids: readonly LearnerId[],
): Promise<ReadonlyMap<string, KeptCard[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.sql
    .select({ learnerId: reviews.learnerId, cards })
    .from(reviews)
    .where(and(eq(reviews.organizationId, db.organizationId), inArray(reviews.learnerId, [...ids])))
    .groupBy(reviews.learnerId);
  return new Map(rows.map(({ learnerId, cards: own }) => [learnerId, Cards.parse(own)]));
}

/** What changed for learners of late, and how their last answers went, in one round trip however many they are. */
export async function listRecentRows(
  db: OrganizationDb,
  ids: readonly LearnerId[],
  now: Date,
): Promise<ReadonlyMap<string, Recent>> {
  if (ids.length === 0) return new Map();
  const since = new Date(now.getTime() - RECENT_MS);
  const [changes, answers, seen, stopped] = await db.sql.batch([
    db.sql
      .select()
      .from(progress)
      .where(
        and(
          eq(progress.organizationId, db.organizationId),
          inArray(progress.learnerId, [...ids]),
          gt(progress.createdAt, since),
        ),
      ),
    db.sql
      .select({ learnerId: attempts.learnerId, score: attempts.score })
      .from(attempts)
      .where(
        and(
          eq(attempts.organizationId, db.organizationId),
          inArray(attempts.learnerId, [...ids]),
          eq(attempts.kind, 'answer'),
          gt(attempts.at, since),
        ),
      )
      .orderBy(asc(attempts.at), asc(attempts.id)),
    db.sql
      .select({ learnerId: attempts.learnerId, concept: attempts.conceptId })
      .from(attempts)
      .where(and(eq(attempts.organizationId, db.organizationId), inArray(attempts.learnerId, [...ids])))
      .groupBy(attempts.learnerId, attempts.conceptId)
      .having(sql`count(*) < ${ENOUGH_EVIDENCE} and not bool_or(${attempts.kind} = 'override')`),
    db.sql
      .select({ learnerId: analyticsEvents.learnerId, n: count() })
      .from(analyticsEvents)
      .where(
        and(
          eq(analyticsEvents.organizationId, db.organizationId),
          inArray(analyticsEvents.learnerId, [...ids]),
          eq(analyticsEvents.name, FLAGGED_EVENT),
          gt(analyticsEvents.createdAt, since),
        ),
      )
      .groupBy(analyticsEvents.learnerId),
  ]);
  const rows = Map.groupBy(changes, ({ learnerId }) => learnerId);
  const scores = Map.groupBy(answers, ({ learnerId }) => learnerId);
  const scarce = Map.groupBy(seen, ({ learnerId }) => learnerId);
  return new Map(
    ids.map((id) => [
      id,
      {
        rows: (rows.get(id) ?? []).map((row) => ({
          attemptId: row.attemptId ?? row.id,
          conceptId: row.concept,
          previousLevel: row.previousLevel ?? row.masteryLevel,
          masteryLevel: row.masteryLevel,
          probability: row.probability ?? row.masteryLevel / 100,
          evidence: 1,
          at: row.createdAt,
        })),
        recentScores: (scores.get(id) ?? []).slice(-RECENT_SCORES).map(({ score }) => score),
        scarce: new Set((scarce.get(id) ?? []).map(({ concept }) => concept)),
        flagged: stopped.find(({ learnerId }) => learnerId === id)?.n ?? 0,
      },
    ]),
  );
}
