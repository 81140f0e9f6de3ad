/** The edge as it is deployed, with one door more: its harness may end a session's object where it stands. */
import type { EdgeBindings } from '../../src/app/deps.ts';
import edge from '../../workers/edge.ts';
import { TutorSession as Deployed } from '../../workers/session.ts';

export { OrganizationFeed } from '../../workers/feed.ts';
export { RequestGate } from '../../workers/gate.ts';
export { BudgetMeter } from '../../workers/meter.ts';

const EVICT = '/evict/';

export class TutorSession extends Deployed {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname.startsWith(EVICT)) this.ctx.abort('evicted');
    return super.fetch(request);
  }
}

export default {
  fetch: async (request, env, context) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(EVICT)) return edge.fetch(request, env, context);
    const name = decodeURIComponent(pathname.slice(EVICT.length));
    return env.SESSIONS.get(env.SESSIONS.idFromName(name))
      .fetch(request)
      .catch(() => new Response('evicted'));
  },
} satisfies ExportedHandler<EdgeBindings>;
