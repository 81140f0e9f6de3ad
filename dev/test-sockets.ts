/** A client of the session's socket for tests in workerd: sends frames, keeps what comes, waits for what is to come. */
import { env, runInDurableObject, SELF } from 'cloudflare:test';
import { z } from 'zod';
import type { OrganizationId } from '../src/base/ids.ts';
import { SessionId } from '../src/base/ids.ts';
import { objectName } from '../src/tutoring/live.ts';
import { ORIGIN, type TestPerson } from './test-people.ts';

const Frame = z.object({
  event: z.string(),
  seq: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Frame = z.infer<typeof Frame>;

const PATIENCE_MS = 15_000;

export type TestSocket = {
  frames: Frame[];
  /** What came in binary. */
  sounds: ArrayBuffer[];
  raw: WebSocket;
  /** Sends a frame under a new id (or the one given) and returns the id. */
  send: (event: string, data: unknown, id?: string) => string;
  /** The first frame that fits, now or later; waits so many milliseconds at most. */
  until: (fits: (frame: Frame) => boolean, what?: string, patience?: number) => Promise<Frame>;
  ack: (id: string) => Promise<number | null>;
  /** The assistant's message after a seq. */
  reply: (after?: number) => Promise<Frame>;
  join: (lastSeq?: number) => Promise<Frame>;
  closed: Promise<number>;
  close: () => void;
  durable: () => Frame[];
};

export const openAs = (
  person: TestPerson,
  sessionId: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  SELF.fetch(`${ORIGIN}/api/learning/sessions/${sessionId}/ws`, {
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Protocol': `nuggets.v1, bearer.${person.token}`,
      ...headers,
    },
  });

/** Opens a session's socket; it must be allowed. */
export async function openSocket(person: TestPerson, sessionId: string): Promise<TestSocket> {
  const response = await openAs(person, sessionId);
  const { webSocket } = response;
  if (response.status !== 101 || webSocket === null)
    throw new Error(`no socket: ${response.status} ${await response.text()}`);
  webSocket.binaryType = 'arraybuffer';
  webSocket.accept();
  const frames: Frame[] = [];
  const sounds: ArrayBuffer[] = [];
  const waiting = new Set<() => void>();
  webSocket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) sounds.push(data);
    if (typeof data !== 'string' || data === 'pong') return;
    frames.push(Frame.parse(JSON.parse(data)));
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<number>((resolve) =>
    webSocket.addEventListener('close', ({ code }) => resolve(code)),
  );

  const until: TestSocket['until'] = (fits, what = 'frame', patience = PATIENCE_MS) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = frames.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(
          new Error(
            `waited in vain for ${what}; came: ${frames.map(({ event, seq }) => `${event}#${seq ?? ''}`).join(' ')}`,
          ),
        );
      }, patience);
      waiting.add(look);
      look();
    });

  const send: TestSocket['send'] = (event, data, id = crypto.randomUUID()) => {
    webSocket.send(JSON.stringify({ event, id, data }));
    return id;
  };

  return {
    frames,
    sounds,
    raw: webSocket,
    send,
    until,
    ack: async (id) => {
      const { data } = await until(
        ({ event, data }) => event === 'session:ack' && data['id'] === id,
        `ack of ${id}`,
      );
      return z.number().nullable().parse(data['seq']);
    },
    reply: (after = 0) =>
      until(
        ({ event, seq = 0, data }) =>
          event === 'session:message' && data['role'] === 'assistant' && seq > after,
        'a reply',
      ),
    join: async (lastSeq = 0) => {
      const id = send('session:join', { lastSeq });
      await until(({ event, data }) => event === 'session:ack' && data['id'] === id, 'ack of a join');
      return until((frame) => frame === frames.findLast(({ event }) => event === 'session:joined'), 'joined');
    },
    closed,
    close: () => webSocket.close(1000),
    durable: () => frames.filter(({ seq }) => seq !== undefined),
  };
}

/** The object of a session. */
export const objectOf = (organizationId: OrganizationId, sessionId: string) =>
  env.SESSIONS.get(env.SESSIONS.idFromName(objectName(organizationId, SessionId.parse(sessionId))));

/** Ends the object where it stands, as a crash or a deploy would: memory and sockets gone, storage kept. */
export async function crash(object: ReturnType<typeof objectOf>): Promise<void> {
  const end = runInDurableObject(object, (_instance, state) => state.abort('crashed'));
  await end.catch(() => undefined);
}
