import { DurableObject } from 'cloudflare:workers';
import { z } from 'zod';
import type { FeedEvent } from '../src/base/feed.ts';

/** By which token a console listens, and until when. */
export type Listener = { jti: string; expiresAt: Date };

const Attachment = z.object({ expiresAt: z.number() });

const TOKEN_ENDED = 4401;

/** One object an organization: every open console hears what happens. It remembers nothing. */
export class OrganizationFeed extends DurableObject {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** The upgrade; whoever may listen was judged at the door, which says by which token in the query. */
  override fetch(request: Request): Response {
    const { searchParams } = new URL(request.url);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [searchParams.get('jti') ?? '']);
    server.serializeAttachment({ expiresAt: Number(searchParams.get('expiresAt')) } satisfies z.infer<
      typeof Attachment
    >);
    const offered = request.headers.get('Sec-WebSocket-Protocol')?.split(/\s*,\s*/) ?? [];
    const headers = new Headers(
      offered.includes('nuggets.v1') ? { 'Sec-WebSocket-Protocol': 'nuggets.v1' } : {},
    );
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  publish(event: FeedEvent): void {
    const frame = JSON.stringify(event);
    for (const socket of this.ctx.getWebSockets()) {
      const listens = Attachment.safeParse(socket.deserializeAttachment());
      if (listens.success && listens.data.expiresAt > Date.now()) socket.send(frame);
      else socket.close(TOKEN_ENDED, 'The token has ended.');
    }
  }

  /** The gate says that a token was revoked: its sockets close. */
  async tokenEnded(jti: string): Promise<void> {
    for (const socket of this.ctx.getWebSockets(jti)) socket.close(TOKEN_ENDED, 'The token has ended.');
  }

  override webSocketMessage(): void {
    // Listeners have nothing to say: pings never wake the object, all else is ignored.
  }

  override webSocketClose(): void {
    // Nothing is kept of a listener; the platform answers the close.
  }
}
