/**
 * The socket's life: connect, keep alive, and when it breaks come back by itself, quietly and without a stampede.
 * Knows nothing of lessons. The socket, the clock and chance are lent, so that it runs in a test.
 */

export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'open' }
  /** Tries again at `at`, milliseconds of `needs.now`. */
  | { kind: 'waiting'; at: number }
  /** Does not come back by itself: signed out, not one's own, or we broke the protocol. */
  | { kind: 'ended'; because: 'signed-out' | 'not-yours' | 'protocol' | 'closed' };

export type Socket = { send: (data: string | ArrayBuffer) => void; close: () => void };

export type LineEvents = {
  opened: () => void;
  message: (text: string) => void;
  bytes: (data: ArrayBuffer) => void;
  closed: (code: number) => void;
};

export type LinkNeeds = {
  /** Opens a socket; after `closed` nothing more comes from it. */
  open: (on: LineEvents) => Socket;
  now: () => number;
  /** Runs once after so many milliseconds; the returned function prevents it. */
  after: (ms: number, run: () => void) => () => void;
  /** 0 to 1. */
  random: () => number;
};

export type Link = {
  start: () => void;
  /** False where nothing is open to send it over. */
  send: (data: string | ArrayBuffer) => boolean;
  /** Tries at once, as when the network is back or the reader asks. */
  retry: () => void;
  /** The network is known to be gone: a line that only seems to stand is given up at once. */
  lost: () => void;
  stop: () => void;
};

/** Close codes of the contract: these end it, all others are weather. */
const ENDS: Record<number, 'signed-out' | 'not-yours' | 'protocol'> = {
  4401: 'signed-out',
  4403: 'not-yours',
  4400: 'protocol',
};

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 20_000;
/** A proxy drops a silent connection after a minute or so. */
const PING_MS = 25_000;
/** Whoever has said something is answered by a word at least; where none comes, the line may have gone unnoticed. */
const ANSWER_WITHIN_MS = 6000;
const PONG_WITHIN_MS = 8000;

/** Half the wait is fixed and half is chance, doubling to a limit: milliseconds before the n-th try, from 0. */
export const waitBefore = (tries: number, random: number): number => {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return full / 2 + (full / 2) * random;
};

export function makeLink(
  needs: LinkNeeds,
  on: {
    state: (state: LinkState) => void;
    opened: () => void;
    message: (text: string) => void;
    bytes?: (data: ArrayBuffer) => void;
  },
): Link {
  let socket: Socket | undefined;
  /** Grows with every socket, so that a late word of an old one is not heard. */
  let generation = 0;
  let isOpen = false;
  let tries = 0;
  let stopTimer = () => {};

  const schedule = (ms: number, run: () => void) => {
    stopTimer();
    stopTimer = needs.after(ms, run);
  };

  const abandon = () => {
    generation++;
    isOpen = false;
    stopTimer();
    socket?.close();
    socket = undefined;
  };

  const breakOff = (code: number) => {
    abandon();
    const end = ENDS[code];
    if (end !== undefined) return on.state({ kind: 'ended', because: end });
    const ms = waitBefore(tries++, needs.random());
    on.state({ kind: 'waiting', at: needs.now() + ms });
    schedule(ms, connect);
  };

  const keepAlive = (silence = PING_MS) =>
    schedule(silence, () => {
      socket?.send('ping');
      schedule(PONG_WITHIN_MS, () => breakOff(0));
    });

  function connect(): void {
    abandon();
    const mine = generation;
    on.state({ kind: 'connecting' });
    socket = needs.open({
      opened: () => {
        if (mine !== generation) return;
        isOpen = true;
        keepAlive();
        on.state({ kind: 'open' });
        on.opened();
      },
      message: (text) => {
        if (mine !== generation) return;
        // Whatever comes proves the line; only real frames prove that the other end works.
        keepAlive();
        if (text === 'pong') return;
        tries = 0;
        on.message(text);
      },
      bytes: (data) => {
        if (mine !== generation) return;
        keepAlive();
        on.bytes?.(data);
      },
      closed: (code) => {
        if (mine === generation) breakOff(code);
      },
    });
  }

  return {
    start: connect,
    send: (data) => {
      if (!isOpen || socket === undefined) return false;
      socket.send(data);
      // Sound may take long to go out, and nothing answers it.
      if (typeof data === 'string') keepAlive(ANSWER_WITHIN_MS);
      return true;
    },
    retry: () => {
      if (isOpen) return;
      connect();
    },
    lost: () => {
      if (isOpen) breakOff(0);
    },
    stop: () => {
      abandon();
      on.state({ kind: 'ended', because: 'closed' });
    },
  };
}
