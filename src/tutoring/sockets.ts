/** The sockets of one session: who is on them, what they say, and what they are told. They sleep with the object. */
import { AppError, toAppError } from '../base/errors.ts';
import { openBadges } from './badges.ts';
import type { Conductor } from './conductor.ts';
import { admit, CLOSE, errorFrame, type Flow, MOST_STRIKES, readFrame } from './frames.ts';
import type { Outgoing } from './journal.ts';
import type { Visitor } from './live.ts';
import { obey } from './obey.ts';
import type { ClientFrame, EphemeralEvent, StoredEvent } from './protocol.ts';
import { addSound, type Recording, startRecording, wholeOf } from './recording.ts';
import type { Streams } from './streams.ts';
import { openTokens, type TokenNeeds } from './tokens.ts';
import type { SessionView } from './view.ts';

export type SocketNeeds = Pick<TokenNeeds, 'admit' | 'now'> & {
  state: Pick<DurableObjectState, 'acceptWebSocket' | 'getWebSockets'>;
  conductor: () => Conductor;
  view: () => SessionView;
  /** Those who listen by HTTP. */
  streams: () => Pick<Streams, 'watchers' | 'tellLearner'>;
};

export type JoinedEvent = {
  event: 'session:joined';
  data: {
    session: SessionView;
    events: StoredEvent[];
    lastSeq: number;
    partial: { messageId: string; text: string } | null;
  };
};

type Joining = { lastSeq: number; announce?: boolean | undefined };

type EphemeralSound = { messageId: string; index: number; mimeType: string; last: boolean };

export type Sockets = ReturnType<typeof openSockets>;

export function openSockets({ state, conductor, view, streams, admit: admitToken, now }: SocketNeeds) {
  const badges = openBadges(state);
  const flows = new WeakMap<WebSocket, Flow>();
  const recordings = new WeakMap<WebSocket, Recording>();
  /** Stops under way, until what was said is stored. */
  const hearing = new Map<string, Promise<unknown>>();

  /** A socket that broke a moment ago is no error: whoever was on it comes back and is told what was missed. */
  function tell(socket: WebSocket, event: Outgoing | JoinedEvent | string | Uint8Array): void {
    try {
      socket.send(typeof event === 'string' || event instanceof Uint8Array ? event : JSON.stringify(event));
    } catch {
      // Its close event does the rest.
    }
  }

  const tokens = openTokens({ badges, tell, admit: admitToken, now });

  /** A frame that breaks the protocol is answered; the tenth in a row ends it. */
  function strike(socket: WebSocket, error: Outgoing): void {
    const who = badges.of(socket);
    badges.set(socket, { ...who, strikes: who.strikes + 1 });
    tell(socket, error);
    if (who.strikes + 1 >= MOST_STRIKES) socket.close(CLOSE.protocol, 'The protocol was broken repeatedly.');
  }

  const watched = (): Extract<EphemeralEvent, { event: 'session:watched' }> => ({
    event: 'session:watched',
    data: { watchers: badges.where(({ announced }) => announced).length + streams().watchers() },
  });

  /** To the learner, wherever they listen. */
  function tellOfWatchers(): void {
    for (const socket of badges.where(({ joined, mayWrite, ended }) => joined && mayWrite && !ended))
      tell(socket, watched());
    streams().tellLearner(watched());
  }

  function join(socket: WebSocket, { lastSeq, announce = false }: Joining): void {
    const who = badges.of(socket);
    const announced = announce && !who.mayWrite;
    badges.set(socket, { ...who, joined: true, announced });
    tell(socket, { event: 'session:joined', data: { session: view(), ...conductor().join(lastSeq) } });
    if (who.announced !== announced) tellOfWatchers();
    if (!who.mayWrite) return;
    if (watched().data.watchers > 0) tell(socket, watched());
    conductor().markViewed();
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
      await hearing.get(id);
      return conductor().acknowledgeAgain(id, acknowledge);
    }
    const taken = conductor()
      .understand(wholeOf(recording), recording.mimeType)
      .then((content) => conductor().submit(id, { kind: 'voice', content }, acknowledge));
    hearing.set(id, taken);
    try {
      await taken;
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
      const { errorType, message } = toAppError(thrown);
      tell(socket, errorFrame(errorType, message));
    }
  }

  async function follow(socket: WebSocket, frame: ClientFrame): Promise<void> {
    const who = badges.of(socket);
    const acknowledge = (seq: number | null) =>
      tell(socket, { event: 'session:ack', data: { id: frame.id, seq } });
    if (frame.event === 'session:join') {
      join(socket, frame.data);
      return acknowledge(null);
    }
    if (frame.event === 'session:renew') {
      await tokens.renew(socket, frame.data.token);
      return acknowledge(null);
    }
    if (!who.mayWrite) throw new AppError('authorization_error', 'Only the learner speaks here.');
    // Whoever speaks listens from then on.
    if (!who.joined) badges.set(socket, { ...who, joined: true });
    switch (frame.event) {
      case 'session:voice:start':
        recordings.set(socket, startRecording(frame.data.mimeType));
        conductor().hush(frame.data.heard);
        return acknowledge(null);
      case 'session:voice:stop':
        return finishRecording(socket, frame.id, acknowledge);
      default:
        return obey(conductor(), frame, acknowledge);
    }
  }

  return {
    accept: (request: Request, visitor: Visitor, mayWrite: boolean): Response => {
      const { 0: client, 1: server } = new WebSocketPair();
      state.acceptWebSocket(server);
      const fresh = { joined: false, strikes: 0, announced: false, ended: false };
      badges.set(server, { visitor, mayWrite, ...fresh });
      const offered = request.headers.get('Sec-WebSocket-Protocol')?.split(/\s*,\s*/) ?? [];
      const headers = new Headers(
        offered.includes('nuggets.v1') ? { 'Sec-WebSocket-Protocol': 'nuggets.v1' } : {},
      );
      return new Response(null, { status: 101, webSocket: client, headers });
    },

    /** To all who have joined; says whether the learner was among them. */
    send: (event: Outgoing): boolean => {
      const frame = JSON.stringify(event);
      const listeners = badges.where(({ joined, ended }) => joined && !ended);
      for (const socket of listeners) tell(socket, frame);
      return listeners.some((socket) => badges.of(socket).mayWrite);
    },

    /** To the learner alone: whoever looks on reads. */
    sendSound: (header: EphemeralSound, audio: Uint8Array): void => {
      const frame = JSON.stringify({ event: 'session:voice:audio', data: header });
      for (const socket of badges.where(({ joined, mayWrite, ended }) => joined && mayWrite && !ended)) {
        tell(socket, frame);
        tell(socket, audio);
      }
    },

    hear: async (socket: WebSocket, data: string | ArrayBuffer): Promise<void> => {
      const who = badges.of(socket);
      const hasEnded = tokens.haveEnded(socket);
      // Sound comes in many pieces; its size is what is bounded.
      if (typeof data !== 'string') return hasEnded ? tokens.end(socket) : record(socket, data);
      const { flow, allowed } = admit(flows.get(socket), now().getTime());
      flows.set(socket, flow);
      if (!allowed) return strike(socket, errorFrame('rate_limited', 'Too many frames at once.'));
      const read = readFrame(data);
      const renews = read.kind === 'frame' && read.frame.event === 'session:renew';
      if (hasEnded && !renews) return tokens.end(socket);
      if (read.kind === 'wrong') return strike(socket, errorFrame(read.errorType, read.message, read.id));
      if (who.strikes > 0) badges.set(socket, { ...who, strikes: 0 });
      try {
        await follow(socket, read.frame);
      } catch (thrown) {
        const { errorType, message } = toAppError(thrown);
        tell(socket, errorFrame(errorType, message, read.frame.id));
      }
    },

    tokenEnded: tokens.ended,
    watched,
    tellOfWatchers,

    /** A socket has closed. */
    left: (socket: WebSocket): void => {
      if (badges.of(socket).announced) tellOfWatchers();
    },

    closeAll: (code: number, reason: string): void => {
      for (const socket of state.getWebSockets()) socket.close(code, reason);
    },
  };
}
