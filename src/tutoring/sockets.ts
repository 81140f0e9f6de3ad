/** The sockets of one session: who is on them, what they say, and what they are told. They sleep with the object. */
import { z } from 'zod';
import { AppError, toAppError } from '../base/errors.ts';
import type { Conductor } from './conductor.ts';
import { admit, CLOSE, errorFrame, type Flow, MOST_STRIKES, readFrame } from './frames.ts';
import type { Outgoing } from './journal.ts';
import { Visitor } from './live.ts';
import type { ClientFrame, StoredEvent } from './protocol.ts';
import { addSound, type Recording, startRecording, wholeOf } from './recording.ts';
import type { SessionView } from './view.ts';

/** What a sleeping socket remembers: who is on it, whether they have joined, how often they broke the protocol. */
const Attachment = z.object({
  visitor: Visitor,
  mayWrite: z.boolean(),
  joined: z.boolean(),
  strikes: z.number(),
});
type Attachment = z.infer<typeof Attachment>;

export type SocketNeeds = {
  state: Pick<DurableObjectState, 'acceptWebSocket' | 'getWebSockets'>;
  conductor: () => Conductor;
  view: () => SessionView;
  now: () => Date;
};

type JoinedEvent = {
  event: 'session:joined';
  data: {
    session: SessionView;
    events: StoredEvent[];
    lastSeq: number;
    partial: { messageId: string; text: string } | null;
  };
};

type EphemeralSound = { messageId: string; index: number; mimeType: string; last: boolean };

export type Sockets = ReturnType<typeof openSockets>;

export function openSockets({ state, conductor, view, now }: SocketNeeds) {
  // Reading an attachment back costs more than a delta is worth.
  const attachments = new WeakMap<WebSocket, Attachment>();
  const flows = new WeakMap<WebSocket, Flow>();
  const recordings = new WeakMap<WebSocket, Recording>();
  const hearing = new Map<string, Promise<string>>();

  function attached(socket: WebSocket): Attachment {
    const known = attachments.get(socket) ?? Attachment.parse(socket.deserializeAttachment());
    attachments.set(socket, known);
    return known;
  }

  function attach(socket: WebSocket, attachment: Attachment): void {
    socket.serializeAttachment(attachment);
    attachments.set(socket, attachment);
  }

  /** A socket that broke a moment ago is no error: whoever was on it comes back and is told what was missed. */
  function tell(socket: WebSocket, event: Outgoing | JoinedEvent | string | Uint8Array): void {
    try {
      socket.send(typeof event === 'string' || event instanceof Uint8Array ? event : JSON.stringify(event));
    } catch {
      // Its close event does the rest.
    }
  }

  /** A frame that breaks the protocol is answered; the tenth in a row ends it. */
  function strike(socket: WebSocket, error: Outgoing): void {
    const who = attached(socket);
    attach(socket, { ...who, strikes: who.strikes + 1 });
    tell(socket, error);
    if (who.strikes + 1 >= MOST_STRIKES) socket.close(CLOSE.protocol, 'The protocol was broken repeatedly.');
  }

  function join(socket: WebSocket, lastSeq: number): void {
    const who = attached(socket);
    attach(socket, { ...who, joined: true });
    tell(socket, { event: 'session:joined', data: { session: view(), ...conductor().join(lastSeq) } });
    if (who.mayWrite) conductor().markViewed();
  }

  /** What was said becomes a message like any other. A stop that comes twice is acknowledged twice and heard once. */
  async function finishRecording(
    socket: WebSocket,
    id: string,
    acknowledge: (seq: number | null) => void,
  ): Promise<void> {
    const recording = recordings.get(socket);
    recordings.delete(socket);
    if (recording === undefined) {
      const heard = hearing.get(id);
      if (heard !== undefined) await heard.catch(() => undefined);
      return conductor().acknowledgeAgain(id, acknowledge);
    }
    const understood = conductor().understand(wholeOf(recording), recording.mimeType);
    hearing.set(id, understood);
    try {
      await conductor().submit(id, { kind: 'voice', content: await understood }, acknowledge);
    } finally {
      hearing.delete(id);
    }
  }

  /** A piece of a recording; nothing else comes in binary. */
  function record(socket: WebSocket, piece: ArrayBuffer): void {
    const recording = recordings.get(socket);
    if (recording === undefined) {
      strike(socket, errorFrame('validation_error', 'No recording has been started.'));
      return;
    }
    try {
      addSound(recording, piece);
    } catch (thrown) {
      recordings.delete(socket);
      const { errorType, message } = toAppError(thrown);
      tell(socket, errorFrame(errorType, message));
    }
  }

  async function obey(socket: WebSocket, frame: ClientFrame): Promise<void> {
    const who = attached(socket);
    if (frame.event === 'session:join') {
      join(socket, frame.data.lastSeq);
      return tell(socket, { event: 'session:ack', data: { id: frame.id, seq: null } });
    }
    if (!who.mayWrite) throw new AppError('authorization_error', 'Only the learner speaks here.');
    // Whoever speaks listens from then on.
    if (!who.joined) attach(socket, { ...who, joined: true });
    const acknowledge = (seq: number | null) =>
      tell(socket, { event: 'session:ack', data: { id: frame.id, seq } });
    switch (frame.event) {
      case 'session:message':
        await conductor().submit(frame.id, { kind: 'message', content: frame.data.content }, acknowledge);
        return;
      case 'session:answer':
        await conductor().submit(frame.id, { kind: 'answer', ...frame.data }, acknowledge);
        return;
      case 'session:hint':
        await conductor().submit(frame.id, { kind: 'hint', ...frame.data }, acknowledge);
        return;
      case 'session:choice':
        await conductor().submit(frame.id, { kind: 'choice', ...frame.data }, acknowledge);
        return;
      case 'session:cancel':
        conductor().cancel(frame.data.messageId, frame.data.heard);
        return acknowledge(null);
      case 'session:voice:start':
        recordings.set(socket, startRecording(frame.data.mimeType));
        conductor().hush(frame.data.heard);
        return acknowledge(null);
      case 'session:voice:stop':
        return finishRecording(socket, frame.id, acknowledge);
      default:
        frame satisfies never;
    }
  }

  return {
    accept: (request: Request, visitor: Visitor, mayWrite: boolean): Response => {
      const { 0: client, 1: server } = new WebSocketPair();
      state.acceptWebSocket(server, [visitor.jti]);
      attach(server, { visitor, mayWrite, joined: false, strikes: 0 });
      const offered = request.headers.get('Sec-WebSocket-Protocol')?.split(/\s*,\s*/) ?? [];
      const headers = new Headers(
        offered.includes('nuggets.v1') ? { 'Sec-WebSocket-Protocol': 'nuggets.v1' } : {},
      );
      return new Response(null, { status: 101, webSocket: client, headers });
    },

    /** To all who have joined; says whether the learner was among them. */
    send: (event: Outgoing): boolean => {
      const frame = JSON.stringify(event);
      let hasReached = false;
      for (const socket of state.getWebSockets()) {
        const { joined, mayWrite } = attached(socket);
        if (!joined || socket.readyState !== WebSocket.OPEN) continue;
        tell(socket, frame);
        hasReached ||= mayWrite;
      }
      return hasReached;
    },

    /** To the learner alone: whoever looks on reads. */
    sendSound: (header: EphemeralSound, audio: Uint8Array): void => {
      const frame = JSON.stringify({ event: 'session:voice:audio', data: header });
      for (const socket of state.getWebSockets()) {
        const { joined, mayWrite } = attached(socket);
        if (!joined || !mayWrite || socket.readyState !== WebSocket.OPEN) continue;
        tell(socket, frame);
        tell(socket, audio);
      }
    },

    hear: async (socket: WebSocket, data: string | ArrayBuffer): Promise<void> => {
      const who = attached(socket);
      if (who.visitor.expiresAt <= now().getTime())
        return socket.close(CLOSE.tokenEnded, 'The token has ended.');
      // Sound comes in many pieces; its size is what is bounded.
      if (typeof data !== 'string') return record(socket, data);
      const { flow, allowed } = admit(flows.get(socket), now().getTime());
      flows.set(socket, flow);
      if (!allowed) return strike(socket, errorFrame('rate_limited', 'Too many frames at once.'));
      const read = readFrame(data);
      if (read.kind === 'wrong') return strike(socket, errorFrame(read.errorType, read.message, read.id));
      if (who.strikes > 0) attach(socket, { ...who, strikes: 0 });
      try {
        await obey(socket, read.frame);
      } catch (thrown) {
        const { errorType, message } = toAppError(thrown);
        tell(socket, errorFrame(errorType, message, read.frame.id));
      }
    },

    /** The gate says that a token has ended. */
    tokenEnded: (jti: string): void => {
      for (const socket of state.getWebSockets(jti)) socket.close(CLOSE.tokenEnded, 'The token has ended.');
    },

    closeAll: (code: number, reason: string): void => {
      for (const socket of state.getWebSockets()) socket.close(code, reason);
    },
  };
}
