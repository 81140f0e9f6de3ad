/**
 * How a lesson reaches the server: by socket, and where a network lets none through, quietly over plain HTTP. The code for that
 * comes when it is needed.
 */
import type { LineEvents, LinkNeeds, Socket } from '../api/link.ts';

/** So many sockets in a row that could not be opened, though the network was there, mean that none will. */
const ENOUGH = 2;
/** How a browser says that a socket was never opened, or broke without a word. */
const BROKEN = 1006;

type LineNeeds = LinkNeeds & {
  /** A line over HTTP, which is open at once. */
  openStream: (on: Omit<LineEvents, 'opened'>) => Promise<Socket>;
  /** Whether plain HTTP gets through right now. */
  isReachable: () => Promise<boolean>;
};

export function eitherLine(needs: LineNeeds): LinkNeeds {
  let failed = 0;

  const socket = (on: LineEvents): Socket => {
    let wasOpen = false;
    return needs.open({
      ...on,
      opened: () => {
        wasOpen = true;
        failed = 0;
        on.opened();
      },
      closed: (code) => {
        if (!wasOpen && code === BROKEN)
          void needs.isReachable().then((is) => {
            if (is) failed++;
          });
        on.closed(code);
      },
    });
  };

  const stream = (on: LineEvents): Socket => {
    let opened: Socket | undefined;
    let isClosed = false;
    const closed = (code: number) => {
      // A socket is tried once before the next: this network may be another.
      failed = ENOUGH - 1;
      on.closed(code);
    };
    needs.openStream({ ...on, closed }).then(
      (line) => {
        opened = line;
        if (isClosed) line.close();
        else on.opened();
      },
      () => closed(BROKEN),
    );
    return {
      send: (data) => opened?.send(data),
      close: () => {
        isClosed = true;
        opened?.close();
      },
    };
  };

  return { ...needs, open: (on) => (failed < ENOUGH ? socket(on) : stream(on)) };
}
