/**
 * The edge as it is deployed, with one door more, at which the local run's clock knocks: the runtime's own
 * (`/cdn-cgi/handler/scheduled`) fails for a Worker that serves assets (cloudflare/workers-sdk#9882). And with the
 * patience that Cloudflare's edge has with what a client still sends.
 */
import { type EdgeBindings, edgeDeps } from '../src/app/deps.ts';
import edge from '../workers/edge.ts';
import { CLOCK } from './clock.ts';
import { receivedWhole } from './whole-body.ts';

export * from '../workers/edge.ts';

export default {
  ...edge,
  fetch: async (request, env, context) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== CLOCK) return receivedWhole(request, (whole) => edge.fetch(whole, env, context));
    const { operatorToken } = edgeDeps(env, context).config;
    if (request.headers.get('Authorization') !== `Bearer ${operatorToken}`)
      return new Response(null, { status: 404 });
    const event = {
      cron: searchParams.get('cron') ?? '',
      scheduledTime: Date.now(),
      noRetry: () => undefined,
    };
    await edge.scheduled(event, env, context);
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler<EdgeBindings>;
