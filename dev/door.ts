/**
 * The local run's front door. workerd drops a connection that was quiet for five seconds and does not say so before;
 * a client that asks again at that moment finds it closed, and on a busy machine that moment is wide. So clients speak
 * to Node, which keeps their connections for longer than any of them does, and every request gets a new one to workerd.
 * Cloudflare's edge is that door before a deployed Worker.
 */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Longer than browsers (60 s) and libraries keep a quiet connection. */
const QUIET_MS = 120_000;

/** Opens `port` of this machine to what listens at `inner`. */
export function openDoor(port: number, inner: URL): Promise<Server> {
  const to = { host: inner.hostname, port: Number(inner.port) };
  const door = createServer(
    { keepAliveTimeout: QUIET_MS, requestTimeout: 0, noDelay: true },
    (asked, answer) => carry(asked, answer, to),
  );
  door.on('upgrade', (asked, socket, head) => carrySocket(asked, { socket, head }, to));
  return new Promise((done, fail) => {
    door.once('error', fail);
    door.listen(port, '127.0.0.1', () => done(door));
  });
}

type Inner = { host: string; port: number };

/** What is said of one connection must not be said of the other. */
const HOP = new Set(['connection', 'keep-alive']);

function withoutHops(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!HOP.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

function carry(asked: IncomingMessage, answer: ServerResponse, inner: Inner): void {
  const { method, url: path, rawHeaders } = asked;
  const passed = request({ ...inner, method, path, headers: withoutHops(rawHeaders), agent: false });
  passed.once('response', (given) => {
    answer.writeHead(given.statusCode ?? 502, given.statusMessage, withoutHops(given.rawHeaders));
    // A stream of events may be quiet at first.
    answer.flushHeaders();
    given.pipe(answer);
    given.once('error', () => answer.destroy());
  });
  // Who has been answered already does not care that the other side stopped listening.
  passed.once('error', () => answer.headersSent || answer.destroy());
  answer.once('close', () => passed.destroy());
  asked.pipe(passed);
}

/** A WebSocket, from its first line on, as it comes. */
function carrySocket(
  { method, url, rawHeaders }: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
  inner: Inner,
): void {
  const passed: Socket = connect({ ...inner, noDelay: true }, () => {
    const lines = [`${method} ${url} HTTP/1.1`];
    for (let at = 0; at + 1 < rawHeaders.length; at += 2)
      lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
    passed.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    passed.write(head);
    passed.pipe(socket);
    socket.pipe(passed);
  });
  passed.once('error', () => socket.destroy());
  passed.once('close', () => socket.destroy());
  socket.once('error', () => passed.destroy());
  socket.once('close', () => passed.destroy());
}
