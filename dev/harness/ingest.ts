/** Both workers joined, with one door more: the clock, which its harness moves by hand. */
import { CRONS } from '../../src/app/cron.ts';
import { type EdgeBindings, edgeDeps } from '../../src/app/deps.ts';
import both from '../both.ts';

export * from '../../workers/edge.ts';

const TICK = '/tick';
/** Later than any lease, so that what was left lying counts as left. */
const LATER_MS = 60 * 60_000;

export default {
  ...both,
  fetch: async (request, env, context) => {
    if (new URL(request.url).pathname !== TICK) return both.fetch(request, env, context);
    const deps = edgeDeps(env, context);
    await CRONS['* * * * *']?.({ ...deps, clock: () => new Date(Date.now() + LATER_MS) });
    return new Response('ticked');
  },
} satisfies ExportedHandler<EdgeBindings>;
