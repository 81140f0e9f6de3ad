/** The days on which somebody learnt, as the reader's own calendar has them. */
import type { Databases } from '../base/db.ts';
import { createRoute, json, only, personOf, router, z } from '../base/http.ts';
import { momentsLearnt } from './days-queries.ts';

const WEEKS_TOLD = 26;
const WEEK_MS = 7 * 86_400_000;

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

export const daysRoutes = router<{ databases: Databases; clock: () => Date }>().openapi(days, async (c) => {
  const { timeZone } = c.req.valid('query');
  const { learnerId, organizationId } = personOf(c);
  const { databases, clock } = c.get('needs');
  const since = new Date(clock().getTime() - WEEKS_TOLD * WEEK_MS);
  const moments = await momentsLearnt(databases.forOrganization(organizationId), learnerId, since);
  // Sweden writes a date as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return c.json({ days: [...new Set(moments.map((moment) => day.format(moment)))].sort() }, 200);
});
