/** The same events as the socket's, as server-sent events, for networks that let no socket through. */
import type { Outgoing } from './journal.ts';

const line = (event: Outgoing): string =>
  `event: ${event.event}\n${'seq' in event ? `id: ${event.seq}\n` : ''}data: ${JSON.stringify(event)}\n\n`;

export type EventStream = {
  readable: ReadableStream<Uint8Array>;
  send: (event: Outgoing) => void;
  end: () => void;
};

/** `closed` is called once, when it ended or the reader went away. */
export function openEventStream(closed: () => void): EventStream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closed();
  };
  writer.closed.catch(() => undefined).finally(close);
  return {
    readable,
    send: (event) => {
      if (isOpen) writer.write(encoder.encode(line(event))).catch(close);
    },
    end: () => {
      if (isOpen) writer.close().catch(() => undefined);
      close();
    },
  };
}
