import { describe, expect, it } from 'vitest';
import type { ClientFrame, MessageData, StoredEvent } from '../../tutoring/protocol.ts';
import { makeConversation } from './conversation.ts';
import type { SessionView } from './session.ts';

const session: SessionView = {
  id: 's',
  learnerId: 'l',
  mode: 'text',
  goal: null,
  currentNodeId: null,
  currentNode: null,
  pathHistory: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  lastActivity: '2026-01-01T00:00:00.000Z',
  completedAt: null,
};

/**
 * A server of the contract's rules: stores by frame id before it acknowledges, replays what was missed. `deaf`
 * drops what it hears, `mute` stores and loses the answer on the way.
 */
function server() {
  const events: StoredEvent[] = [];
  const stored = new Map<string, number>();
  const mode = { deaf: false, mute: false };
  let talk: ((text: string) => void) | undefined;
  let hangUp: ((code: number) => void) | undefined;
  const say = (frame: unknown) => {
    if (!mode.mute) talk?.(JSON.stringify(frame));
  };
  const hear = (frame: ClientFrame) => {
    if (mode.deaf) return;
    if (frame.event === 'session:join') {
      const missed = events.filter(({ seq }) => seq > frame.data.lastSeq);
      say({
        event: 'session:joined',
        data: { session, events: missed, lastSeq: events.length, partial: null },
      });
      return;
    }
    if (frame.event !== 'session:message') return;
    let seq = stored.get(frame.id);
    if (seq === undefined) {
      seq = events.length + 1;
      stored.set(frame.id, seq);
      const data: MessageData = {
        messageId: frame.id,
        role: 'user',
        content: frame.data.content,
        citations: [],
        toolCalls: [],
        media: [],
        status: 'complete',
      };
      const event: StoredEvent = { seq, event: 'session:message', data };
      events.push(event);
      say(event);
    }
    say({ event: 'session:ack', data: { id: frame.id, seq } });
  };
  return {
    events,
    mode,
    say,
    open: (on: { opened: () => void; message: (t: string) => void; closed: (c: number) => void }) => {
      talk = on.message;
      hangUp = on.closed;
      return {
        send: (data: string | ArrayBuffer) => {
          if (typeof data === 'string' && data !== 'ping') hear(JSON.parse(data));
        },
        close: () => {
          talk = undefined;
        },
      };
    },
    cut: (code = 1006) => hangUp?.(code),
  };
}

function setUp() {
  const far = server();
  const timers: (() => void)[] = [];
  const paints: (() => void)[] = [];
  const kept = new Map<string, ClientFrame>();
  let opened: (() => void) | undefined;
  let id = 0;
  const make = () =>
    makeConversation({
      open: (on) => {
        opened = on.opened;
        return far.open(on);
      },
      now: () => 0,
      after: (_ms, run) => {
        timers.push(run);
        return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0);
      },
      random: () => 0,
      newId: () => `id-${++id}`,
      beforePaint: (run) => void paints.push(run),
      store: {
        all: () => [...kept.values()],
        put: (frame) => void kept.set(frame.id, frame),
        remove: (frameId) => void kept.delete(frameId),
      },
    });
  return { far, timers, paints, kept, make, connect: () => opened?.() };
}

const words = (events: readonly StoredEvent[]) =>
  events.flatMap((event) => (event.event === 'session:message' ? [event.data.content] : []));

describe('conversation', () => {
  it('keeps what is written without a line and sends it once, in order', () => {
    const { far, make, connect, kept } = setUp();
    const talk = make();
    talk.start();
    talk.tell({ event: 'session:message', data: { content: 'one' } });
    talk.tell({ event: 'session:message', data: { content: 'two' } });
    expect(talk.outbox.value.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    connect();
    expect(words(far.events)).toEqual(['one', 'two']);
    expect(talk.outbox.value).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it('sends again what it cannot know to be heard, and it counts once', () => {
    const { far, make, connect, timers } = setUp();
    const talk = make();
    talk.start();
    connect();
    far.mode.mute = true;
    talk.tell({ event: 'session:message', data: { content: 'once' } });
    expect(talk.outbox.value.map(({ state }) => state)).toEqual(['sent']);
    far.cut();
    expect(talk.outbox.value.map(({ state }) => state)).toEqual(['waiting']);
    far.mode.mute = false;
    timers.at(-1)?.();
    connect();
    expect(words(far.events)).toEqual(['once']);
    expect(words(talk.lesson.value.events)).toEqual(['once']);
    expect(talk.outbox.value).toEqual([]);
  });

  it('takes up after a reload what was never acknowledged', () => {
    const { far, make, connect } = setUp();
    const before = make();
    before.start();
    connect();
    far.mode.deaf = true;
    before.tell({ event: 'session:message', data: { content: 'lost on the way' } });
    before.close();
    far.mode.deaf = false;
    const after = make();
    after.start();
    connect();
    expect(words(far.events)).toEqual(['lost on the way']);
    expect(after.outbox.value).toEqual([]);
  });

  it('asks for what it missed when events skip a number', () => {
    const { far, make, connect } = setUp();
    const talk = make();
    talk.start();
    connect();
    far.mode.mute = true;
    talk.tell({ event: 'session:message', data: { content: 'first' } });
    far.mode.mute = false;
    talk.tell({ event: 'session:message', data: { content: 'second' } });
    expect(words(talk.lesson.value.events)).toEqual(['first', 'second']);
  });

  it('paints whole words, once a frame', () => {
    const { far, make, connect, paints } = setUp();
    const talk = make();
    talk.start();
    connect();
    for (const [offset, text] of [
      [0, 'The re'],
      [6, 'ef grows [1'],
      [17, '] up'],
    ] as const) {
      far.say({ event: 'session:delta', data: { messageId: 'a', offset, text } });
    }
    expect(paints).toHaveLength(1);
    paints.pop()?.();
    expect(talk.painted.value?.text).toBe('The reef grows [1]');
  });

  it('keeps a refused message with the reason, to be sent again or let go', () => {
    const { far, make, connect } = setUp();
    const talk = make();
    talk.start();
    connect();
    far.mode.deaf = true;
    const id = talk.tell({ event: 'session:message', data: { content: 'too much' } });
    far.say({ event: 'error', data: { errorType: 'rate_limited', message: 'Too many requests.', id } });
    expect(talk.outbox.value).toMatchObject([{ state: 'refused', because: 'Too many requests.' }]);
    far.mode.deaf = false;
    talk.again(id);
    expect(words(far.events)).toEqual(['too much']);
    expect(talk.outbox.value).toEqual([]);
  });
});
