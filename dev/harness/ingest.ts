/** Both workers joined, with one door more: the clock, which its harness moves by hand. It lends the parsers' assets too. */
import { CRONS } from '../../src/app/cron.ts';
import { type EdgeBindings, edgeDeps } from '../../src/app/deps.ts';
import both from '../both.ts';

export * from '../../workers/edge.ts';

const TICK = '/tick';
/** Later than any lease, so that what was left lying counts as left. */
const LATER_MS = 60 * 60_000;

type Bindings = EdgeBindings & {
  /** Where the harness serves what the ingest worker carries with it. */
  ASSETS_URL: string;
};

export default {
  queue: (batch, env, context) => {
    const fetchAsset = (url: RequestInfo | URL) => fetch(env.ASSETS_URL + new URL(String(url)).pathname);
    return both.queue(batch, { ...env, ASSETS: { fetch: fetchAsset } }, context);
  },
  fetch: async (request, env, context) => {
    if (new URL(request.url).pathname !== TICK) return both.fetch(request, env, context);
    const deps = edgeDeps(env, context);
    await CRONS['* * * * *']?.({ ...deps, clock: () => new Date(Date.now() + LATER_MS) });
    return new Response('ticked');
  },
} satisfies ExportedHandler<Bindings, unknown>;
