/** A class as its instructors see it: who learns what, and the evidence behind every number. */
import type { Databases } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { createRoute, json, listOf, only, pageQuery, personOf, router, time, z } from '../base/http.ts';
import { LearnerId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { listKeptCards, listRecentRows } from './class-queries.ts';
import { findLearner, listLearners, namesOf } from './learner-queries.ts';
import { readStanding } from './learner-routes.ts';
import { levelsToday } from './levels-today.ts';
import { atRisk } from './report.ts';
import { LearnerView, learnerView, NamedLevel, StandingView } from './standing-view.ts';

const pages = pagesOf('learners');

export type ClassRoutesNeeds = { databases: Databases; clock: () => Date };

const tags = ['Learners'];
const guard = only('instructor');

/** As much of the trail as anybody reads; the history of each concept is whole. */
const TRAIL_SHOWN = 200;

const Risk = z.object({ kind: z.string(), detail: z.string(), amount: z.number().int() });

/** A learner among others: each level says whether there are answers enough to rely on it. */
const Row = LearnerView.extend({
  masteryMap: z.array(NamedLevel.extend({ fewAnswers: z.boolean() })),
  risks: z.array(Risk),
});

const list = createRoute({
  method: 'get',
  path: '/api/admin/learners',
  ...guard,
  tags,
  description: 'Newest first, each with the reasons why somebody should look after them, if there are any.',
  request: { query: pageQuery },
  responses: { 200: json(listOf(Row)) },
});

export const Evidence = z
  .object({
    id: z.uuid(),
    concept: z.uuid(),
    name: z.string(),
    kind: z.string(),
    score: z.number(),
    confidence: z.number(),
    hintsUsed: z.number().int(),
    question: z.string().nullable(),
    answer: z.string().nullable(),
    evidence: z.string().nullable(),
    misconception: z.string().nullable(),
    sessionId: z.uuid().nullable(),
    at: time,
  })
  .openapi('Evidence');

const get = createRoute({
  method: 'get',
  path: '/api/admin/learners/{id}',
  ...guard,
  tags,
  description: 'Mastery as of today with its history, gaps, and the trail of evidence, newest first.',
  request: { params: z.object({ id: LearnerId }) },
  responses: {
    200: json(
      LearnerView.extend({ ...StandingView.shape, risks: z.array(Risk), evidence: z.array(Evidence) }),
    ),
  },
});

type Ctx = Parameters<typeof personOf<ClassRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

export const classRoutes = router<ClassRoutesNeeds>()
  .openapi(list, async (c) => {
    const db = dbOf(c);
    const { limit, cursor } = c.req.valid('query');
    const { rows: stored, nextCursor } = pages.cut(
      await listLearners(db, { limit, after: pages.after(cursor) }),
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    );
    const now = c.get('needs').clock();
    const cards = await listKeptCards(
      db,
      stored.map(({ id }) => id),
    );
    const rows = stored.map((row) => levelsToday(row, cards.get(row.id) ?? [], now));
    const concepts = rows.flatMap(({ masteryMap, knowledgeGaps }) => [
      ...Object.keys(masteryMap),
      ...knowledgeGaps,
    ]);
    const [names, recent] = await Promise.all([
      namesOf(db, [...new Set(concepts)]),
      listRecentRows(
        db,
        rows.map(({ id }) => id),
        now,
      ),
    ]);
    const risks = new Map(
      atRisk(
        rows.map(({ id, knowledgeGaps, lastActivity }) => ({
          learnerId: id,
          knowledgeGaps,
          lastActivity,
          ...(recent.get(id) ?? { rows: [], recentScores: [], flagged: 0 }),
        })),
        now,
      ).map((one) => [one.learnerId, one.risks]),
    );
    const items = rows.map((row) => {
      const view = learnerView(row, names);
      const scarce = recent.get(row.id)?.scarce;
      const masteryMap = view.masteryMap.map((one) => ({
        ...one,
        fewAnswers: scarce?.has(one.concept) === true,
      }));
      return { ...view, masteryMap, risks: risks.get(row.id) ?? [] };
    });
    return c.json({ items, nextCursor }, 200);
  })
  .openapi(get, async (c) => {
    const db = dbOf(c);
    const { id } = c.req.valid('param');
    const now = c.get('needs').clock();
    const learner = required(await findLearner(db, id), 'There is no such learner.');
    const [{ view, trail }, recent] = await Promise.all([
      readStanding(db, id, now),
      listRecentRows(db, [id], now),
    ]);
    const names = await namesOf(db, [...new Set(trail.map(({ concept }) => concept))]);
    const [risk] = atRisk(
      [
        {
          learnerId: id,
          knowledgeGaps: view.knowledgeGaps.map(({ concept }) => concept),
          lastActivity: learner.lastActivity,
          ...(recent.get(id) ?? { rows: [], recentScores: [], flagged: 0 }),
        },
      ],
      now,
    );
    return c.json(
      {
        ...learnerView(learner, new Map()),
        masteryMap: view.concepts.map(({ concept, name, masteryLevel }) => ({ concept, name, masteryLevel })),
        ...view,
        risks: risk?.risks ?? [],
        evidence: trail.slice(0, TRAIL_SHOWN).map(({ itemId: _, at, ...one }) => ({
          ...one,
          name: names.get(one.concept) ?? '',
          at: at.toISOString(),
        })),
      },
      200,
    );
  });
