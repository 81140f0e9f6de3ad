/** One conversation with each of the three, as their clients hold it: words out, and the times at which the answer came. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** Milliseconds of `performance.now()`: when the words went out, and when the first and the last piece of the answer came. */
export type Heard = { sent: number; first: number; last: number };

export type Line = { ask: (words: string) => Promise<Heard>; close: () => void };

/** What a frame means: a piece of the answer, its end, or nothing. */
type Reading = 'piece' | 'end' | 'nothing';

const PATIENCE_MS = 120_000;

type Kind = {
  address: string;
  protocols: string[];
  /** Said once, when the line is open. */
  greeting?: string;
  frame: (words: string) => string;
  read: (text: string) => Reading;
};

async function openLine({ address, protocols, greeting, frame, read }: Kind): Promise<Line> {
  const socket = new WebSocket(address, protocols);
  await new Promise((open, fail) => socket.once('open', open).once('error', fail));
  if (greeting !== undefined) socket.send(greeting);
  return {
    ask: (words) =>
      new Promise((done, fail) => {
        const heard: Heard = { sent: 0, first: 0, last: 0 };
        const timer = setTimeout(() => fail(new Error(`no answer to ${words}`)), PATIENCE_MS);
        const hear = (raw: Buffer) => {
          const at = performance.now();
          const reading = read(raw.toString());
          if (reading === 'piece') {
            heard.first ||= at;
            heard.last = at;
          }
          if (reading !== 'end') return;
          clearTimeout(timer);
          socket.off('message', hear);
          done(heard);
        };
        socket.on('message', hear);
        heard.sent = performance.now();
        socket.send(frame(words));
      }),
    close: () => socket.terminate(),
  };
}

const web = (url: string): string => url.replace('http', 'ws');

export const openRelay = (url: string, folder = ''): Promise<Line> =>
  openLine({
    address: `${web(url)}/${folder}${randomUUID()}`,
    protocols: [],
    frame: (words) => words,
    read: (text) => (text.includes('"text"') ? 'piece' : 'end'),
  });

const Answer = z.object({ type: z.string(), body: z.string().optional(), done: z.boolean().optional() });

export function openAgent(url: string): Promise<Line> {
  const messages: object[] = [];
  return openLine({
    address: `${web(url)}/agents/chat-agent/${randomUUID()}`,
    protocols: [],
    frame: (text) => {
      messages.push({ id: randomUUID(), role: 'user', parts: [{ type: 'text', text }] });
      return JSON.stringify({
        type: 'cf_agent_use_chat_request',
        id: randomUUID(),
        init: { method: 'POST', body: JSON.stringify({ messages }) },
      });
    },
    read: (text) => {
      const { type, body = '', done } = Answer.parse(JSON.parse(text));
      if (type !== 'cf_agent_use_chat_response') return 'nothing';
      return done === true ? 'end' : body.includes('"text-delta"') ? 'piece' : 'nothing';
    },
  });
}

const Frame = z.object({ event: z.string(), data: z.object({ role: z.string().optional() }) });

/** A lesson that has begun. */
export const openLesson = (url: string, sessionId: string, token: string): Promise<Line> =>
  openLine({
    address: `${web(url)}/api/learning/sessions/${sessionId}/ws`,
    protocols: ['nuggets.v1', `bearer.${token}`],
    greeting: JSON.stringify({ event: 'session:join', id: randomUUID(), data: { lastSeq: 0 } }),
    frame: (content) => JSON.stringify({ event: 'session:message', id: randomUUID(), data: { content } }),
    read: (text) => {
      const { event, data } = Frame.parse(JSON.parse(text));
      if (event === 'session:delta') return 'piece';
      return event === 'session:message' && data.role === 'assistant' ? 'end' : 'nothing';
    },
  });
