/** A learner's end of the session socket for the terminal: frames out, durable events in order, deltas as they come. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { MessageData, QuestionData } from '../src/tutoring/protocol.ts';

const Frame = z.object({ event: z.string(), seq: z.number().optional(), data: z.unknown() });
export type Frame = z.infer<typeof Frame>;

const Delta = z.object({ text: z.string() });

export type LessonClient = {
  /** Says something and resolves with what the tutor answered, with the time of its first word. */
  say: (content: string) => Promise<Turn>;
  answer: (questionId: string, answer: string) => Promise<Turn>;
  events: Frame[];
  close: () => void;
};

export type Turn = {
  message: MessageData;
  /** Milliseconds from sending to the first delta, or to the message where nothing was streamed. */
  firstWordMs: number;
  /** Durable events that came with the turn, in order. */
  events: Frame[];
  question: QuestionData | undefined;
};

const TURN_TIMEOUT_MS = 60_000;

/** Opens the socket and joins from the beginning. */
export async function openLesson(url: string, token: string, sessionId: string): Promise<LessonClient> {
  const address = `${url.replace(/^http/, 'ws')}/api/learning/sessions/${sessionId}/ws`;
  const socket = new WebSocket(address, ['nuggets.v1', `bearer.${token}`]);
  const events: Frame[] = [];
  const listeners = new Set<(frame: Frame) => void>();
  socket.on('message', (raw, binary) => {
    if (binary) return;
    const frame = Frame.parse(JSON.parse(String(raw)));
    if (frame.seq !== undefined) events.push(frame);
    for (const listener of listeners) listener(frame);
  });
  await new Promise<void>((done, fail) => {
    socket.once('open', () => done());
    socket.once('error', fail);
  });
  const send = (event: string, data: unknown) =>
    socket.send(JSON.stringify({ event, id: randomUUID(), data }));
  send('session:join', { lastSeq: 0 });

  const turn = (event: string, data: unknown): Promise<Turn> =>
    new Promise((done, fail) => {
      const began = performance.now();
      let firstWordMs: number | undefined;
      const came: Frame[] = [];
      const end = (outcome: () => void) => {
        clearTimeout(timer);
        listeners.delete(listen);
        outcome();
      };
      const timer = setTimeout(
        () => end(() => fail(new Error('The tutor did not answer within a minute.'))),
        TURN_TIMEOUT_MS,
      );
      const listen = (frame: Frame) => {
        if (frame.seq !== undefined) came.push(frame);
        if (frame.event === 'session:delta' && Delta.safeParse(frame.data).data?.text) {
          firstWordMs ??= performance.now() - began;
        }
        if (frame.event === 'error') return end(() => fail(new Error(JSON.stringify(frame.data))));
        const message =
          frame.event === 'session:message' ? MessageData.safeParse(frame.data).data : undefined;
        if (message?.role !== 'assistant') return;
        firstWordMs ??= performance.now() - began;
        const asked = came.findLast((one) => one.event === 'session:question');
        const result: Turn = {
          message,
          firstWordMs,
          events: came,
          question: asked === undefined ? undefined : QuestionData.parse(asked.data),
        };
        end(() => done(result));
      };
      listeners.add(listen);
      send(event, data);
    });

  return {
    say: (content) => turn('session:message', { content }),
    answer: (questionId, answer) => turn('session:answer', { questionId, answer }),
    events,
    close: () => socket.close(),
  };
}
