/**
 * The least that a lesson could be: a Durable Object that hands words on to the model and its answer back, and keeps nothing.
 * Under `/store/…` it stores the words before it hands them on, as whatever promises to lose none must.
 */
import { DurableObject } from 'cloudflare:workers';
import { z } from 'zod';

type Bindings = { MODEL_URL: string; RELAY: DurableObjectNamespace<Relay> };

const Chunk = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })),
});

export class Relay extends DurableObject<Bindings> {
  override fetch(request: Request): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    const stores = new URL(request.url).pathname.startsWith('/store/');
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS said (words TEXT)');
    this.ctx.acceptWebSocket(server, stores ? ['stores'] : []);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, content: string): Promise<void> {
    if (this.ctx.getTags(socket).includes('stores'))
      this.ctx.storage.sql.exec('INSERT INTO said (words) VALUES (?)', content);
    const response = await fetch(`${this.env.MODEL_URL}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content }] }),
    });
    if (response.body === null) throw new Error('the model said nothing');
    let rest = '';
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.hand(line, socket);
    }
    socket.send(JSON.stringify({ done: true }));
  }

  private hand(line: string, socket: WebSocket): void {
    if (!line.startsWith('data: {')) return;
    const text = Chunk.parse(JSON.parse(line.slice(6))).choices[0]?.delta.content ?? '';
    if (text !== '') socket.send(JSON.stringify({ text }));
  }
}

export default {
  fetch: (request, env) => env.RELAY.get(env.RELAY.idFromName(request.url)).fetch(request),
} satisfies ExportedHandler<Bindings>;
