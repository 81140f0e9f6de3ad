/** The edge as it is deployed, with two doors more: its harness may end a session's object where it stands, and ask which life it is in. */
import type { EdgeBindings } from '../../src/app/deps.ts';
import edge from '../../workers/edge.ts';
import { TutorSession as Deployed } from '../../workers/session.ts';

export { OrganizationFeed } from '../../workers/feed.ts';
export { RequestGate } from '../../workers/gate.ts';
export { BudgetMeter } from '../../workers/meter.ts';

const EVICT = '/evict/';
const BORN = '/born/';

export class TutorSession extends Deployed {
  private readonly born = crypto.randomUUID();

  override async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(EVICT)) this.ctx.abort('evicted');
    if (pathname.startsWith(BORN)) return new Response(this.born);
    return super.fetch(request);
  }
}

export default {
  fetch: async (request, env, context) => {
    const { pathname } = new URL(request.url);
    const prefix = [EVICT, BORN].find((one) => pathname.startsWith(one));
    if (prefix === undefined) return edge.fetch(request, env, context);
    const name = decodeURIComponent(pathname.slice(prefix.length));
    return env.SESSIONS.get(env.SESSIONS.idFromName(name))
      .fetch(request)
      .catch(() => new Response('evicted'));
  },
} satisfies ExportedHandler<EdgeBindings>;
