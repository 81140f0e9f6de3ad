/** The edge's door: requests and cron in, `src/app` does the rest. */
import { makeApp } from '../src/app/app.ts';
import { CRONS } from '../src/app/cron.ts';
import { type EdgeBindings, edgeDeps } from '../src/app/deps.ts';

export { OrganizationFeed } from './feed.ts';
export { RequestGate } from './gate.ts';
export { BudgetMeter } from './meter.ts';
export { TutorSession } from './session.ts';

const app = makeApp();

export default {
  fetch: (request, env, context) => app.fetch(request, edgeDeps(env, context), context),
  scheduled: (event, env, context) => CRONS[event.cron]?.(edgeDeps(env, context)),
} satisfies ExportedHandler<EdgeBindings>;
