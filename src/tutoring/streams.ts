/** Those who follow a session by HTTP: the answer to one message as a stream, or all that happens for as long as they listen. */
import type { Conductor } from './conductor.ts';
import type { Outgoing } from './journal.ts';
import { answerOf, type Visitor } from './live.ts';
import type { SessionLog } from './log.ts';
import type { EphemeralEvent } from './protocol.ts';
import type { Sockets } from './sockets.ts';
import { type EventStream, openEventStream } from './stream.ts';
import type { SessionView } from './view.ts';

export type StreamsNeeds = {
  conductor: () => Conductor;
  log: () => SessionLog;
  view: () => SessionView;
  sockets: () => Pick<Sockets, 'watched' | 'tellOfWatchers'>;
  later: (work: Promise<unknown>) => void;
  now: () => Date;
};

/** Proxies end what is silent for a minute, and pages what is silent for half of one; milliseconds. */
const BEAT_MS = 15_000;

type Listener = {
  stream: EventStream;
  /** Null where somebody waits for the answer to one message. */
  visitor: Visitor | null;
  mayWrite: boolean;
  announced: boolean;
};

export type Streams = ReturnType<typeof openStreams>;

const respond = ({ readable }: EventStream): Response =>
  new Response(readable, {
    // Whatever stands between may neither keep nor gather it.
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });

export function openStreams({ conductor, log, view, sockets, later, now }: StreamsNeeds) {
  const listeners = new Set<Listener>();

  const hasEnded = ({ visitor }: Listener): boolean =>
    visitor !== null && visitor.expiresAt <= now().getTime();

  return {
    /** To all who listen; says whether the learner was among them. */
    send: (event: Outgoing): boolean => {
      let hasReached = false;
      for (const one of listeners) {
        if (hasEnded(one)) {
          one.stream.end();
          continue;
        }
        one.stream.send(event);
        hasReached ||= one.mayWrite;
      }
      return hasReached;
    },

    /** How many look on by HTTP and have said so. */
    watchers: (): number => [...listeners].filter(({ announced }) => announced).length,

    tellLearner: (event: EphemeralEvent): void => {
      for (const { stream, visitor, mayWrite } of listeners)
        if (mayWrite && visitor !== null) stream.send(event);
    },

    /** What was missed since `lastSeq`, and then all that happens, until the reader goes or the token ends. */
    listen: (
      visitor: Visitor,
      { mayWrite, lastSeq, announce }: { mayWrite: boolean; lastSeq: number; announce: boolean },
    ): Response => {
      const stream = openEventStream(() => {
        clearInterval(beating);
        listeners.delete(listener);
        if (listener.announced) sockets().tellOfWatchers();
      });
      const listener: Listener = { stream, visitor, mayWrite, announced: announce && !mayWrite };
      const beating = setInterval(() => (hasEnded(listener) ? stream.end() : stream.beat()), BEAT_MS);
      stream.send({ event: 'session:joined', data: { session: view(), ...conductor().join(lastSeq) } });
      listeners.add(listener);
      if (listener.announced) sockets().tellOfWatchers();
      if (mayWrite) {
        if (sockets().watched().data.watchers > 0) stream.send(sockets().watched());
        conductor().markViewed();
      }
      return respond(stream);
    },

    /** A message: its ack, then every event until it is answered. A repeat gets what the first one got. */
    say: async ({ id, content }: { id: string; content: string }): Promise<Response> => {
      const stream = openEventStream(() => listeners.delete(listener));
      const listener: Listener = { stream, visitor: null, mayWrite: true, announced: false };
      const answer = await answerOf(async () => {
        let from = 0;
        const novelty = await conductor().submit(id, { kind: 'message', content }, (seq) => {
          from = seq ?? 0;
          stream.send({ event: 'session:ack', data: { id, seq } });
          listeners.add(listener);
        });
        if (novelty === 'known')
          for (const past of [...log().eventsAfter(from - 1), ...conductor().writtenSoFar(id)])
            stream.send(past);
      });
      if (!answer.ok) return Response.json(answer, { status: 409 });
      later(
        conductor()
          .answered(id)
          .finally(() => stream.end()),
      );
      return respond(stream);
    },

    /** A token has ended or was put in another's place: whoever brings a good one may come again. */
    tokenEnded: (jti: string): void => {
      for (const { stream, visitor } of listeners) if (visitor?.jti === jti) stream.end();
    },

    closeAll: (): void => {
      for (const { stream } of listeners) stream.end();
    },
  };
}
