/** A learner's own standing, what is due, and what comes next. */
import type { Databases, OrganizationDb } from '../base/db.ts';
import { createRoute, json, only, personOf, plainText, router, time, z } from '../base/http.ts';
import type { LearnerId } from '../base/ids.ts';
import type { Models } from '../models/port.ts';
import { DAILY_REVIEWS, dueToday } from './due.ts';
import { homesOf, listEvidence, namesOf } from './learner-queries.ts';
import { nextFor } from './next.ts';
import { findStanding } from './standing-queries.ts';
import { StandingView, standingView } from './standing-view.ts';

export type LearnerRoutesNeeds = {
  databases: Databases;
  models: Pick<Models, 'embed'>;
  /** What lessons know of a learner's way. */
  paths: { seen: (db: OrganizationDb, learnerId: LearnerId) => Promise<string[]> };
  clock: () => Date;
};

const tags = ['Learning'];
const guard = only('user');

/** What evidence says is told for so many attempts; older ones are in the numbers only. */
export const WORDS_KEPT = 2000;

const progress = createRoute({
  method: 'get',
  path: '/api/learning/progress',
  ...guard,
  tags,
  description: 'Mastery of every concept there is evidence on, as of today, with its history and forecast.',
  responses: { 200: json(StandingView) },
});

export const DueView = z
  .object({
    concept: z.string(),
    name: z.string(),
    masteryLevel: z.number().int(),
    /** Chance of recalling it now, 0–1. */
    retrievability: z.number(),
    /** Days until the chance sinks to 90 %, as of the last review. */
    stability: z.number(),
    lastReview: time.nullable(),
    due: time,
    nuggetId: z.string().nullable(),
    nodeId: z.string().nullable(),
  })
  .openapi('DueConcept');

const review = createRoute({
  method: 'get',
  path: '/api/learning/review',
  ...guard,
  tags,
  description: 'Concepts due today, most forgotten first, documents in turn; at most `dailyCap` a day.',
  responses: {
    200: json(
      z.object({
        items: z.array(DueView),
        nextCursor: z.null(),
        dailyCap: z.number().int(),
        doneToday: z.number().int(),
      }),
    ),
  },
});

export const StepView = z
  .object({
    nodeId: z.string(),
    nuggetId: z.string(),
    title: z.string().nullable(),
    kind: z.string(),
    /** One sentence. */
    reason: z.string(),
    expectedSuccess: z.number(),
    /** Minutes. */
    estimatedTime: z.number().nullable(),
  })
  .openapi('PlannedStep');

const next = createRoute({
  method: 'get',
  path: '/api/learning/next',
  ...guard,
  tags,
  description: 'The planned next nodes and why. `goal` stands in for the goals of the profile.',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(5),
      goal: plainText(500, 1).optional(),
    }),
  },
  responses: { 200: json(z.object({ items: z.array(StepView), nextCursor: z.null() })) },
});

type Ctx = Parameters<typeof personOf<LearnerRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

/** Standing, names and words of one learner, as learner and instructor both see them. */
export async function readStanding(db: OrganizationDb, learnerId: LearnerId, now: Date) {
  const [standing, trail] = await Promise.all([
    findStanding(db, learnerId, now),
    listEvidence(db, learnerId, WORDS_KEPT),
  ]);
  const names = await namesOf(db, Object.keys(standing.estimates));
  const words = new Map<string, string>(trail.map(({ id, evidence }) => [id, evidence ?? '']));
  return { view: standingView(standing, names, words, now), trail };
}

export const learnerRoutes = router<LearnerRoutesNeeds>()
  .openapi(progress, async (c) => {
    const { view } = await readStanding(dbOf(c), personOf(c).learnerId, c.get('needs').clock());
    return c.json(view, 200);
  })
  .openapi(review, async (c) => {
    const db = dbOf(c);
    const now = c.get('needs').clock();
    const [standing, found] = await Promise.all([findStanding(db, personOf(c).learnerId, now), homesOf(db)]);
    const homes = new Map<string, (typeof found)[number]>(found.map((home) => [home.conceptId, home]));
    const { concepts, doneToday } = dueToday(standing, homes, now);
    const names = await namesOf(
      db,
      concepts.map(({ conceptId }) => conceptId),
    );
    const items = concepts.flatMap(({ conceptId, due, retrievability }) => {
      const card = standing.cards[conceptId];
      const name = names.get(conceptId);
      if (card === undefined || name === undefined) return [];
      return [
        {
          concept: conceptId,
          name,
          masteryLevel: standing.masteryMap[conceptId] ?? 0,
          retrievability,
          stability: card.stability,
          lastReview: card.lastReview === null ? null : new Date(card.lastReview).toISOString(),
          due: new Date(due).toISOString(),
          nuggetId: homes.get(conceptId)?.nuggetId ?? null,
          nodeId: homes.get(conceptId)?.nodeId ?? null,
        },
      ];
    });
    return c.json({ items, nextCursor: null, dailyCap: DAILY_REVIEWS, doneToday }, 200);
  })
  .openapi(next, async (c) => {
    const { models, paths, clock } = c.get('needs');
    const { limit, goal } = c.req.valid('query');
    const steps = await nextFor({ db: dbOf(c), models, seen: paths.seen, clock }, personOf(c).learnerId, {
      goal,
      limit,
    });
    const items = steps.map(({ nodeId, nuggetId, title, kind, reason, expectedSuccess, estimatedTime }) => ({
      ...{ nodeId, nuggetId, title, kind, reason, expectedSuccess, estimatedTime },
    }));
    return c.json({ items, nextCursor: null }, 200);
  });
