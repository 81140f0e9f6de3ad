import type { Databases } from '../base/db.ts';
import { createRoute, json, only, personOf, router, time, z } from '../base/http.ts';
import { readContent, readEngagement, readMastery } from './analytics-queries.ts';
import { everyDay, PeriodQuery, periodOf } from './period.ts';

export type AnalyticsNeeds = { databases: Databases; clock: () => Date };

const whole = z.number().int();

export const Analytics = z
  .object({
    from: time,
    to: time,
    engagement: z.object({
      activeLearners: whole,
      sessions: whole,
      completedSessions: whole,
      messages: whole,
      minutes: whole,
      byDay: z.array(z.object({ day: z.string(), activeLearners: whole, sessions: whole, messages: whole })),
    }),
    content: z.object({
      documents: whole,
      nuggets: z.object({ total: whole, published: whole, byStatus: z.record(z.string(), whole) }),
      /** Made in the period, by status. */
      jobs: z.record(z.string(), whole),
      mostViewed: z.array(
        z.object({ nuggetId: z.uuid(), title: z.string().nullable(), views: whole, learners: whole }),
      ),
    }),
    mastery: z.object({
      attempts: whole,
      /** 0–1; null where nothing was attempted. */
      averageScore: z.number().nullable(),
      byDay: z.array(z.object({ day: z.string(), attempts: whole, averageScore: z.number().nullable() })),
      /** As they stand now; levels are 0–100. */
      concepts: z.array(
        z.object({
          concept: z.uuid(),
          name: z.string(),
          learners: whole,
          averageLevel: z.number(),
          mastered: whole,
          gaps: whole,
        }),
      ),
    }),
  })
  .openapi('Analytics');

type Engagement = z.infer<typeof Analytics>['engagement'];
type Content = z.infer<typeof Analytics>['content'];
type Mastery = z.infer<typeof Analytics>['mastery'];
type Period = ReturnType<typeof periodOf>;

function engagementView(
  { sums, byDay, messagesByDay }: Awaited<ReturnType<typeof readEngagement>>,
  period: Period,
): Engagement {
  const said = new Map(messagesByDay.map(({ day, messages }) => [day, messages]));
  const days = everyDay(period, byDay, { activeLearners: 0, sessions: 0 });
  return {
    activeLearners: sums?.activeLearners ?? 0,
    sessions: sums?.sessions ?? 0,
    completedSessions: sums?.completedSessions ?? 0,
    messages: messagesByDay.reduce((sum, { messages }) => sum + messages, 0),
    minutes: sums?.minutes ?? 0,
    byDay: days.map((row) => ({ ...row, messages: said.get(row.day) ?? 0 })),
  };
}

function contentView({ nuggets, documents, jobs, viewed }: Awaited<ReturnType<typeof readContent>>): Content {
  return {
    documents,
    nuggets: {
      total: nuggets.reduce((sum, row) => sum + row.nuggets, 0),
      published: nuggets.reduce((sum, row) => sum + row.published, 0),
      byStatus: Object.fromEntries(nuggets.map((row) => [row.status, row.nuggets])),
    },
    jobs: Object.fromEntries(jobs.map((row) => [row.status, row.jobs])),
    mostViewed: viewed,
  };
}

function masteryView({ byDay, byConcept }: Awaited<ReturnType<typeof readMastery>>, period: Period): Mastery {
  const attempts = byDay.reduce((sum, row) => sum + row.attempts, 0);
  const scores = byDay.reduce((sum, row) => sum + row.averageScore * row.attempts, 0);
  const quiet: { attempts: number; averageScore: number | null } = { attempts: 0, averageScore: null };
  return {
    attempts,
    averageScore: attempts === 0 ? null : scores / attempts,
    byDay: everyDay<{ day: string; attempts: number; averageScore: number | null }>(period, byDay, quiet),
    concepts: byConcept,
  };
}

export const analyticsRoutes = router<AnalyticsNeeds>().openapi(
  createRoute({
    method: 'get',
    path: '/api/admin/analytics',
    summary: 'Engagement, content and mastery over a time',
    ...only('instructor'),
    request: { query: PeriodQuery },
    responses: { 200: json(Analytics) },
  }),
  async (c) => {
    const { databases, clock } = c.get('needs');
    const period = periodOf(c.req.valid('query'), clock());
    const db = databases.forOrganization(personOf(c).organizationId);
    const [engagement, content, mastery] = await Promise.all([
      readEngagement(db, period),
      readContent(db, period),
      readMastery(db, period),
    ]);
    return c.json(
      {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        engagement: engagementView(engagement, period),
        content: contentView(content),
        mastery: masteryView(mastery, period),
      },
      200,
    );
  },
);
