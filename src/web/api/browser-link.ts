import type { LinkNeeds } from './link.ts';

/** How a browser says that a socket was never opened, whatever the reason. */
const BROKEN = 1006;
const TOKEN_ENDED = 4401;

/** A refused socket comes without a reason; whoever is signed out must not try it for good. */
const isSignedOut = (): Promise<boolean> =>
  fetch('/api/auth/me', { cache: 'no-store' }).then(
    ({ status }) => status === 401,
    () => false,
  );

/** This browser's own socket, clock and chance, for a link to a path of the API. */
export function browserLink(path: string): LinkNeeds {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    open: (on) => {
      const socket = new WebSocket(`${scheme}://${location.host}${path}`, 'nuggets.v1');
      socket.binaryType = 'arraybuffer';
      let wasOpen = false;
      socket.onopen = () => {
        wasOpen = true;
        on.opened();
      };
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') on.message(data);
        else if (data instanceof ArrayBuffer) on.bytes(data);
      };
      socket.onclose = ({ code }) => {
        if (wasOpen || code !== BROKEN) return on.closed(code);
        void isSignedOut().then((is) => on.closed(is ? TOKEN_ENDED : code));
      };
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
