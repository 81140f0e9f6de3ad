/** A learner's device as a careful client is: it keeps what it saw, resends what was not acknowledged, and counts what is wrong. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';

const Frame = z.object({
  event: z.string(),
  seq: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Event = { event: string; seq: number; data: Record<string, unknown> };
const Missed = z.array(
  z.object({ event: z.string(), seq: z.number(), data: z.record(z.string(), z.unknown()) }),
);

export type Wrong = { gaps: number; doubled: number; changed: number; acksMoved: number };

export type Device = {
  /** Durable events by seq, as this device saw them. */
  events: Event[];
  wrong: Wrong;
  reconnects: () => number;
  /** Frames that went out once more, and those that went out before others which were made earlier. */
  sentTwice: () => number;
  reordered: () => number;
  /** Sends until acknowledged, over as many connections as it takes; resolves with the ack's seq. */
  send: (event: string, data: object, id?: string) => Promise<number>;
  /** Sends a frame once more, whatever became of it. */
  again: (id: string) => void;
  until: (fits: (event: Event) => boolean, what: string) => Promise<Event>;
  /** Resolves at the next delta. */
  firstWord: () => Promise<void>;
  close: () => void;
};

/** How long a device that is connected waits: a runtime that was killed answers nobody until it has started again. */
const PATIENCE_MS = 120_000;
const TICK_MS = 500;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export function openDevice(address: () => string, token: string, random: () => number): Device {
  const events: Event[] = [];
  const wrong: Wrong = { gaps: 0, doubled: 0, changed: 0, acksMoved: 0 };
  const unacknowledged = new Map<string, string>();
  const sent = new Map<string, string>();
  const acks = new Map<string, number>();
  const watchers = new Set<() => void>();
  const patience = new Set<() => void>();
  const errors: string[] = [];
  let deltas = 0;
  let socket: WebSocket | undefined;
  let reconnects = -1;
  let sentTwice = 0;
  let reordered = 0;
  let isOpen = true;

  const look = () => {
    for (const watcher of [...watchers]) watcher();
  };

  function see(event: Event): void {
    const last = events.at(-1)?.seq ?? 0;
    if (event.seq === last + 1) events.push(event);
    else if (event.seq > last + 1) wrong.gaps += 1;
    else if (JSON.stringify(events[event.seq - 1]) === JSON.stringify(event)) wrong.doubled += 1;
    else wrong.changed += 1;
  }

  function hear(raw: string): void {
    const frame = Frame.parse(JSON.parse(raw));
    if (frame.event === 'session:joined')
      for (const missed of Missed.parse(frame.data['events'])) see(missed);
    else if (frame.event === 'session:delta') deltas += 1;
    else if (frame.event === 'error') errors.push(JSON.stringify(frame.data));
    else if (frame.event === 'session:ack') {
      const [id, seq] = [String(frame.data['id']), Number(frame.data['seq'] ?? 0)];
      if (acks.has(id) && acks.get(id) !== seq) wrong.acksMoved += 1;
      acks.set(id, seq);
      unacknowledged.delete(id);
    } else if (frame.seq !== undefined) see({ event: frame.event, seq: frame.seq, data: frame.data });
    look();
  }

  function connect(): void {
    if (!isOpen) return;
    reconnects += 1;
    const mine = new WebSocket(address(), ['nuggets.v1', `bearer.${token}`], { handshakeTimeout: 5000 });
    socket = mine;
    mine.on('message', (raw, isBinary) => {
      if (mine === socket && !isBinary) hear(String(raw));
    });
    mine.on('open', () => {
      mine.send(
        JSON.stringify({
          event: 'session:join',
          id: randomUUID(),
          data: { lastSeq: events.at(-1)?.seq ?? 0 },
        }),
      );
      // In an order of their own: what was sent first need not arrive first.
      const frames = [...unacknowledged.values()];
      const isTurned = random() < 0.5;
      sentTwice += frames.length;
      reordered += isTurned ? Math.max(0, frames.length - 1) : 0;
      for (const frame of isTurned ? frames.reverse() : frames) mine.send(frame);
    });
    mine.on('error', () => undefined);
    mine.on('close', () => {
      if (mine === socket) void pause(20 + random() * 80).then(connect);
    });
  }

  const sawLast = (): string =>
    `${events
      .slice(-6)
      .map(({ event, seq }) => `${event}#${seq}`)
      .join(
        ' ',
      )}; errors: ${errors.slice(-3).join(' ')}; last: ${JSON.stringify(events.at(-1)?.data).slice(0, 600)}`;

  const until = <T>(ready: () => T | undefined, what: string): Promise<T> =>
    new Promise((done, fail) => {
      let leftMs = PATIENCE_MS;
      const rest = () => {
        watchers.delete(watch);
        patience.delete(wait);
      };
      const watch = () => {
        const found = ready();
        if (found === undefined) return;
        rest();
        done(found);
      };
      const wait = () => {
        leftMs -= TICK_MS;
        if (leftMs > 0) return;
        rest();
        fail(new Error(`waited in vain for ${what}; saw ${sawLast()}`));
      };
      watchers.add(watch);
      patience.add(wait);
      watch();
    });

  const clock = setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN) for (const wait of [...patience]) wait();
  }, TICK_MS);

  connect();
  return {
    events,
    wrong,
    reconnects: () => reconnects,
    sentTwice: () => sentTwice,
    reordered: () => reordered,
    send: (event, data, id = randomUUID()) => {
      const frame = JSON.stringify({ event, id, data });
      unacknowledged.set(id, frame);
      sent.set(id, frame);
      if (socket?.readyState === WebSocket.OPEN) socket.send(frame);
      return until(() => acks.get(id), `the ack of ${event}`);
    },
    again: (id) => {
      const frame = sent.get(id);
      if (frame === undefined || socket?.readyState !== WebSocket.OPEN) return;
      sentTwice += 1;
      socket.send(frame);
    },
    until: (fits, what) => until(() => events.find(fits), what),
    firstWord: () => {
      const before = deltas;
      return until(() => (deltas > before ? null : undefined), 'a word').then(() => undefined);
    },
    close: () => {
      isOpen = false;
      clearInterval(clock);
      socket?.terminate();
    },
  };
}
