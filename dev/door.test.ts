import { Agent, createServer, request, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openDoor } from './door.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const urlOf = (server: Server, scheme = 'http'): URL => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return new URL(`${scheme}://127.0.0.1:${address.port}`);
};

/** A door before a server that drops whoever was quiet for a moment. */
async function doorBefore(inner: Server): Promise<Server> {
  inner.keepAliveTimeout = 1;
  await new Promise<void>((done) => inner.listen(0, '127.0.0.1', done));
  const door = await openDoor(0, urlOf(inner));
  servers.push(inner, door);
  return door;
}

/** Says back what it was asked, and with which headers. */
const echo = () =>
  createServer((asked, answer) => {
    answer.setHeader('Set-Cookie', ['a=1', 'b=2']);
    answer.writeHead(201, { 'X-Asked': `${asked.method} ${asked.url} ${asked.headers.host}` });
    asked.pipe(answer);
  });

test('a connection is kept though the server behind drops its own', async () => {
  const door = await doorBefore(echo());
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<{ reused: boolean; text: string }>((done, fail) => {
      const asked = request(urlOf(door), { method: 'POST', agent }, async (answer) => {
        const text = (await answer.toArray()).join('');
        done({ reused: asked.reusedSocket, text });
      });
      asked.once('error', fail);
      asked.end('one');
    });
  expect(await ask()).toEqual({ reused: false, text: 'one' });
  await new Promise((wait) => setTimeout(wait, 1500));
  expect(await ask()).toEqual({ reused: true, text: 'one' });
  agent.destroy();
});

test('nothing is lost on the way: path, host, repeated headers, bodies of every length', async () => {
  const door = await doorBefore(echo());
  const body = new Uint8Array(3_000_000).fill(7);
  const answer = await fetch(new URL('/a%20b?c=%00', urlOf(door)), { method: 'PUT', body });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('X-Asked')).toBe(`PUT /a%20b?c=%00 ${urlOf(door).host}`);
  expect(answer.headers.get('Set-Cookie')).toBe('a=1, b=2');
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
});

test('events come as they are sent, and who stops listening is noticed', async () => {
  let noticed = () => {};
  const gone = new Promise<void>((done) => (noticed = done));
  const door = await doorBefore(
    createServer((_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
      answer.write('data: 1\n\n');
      answer.once('close', noticed);
    }),
  );
  const stop = new AbortController();
  const answer = await fetch(urlOf(door), { signal: stop.signal });
  const first = await answer.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
  stop.abort();
  await gone;
});

test('a WebSocket passes both ways, with its protocol and its closing code', async () => {
  const inner = createServer();
  new WebSocketServer({ server: inner }).on('connection', (socket) =>
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
      socket.close(4401);
    }),
  );
  const door = await doorBefore(inner);
  const socket = new WebSocket(urlOf(door, 'ws'), ['nuggets.v1', 'bearer.x']);
  const heard: string[] = [];
  const closed = new Promise<number>((done) => socket.once('close', done));
  socket.once('open', () => socket.send('hello'));
  socket.on('message', (data) => heard.push(String(data)));
  expect(await closed).toBe(4401);
  expect([socket.protocol, ...heard]).toEqual(['nuggets.v1', 'hello']);
});
