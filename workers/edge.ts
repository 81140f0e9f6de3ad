/** The edge's door: requests and cron in, `src/app` does the rest. */
import { makeApp } from '../src/app/app.ts';
import { type SharedBindings, sharedDeps } from '../src/app/deps.ts';

export { OrganizationFeed } from './feed.ts';
export { RequestGate } from './gate.ts';
export { BudgetMeter } from './meter.ts';
export { TutorSession } from './session.ts';

export default {
  fetch: (request, env, context) => makeApp(sharedDeps(env)).fetch(request, env, context),
} satisfies ExportedHandler<SharedBindings>;
