/** What the answers say about the questions, and the ways walked about the narrative. */
import type { Databases, OrganizationDb } from '../base/db.ts';
import { createRoute, json, only, personOf, router, z } from '../base/http.ts';
import { analyseItems } from './item-analysis.ts';
import { type Path, pathStatistics } from './path-statistics.ts';
import { listItemAnswers, titlesOf } from './report-queries.ts';

export type ReportRoutesNeeds = {
  databases: Databases;
  /** Paths walked in lessons, the latest first. */
  paths: { walked: (db: OrganizationDb) => Promise<Path[]> };
};

const tags = ['Reports'];
const guard = only('instructor');

const items = createRoute({
  method: 'get',
  path: '/api/admin/reports/items',
  ...guard,
  tags,
  description: 'Each question’s difficulty, discrimination and options; flagged ones first.',
  responses: {
    200: json(
      z.object({
        items: z.array(
          z.object({
            itemId: z.string(),
            question: z.string().nullable(),
            answers: z.number().int(),
            difficulty: z.number(),
            discrimination: z.number().nullable(),
            options: z.array(
              z.object({ option: z.string(), chosen: z.number().int(), strength: z.number().nullable() }),
            ),
            flags: z.array(z.string()),
          }),
        ),
      }),
    ),
  },
});

const paths = createRoute({
  method: 'get',
  path: '/api/admin/reports/paths',
  ...guard,
  tags,
  description: 'What learners choose, where they turn back, and where they leave; most visited nodes first.',
  responses: {
    200: json(
      z.object({
        sessions: z.number().int(),
        learners: z.number().int(),
        completed: z.number().nullable(),
        medianLength: z.number().nullable(),
        nodes: z.array(
          z.object({
            nodeId: z.string(),
            title: z.string(),
            visits: z.number().int(),
            revisits: z.number().int(),
            left: z.number().int(),
            choices: z.array(
              z.object({
                choiceId: z.string(),
                text: z.string(),
                taken: z.number().int(),
                share: z.number(),
              }),
            ),
          }),
        ),
      }),
    ),
  },
});

type Ctx = Parameters<typeof personOf<ReportRoutesNeeds>>[0];
const dbOf = (c: Ctx) => c.get('needs').databases.forOrganization(personOf(c).organizationId);

export const reportRoutes = router<ReportRoutesNeeds>()
  .openapi(items, async (c) => {
    const answers = await listItemAnswers(dbOf(c));
    const asked = new Map(answers.map(({ itemId, question }) => [itemId, question]));
    const reports = analyseItems(answers).map((report) => ({
      ...report,
      question: asked.get(report.itemId) ?? null,
    }));
    return c.json({ items: reports }, 200);
  })
  .openapi(paths, async (c) => {
    const db = dbOf(c);
    const { nodes, ...figures } = pathStatistics(await c.get('needs').paths.walked(db));
    const titles = await titlesOf(
      db,
      nodes.map(({ nodeId }) => nodeId),
    );
    const named = nodes.map(({ choices, ...node }) => ({
      ...node,
      title: titles.get(node.nodeId) ?? '',
      choices: choices.map((choice) => ({ ...choice, text: titles.get(choice.choiceId) ?? '' })),
    }));
    return c.json({ ...figures, nodes: named }, 200);
  });
