/** The same events as the socket's, as server-sent events, for networks that let no socket through. */
import type { Outgoing } from './journal.ts';
import type { JoinedEvent } from './sockets.ts';

const line = (event: Outgoing | JoinedEvent): string =>
  `event: ${event.event}\n${'seq' in event ? `id: ${event.seq}\n` : ''}data: ${JSON.stringify(event)}\n\n`;

export type EventStream = {
  readable: ReadableStream<Uint8Array>;
  send: (event: Outgoing | JoinedEvent) => void;
  /** Says that it still stands. */
  beat: () => void;
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
  const write = (text: string): void => {
    if (isOpen) writer.write(encoder.encode(text)).catch(close);
  };
  return {
    readable,
    send: (event) => write(line(event)),
    beat: () => write(':\n\n'),
    end: () => {
      if (isOpen) writer.close().catch(() => undefined);
      close();
    },
  };
}
