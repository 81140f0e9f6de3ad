import { expect, test } from 'vitest';
import { receivedWhole } from './whole-body.ts';

/** A request whose sender tells how much of it was taken, in pieces of 64 KiB. */
function sent(pieces: number) {
  const state = { taken: 0, over: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (state.taken === pieces) {
        state.over = true;
        controller.close();
      } else {
        state.taken += 1;
        controller.enqueue(new Uint8Array(65_536));
      }
    },
  });
  const request = new Request<unknown, IncomingRequestCfProperties>('http://edge/', { method: 'POST', body });
  return { request, state };
}

/** The same on the runtime's own streams, of which one read at a time is all that they take. */
function sentNatively(pieces: number) {
  const state = { taken: 0, over: false };
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const send = async () => {
    for (; state.taken < pieces; state.taken += 1) await writer.write(new Uint8Array(65_536));
    state.over = true;
    await writer.close();
  };
  void send();
  const request = new Request<unknown, IncomingRequestCfProperties>('http://edge/', {
    method: 'POST',
    body: readable,
  });
  return { request, state };
}

test.each([
  ['who never looks at the body', async () => undefined],
  [
    'who stops in the middle of it',
    async (body: ReadableStream<Uint8Array>) => {
      const reader = body.getReader();
      await reader.read();
      await reader.cancel();
    },
  ],
  [
    'who forgets the reader',
    async (body: ReadableStream<Uint8Array>) => {
      await body.getReader().read();
    },
  ],
  [
    'who reads it all',
    async (body: ReadableStream<Uint8Array>) => {
      expect((await new Response(body).arrayBuffer()).byteLength).toBe(40 * 65_536);
    },
  ],
  [
    'who leaves while it waits for more',
    async (body: ReadableStream<Uint8Array>) => {
      const reader = body.getReader();
      await reader.read();
      void reader.read().catch(() => undefined);
      await reader.cancel();
    },
  ],
])('a request is received whole by a Worker %s', async (_who, look) => {
  for (const { request, state } of [sent(40), sentNatively(40)]) {
    const response = await receivedWhole(request, async ({ body }) => {
      if (body !== null) await look(body);
      return new Response('refused', { status: 403 });
    });
    expect(response.status).toBe(403);
    expect(state).toEqual({ taken: 40, over: true });
  }
});
