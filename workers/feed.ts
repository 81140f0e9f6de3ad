import { DurableObject } from 'cloudflare:workers';
import type { FeedEvent } from '../src/base/feed.ts';

/** One object an organization: every open console hears what happens. It remembers nothing. */
export class OrganizationFeed extends DurableObject {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** The upgrade; whoever may listen was judged at the door. */
  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  publish(event: FeedEvent): void {
    const frame = JSON.stringify(event);
    for (const socket of this.ctx.getWebSockets()) socket.send(frame);
  }

  override webSocketMessage(): void {
    // Listeners have nothing to say: pings never wake the object, all else is ignored.
  }
}
