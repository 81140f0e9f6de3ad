import type { Databases } from '../base/db.ts';
import { createRoute, json, only, personOf, router, time, z } from '../base/http.ts';
import { settingsFor } from '../settings/settings.ts';
import { type GroupBy, readCosts } from './cost-queries.ts';
import { everyDay, type Period, PeriodQuery, periodOf } from './period.ts';

export type CostNeeds = { databases: Databases; clock: () => Date };

const Cost = z.object({
  /** The day, model, learner's id or task; null for what no learner caused. */
  key: z.string().nullable(),
  /** The learner's name. */
  name: z.string().nullable(),
  usd: z.number(),
  calls: z.number().int(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  characters: z.number(),
  audioSeconds: z.number(),
  images: z.number(),
});
type Cost = z.infer<typeof Cost>;

export const Costs = z
  .object({
    from: time,
    to: time,
    groupBy: z.enum(['day', 'model', 'learner', 'task']),
    totalUsd: z.number(),
    items: z.array(Cost),
    nextCursor: z.null(),
    /** The calendar month under way (UTC): spent so far, the cap, and what it comes to at this pace. */
    month: z.object({ spentUsd: z.number(), capUsd: z.number().nullable(), forecastUsd: z.number() }),
  })
  .openapi('Costs');

const NOTHING = {
  name: null,
  usd: 0,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  characters: 0,
  audioSeconds: 0,
  images: 0,
} as const satisfies Omit<Cost, 'key'>;

function itemsOf(groupBy: GroupBy, costs: Awaited<ReturnType<typeof readCosts>>, period: Period): Cost[] {
  const items = costs.groups.map((group) => ({ ...group, name: costs.names.get(group.key ?? '') ?? null }));
  if (groupBy !== 'day') return items;
  const days = items.map(({ key, ...rest }) => ({ ...rest, day: key ?? '' }));
  return everyDay<Omit<Cost, 'key'> & { day: string }>(period, days, NOTHING).map(({ day, ...rest }) => ({
    ...rest,
    key: day,
  }));
}

const monthStart = (now: Date, plus = 0) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + plus));

/** A month's spending if it goes on as it has: straight on, by the share of the month that is over. */
export function forecast(spentUsd: number, now: Date): number {
  const [start, end] = [monthStart(now).getTime(), monthStart(now, 1).getTime()];
  const share = Math.max((now.getTime() - start) / (end - start), 1 / 31);
  return spentUsd / share;
}

export const costRoutes = router<CostNeeds>().openapi(
  createRoute({
    method: 'get',
    path: '/api/admin/analytics/costs',
    summary: 'What model calls cost, in US dollars at list prices',
    ...only('admin'),
    request: {
      query: PeriodQuery.extend({ groupBy: z.enum(['day', 'model', 'learner', 'task']).default('day') }),
    },
    responses: { 200: json(Costs) },
  }),
  async (c) => {
    const needs = c.get('needs');
    const { groupBy, ...asked } = c.req.valid('query');
    const now = needs.clock();
    const period = periodOf(asked, now);
    const { organizationId } = personOf(c);
    const [costs, { caps }] = await Promise.all([
      readCosts(needs.databases.forOrganization(organizationId), period, { groupBy, month: monthStart(now) }),
      settingsFor(needs, { organizationId }),
    ]);
    return c.json(
      {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        groupBy,
        totalUsd: costs.groups.reduce((sum, { usd }) => sum + usd, 0),
        items: itemsOf(groupBy, costs, period),
        nextCursor: null,
        month: {
          spentUsd: costs.monthUsd,
          capUsd: caps.organization,
          forecastUsd: forecast(costs.monthUsd, now),
        },
      },
      200,
    );
  },
);
