import { describe, expect, it } from 'vitest';
import { type LinkState, makeLink, type Socket, waitBefore } from './link.ts';

/** A world in which time passes by hand and sockets do what they are told. */
function world() {
  let time = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  let nextTimer = 0;
  const sockets: {
    on: { opened: () => void; message: (t: string) => void; closed: (c: number) => void };
    out: (string | ArrayBuffer)[];
    closed: boolean;
  }[] = [];
  const states: LinkState[] = [];
  const heard: string[] = [];
  const link = makeLink(
    {
      open: (on): Socket => {
        const socket = { on, out: [] as (string | ArrayBuffer)[], closed: false };
        sockets.push(socket);
        return {
          send: (text) => void socket.out.push(text),
          close: () => {
            socket.closed = true;
          },
        };
      },
      now: () => time,
      after: (ms, run) => {
        const id = nextTimer++;
        timers.set(id, { at: time + ms, run });
        return () => void timers.delete(id);
      },
      random: () => 0.5,
    },
    {
      state: (s) => void states.push(s),
      opened: () => void heard.push('opened'),
      message: (t) => void heard.push(t),
    },
  );
  const pass = (ms: number) => {
    const until = time + ms;
    for (;;) {
      const due = [...timers].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      timers.delete(due[0]);
      time = due[1].at;
      due[1].run();
    }
    time = until;
  };
  const socket = () => {
    const last = sockets.at(-1);
    if (last === undefined) throw new Error('no socket yet');
    return last;
  };
  return { link, pass, sockets, socket, states, heard };
}

describe('link', () => {
  it('comes back by itself, waiting longer each time', () => {
    const { link, pass, sockets, socket, states } = world();
    link.start();
    for (let i = 0; i < 5; i++) {
      socket().on.closed(1006);
      const state = states.at(-1);
      expect(state?.kind).toBe('waiting');
      pass(20_000);
    }
    expect(sockets).toHaveLength(6);
    expect([0, 1, 2, 3, 20].map((n) => waitBefore(n, 0.5))).toEqual([300, 600, 1200, 2400, 15_000]);
  });

  it('waits little again once frames have come through', () => {
    const { link, pass, socket, states } = world();
    link.start();
    for (let i = 0; i < 6; i++) {
      socket().on.closed(1006);
      pass(20_000);
    }
    socket().on.opened();
    socket().on.message('{}');
    socket().on.closed(1006);
    const state = states.at(-1);
    expect(state?.kind === 'waiting' && state.at - 120_000).toBe(300);
  });

  it('ends for good where the contract says so', () => {
    for (const [code, because] of [
      [4401, 'signed-out'],
      [4403, 'not-yours'],
      [4400, 'protocol'],
    ] as const) {
      const { link, pass, sockets, socket, states } = world();
      link.start();
      socket().on.opened();
      socket().on.closed(code);
      pass(100_000);
      expect(states.at(-1)).toEqual({ kind: 'ended', because });
      expect(sockets).toHaveLength(1);
    }
  });

  it('notices a line that went dead without a word', () => {
    const { link, pass, sockets, socket, heard } = world();
    link.start();
    socket().on.opened();
    pass(25_000);
    expect(socket().out).toEqual(['ping']);
    socket().on.message('pong');
    pass(25_000);
    expect(socket().out).toEqual(['ping', 'ping']);
    pass(9000);
    expect(sockets).toHaveLength(2);
    expect(heard).toEqual(['opened']);
  });

  it('asks soon whether anybody is there where words are not answered, and never because of sound', () => {
    const { link, pass, sockets, socket } = world();
    link.start();
    socket().on.opened();
    link.send('words');
    pass(6000);
    expect(socket().out).toEqual(['words', 'ping']);
    socket().on.message('pong');
    link.send('more');
    pass(5000);
    socket().on.message('{}');
    pass(10_000);
    expect(socket().out).toEqual(['words', 'ping', 'more']);
    link.send(new ArrayBuffer(8));
    pass(10_000);
    expect(socket().out).toHaveLength(4);
    link.send('lost');
    pass(15_000);
    expect(sockets).toHaveLength(2);
  });

  it('does not hear a socket that it has given up', () => {
    const { link, pass, sockets, heard } = world();
    link.start();
    sockets[0]?.on.closed(1006);
    pass(1000);
    sockets[0]?.on.message('late');
    sockets[0]?.on.closed(4401);
    sockets[1]?.on.opened();
    expect(heard).toEqual(['opened']);
  });

  it('sends only while open, and tries at once when told to', () => {
    const { link, sockets, socket } = world();
    link.start();
    expect(link.send('early')).toBe(false);
    socket().on.closed(1006);
    link.retry();
    expect(sockets).toHaveLength(2);
    socket().on.opened();
    expect(link.send('now')).toBe(true);
    link.retry();
    expect(sockets).toHaveLength(2);
    link.lost();
    expect(link.send('into nothing')).toBe(false);
    expect(socket().closed).toBe(true);
    link.retry();
    socket().on.opened();
    link.stop();
    expect(link.send('late')).toBe(false);
    expect(socket().closed).toBe(true);
  });
});
