/**
 * The edge as it is deployed, with one door more, at which the local run's clock knocks: the runtime's own
 * (`/cdn-cgi/handler/scheduled`) fails for a Worker that serves assets (cloudflare/workers-sdk#9882).
 */
import { type EdgeBindings, edgeDeps } from '../src/app/deps.ts';
import edge from '../workers/edge.ts';
import { CLOCK } from './clock.ts';

export * from '../workers/edge.ts';

export default {
  ...edge,
  fetch: async (request, env, context) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== CLOCK) return edge.fetch(request, env, context);
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
