/**
 * A line over plain HTTP, for networks that let no socket through: the events come as one stream, frames are posted one after
 * the other. To the conversation it is a socket like any other; only sound does not go through.
 */
import type { ClientFrame } from '../../tutoring/protocol.ts';
import { ApiError, ask, failure } from '../api/client.ts';
import type { LineEvents, Socket } from '../api/link.ts';
import { words } from '../words/lesson.ts';
import type { ServerFrame } from './fold.ts';

/** What closes a socket, for what the API says; all else is weather. */
const CODES: Record<number, number> = { 401: 4401, 404: 4403 };
const BROKEN = 1006;
/** Refusals of one frame, for good. */
const REFUSALS = new Set([400, 403, 404, 409, 413]);

/** `path` of the session in the API. */
export function openStream(path: string, on: Omit<LineEvents, 'opened'>): Socket {
  const line = new AbortController();
  let listening = new AbortController();
  let posting = Promise.resolve();

  const close = () => {
    line.abort();
    listening.abort();
  };
  const breakOff = (status: number) => {
    if (line.signal.aborted) return;
    close();
    on.closed(CODES[status] ?? BROKEN);
  };
  const hear = (frame: ServerFrame) => {
    if (!line.signal.aborted) on.message(JSON.stringify(frame));
  };

  async function listen(data: { lastSeq: number; announce?: boolean | undefined }): Promise<void> {
    listening.abort();
    listening = new AbortController();
    const { signal } = listening;
    const query = `lastSeq=${data.lastSeq}${data.announce ? '&announce=true' : ''}`;
    try {
      const response = await fetch(`${path}/events?${query}`, { signal });
      if (!response.ok) throw await failure(response, path);
      await read(response, (text) => {
        if (!signal.aborted) on.message(text);
      });
      if (!signal.aborted) breakOff(0);
    } catch (thrown) {
      if (!signal.aborted) breakOff(thrown instanceof ApiError ? thrown.status : 0);
    }
  }

  async function post(frame: ClientFrame): Promise<void> {
    if (line.signal.aborted) return;
    try {
      const data = await ask<{ id: string; seq: number | null }>('POST', `${path}/frames`, {
        body: frame,
        signal: line.signal,
      });
      hear({ event: 'session:ack', data });
    } catch (thrown) {
      const { status, errorType, message } = thrown instanceof ApiError ? thrown : new ApiError(0, {});
      if (REFUSALS.has(status)) hear({ event: 'error', data: { errorType, message, id: frame.id } });
      else breakOff(status);
    }
  }

  return {
    send: (text) => {
      // The stream itself says that it stands, and of sound the learner has been told.
      if (typeof text !== 'string' || text === 'ping') return;
      const frame: ClientFrame = JSON.parse(text);
      const { event, id } = frame;
      if (event === 'session:join') void listen(frame.data);
      else if (event === 'session:voice:start' || event === 'session:voice:stop') {
        const message = words.peek().voice.blocked;
        // Not while it is still being sent.
        queueMicrotask(() => hear({ event: 'error', data: { errorType: 'upstream_error', message, id } }));
      } else posting = posting.then(() => post(frame));
    },
    close,
  };
}

/** Each event's own text; a comment, which only says that the stream stands, is a pong. */
async function read(response: Response, hear: (text: string) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true };
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((one) => one.startsWith('data: '));
      hear(data === undefined ? 'pong' : data.slice('data: '.length));
    }
  }
}
