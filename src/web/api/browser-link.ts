import type { LinkNeeds } from './link.ts';

/** This browser's own socket, clock and chance, for a link to a path of the API. */
export function browserLink(path: string): LinkNeeds {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    open: (on) => {
      const socket = new WebSocket(`${scheme}://${location.host}${path}`, 'nuggets.v1');
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => on.opened();
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') on.message(data);
        else if (data instanceof ArrayBuffer) on.bytes(data);
      };
      socket.onclose = ({ code }) => on.closed(code);
      return {
        send: (data) => socket.send(data),
        close: () => socket.close(),
      };
    },
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  };
}
