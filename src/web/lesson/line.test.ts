import { describe, expect, it } from 'vitest';
import type { LineEvents, Socket } from '../api/link.ts';
import { eitherLine } from './line.ts';

/** A browser whose lines are opened and broken by hand. */
function world() {
  const lines: {
    kind: 'socket' | 'stream';
    on: Omit<LineEvents, 'opened'>;
    closed: boolean;
    sent: unknown[];
  }[] = [];
  const opened = (kind: 'socket' | 'stream', on: Omit<LineEvents, 'opened'>): Socket => {
    const line = { kind, on, closed: false, sent: [] as unknown[] };
    lines.push(line);
    return {
      send: (data) => void line.sent.push(data),
      close: () => {
        line.closed = true;
      },
    };
  };
  const net = { isReachable: true, opened: () => {} };
  const needs = eitherLine({
    open: (on) => {
      net.opened = on.opened;
      return opened('socket', on);
    },
    openStream: async (on) => opened('stream', on),
    isReachable: async () => net.isReachable,
    now: () => 0,
    after: () => () => undefined,
    random: () => 0,
  });
  const heard: string[] = [];
  const on: LineEvents = {
    opened: () => void heard.push('opened'),
    message: (text) => void heard.push(text),
    bytes: () => undefined,
    closed: (code) => void heard.push(String(code)),
  };
  /** Opens a line, and lets what was promised happen. */
  const open = async () => {
    const socket = needs.open(on);
    await new Promise((resolve) => setTimeout(resolve));
    const line = lines.at(-1);
    if (line === undefined) throw new Error('no line was opened');
    return { socket, line, socketOpened: net.opened };
  };
  const fail = async (code = 1006) => {
    const { line } = await open();
    line.on.closed(code);
    await new Promise((resolve) => setTimeout(resolve));
    return line.kind;
  };
  return { open, fail, heard, net };
}

describe('a lesson’s line', () => {
  it('goes over HTTP after two sockets in a row that could not be opened', async () => {
    const { open, fail, heard } = world();
    expect([await fail(), await fail()]).toEqual(['socket', 'socket']);
    const { line, socket } = await open();
    expect(line.kind).toBe('stream');
    line.on.message('words');
    expect(heard).toEqual(['1006', '1006', 'opened', 'words']);
    socket.send('more');
    expect(line.sent).toEqual(['more']);
    socket.close();
    expect(line.closed).toBe(true);
  });

  it('stays with sockets where one could be opened, where they were refused with a word, or where nothing gets through', async () => {
    const { open, fail, net } = world();
    await fail();
    const { line, socketOpened } = await open();
    socketOpened();
    line.on.closed(1006);
    expect([await fail(), await fail(1012), await fail(4401)]).toEqual(['socket', 'socket', 'socket']);
    net.isReachable = false;
    expect([await fail(), await fail(), await fail()]).toEqual(['socket', 'socket', 'socket']);
  });

  it('tries a socket once more after each stream that broke', async () => {
    const { fail } = world();
    const kinds: string[] = [];
    for (let i = 0; i < 6; i++) kinds.push(await fail());
    expect(kinds).toEqual(['socket', 'socket', 'stream', 'socket', 'stream', 'socket']);
  });

  it('closes a stream that came too late', async () => {
    const { fail, open } = world();
    await fail();
    await fail();
    const { line, socket } = await open();
    socket.close();
    expect(line.closed).toBe(true);
  });
});
