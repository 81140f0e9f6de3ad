/** A socket's frames, read and counted: what is no frame of ours is answered with an error, and at last with a farewell. */
import { z } from 'zod';
import type { EphemeralEvent } from './protocol.ts';
import { ClientFrame } from './protocol.ts';

/** 8,000 characters of which each may be written as two JSON escapes of six letters, and the frame around them. */
const MAX_FRAME_CHARACTERS = 128 * 1024;

export type Read =
  | { kind: 'frame'; frame: ClientFrame }
  | {
      kind: 'wrong';
      errorType: 'validation_error' | 'payload_too_large';
      message: string;
      id: string | undefined;
    };

const WithId = z.object({ id: z.uuid() });

/** Reads one text frame. */
export function readFrame(text: string): Read {
  if (text.length > MAX_FRAME_CHARACTERS)
    return {
      kind: 'wrong',
      errorType: 'payload_too_large',
      message: 'The frame is too large.',
      id: undefined,
    };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'wrong', errorType: 'validation_error', message: 'The frame is no JSON.', id: undefined };
  }
  const parsed = ClientFrame.safeParse(value);
  if (parsed.success) return { kind: 'frame', frame: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  const message = `${path === '' ? '' : `${path}: `}${issue?.message ?? 'The frame does not fit.'}`;
  return { kind: 'wrong', errorType: 'validation_error', message, id: WithId.safeParse(value).data?.id };
}

/** After so many frames that break the protocol, without a good one in between, the socket is closed with 4400. */
export const MOST_STRIKES = 10;

export const CLOSE = { protocol: 4400, tokenEnded: 4401, notYours: 4403 } as const;

/** Frames in a row, and a second's worth of new ones: far above anybody's typing, far below a flood. */
const BURST = 60;
const PER_SECOND = 20;

/** A bucket of frames that fills up again; in memory only, since a flood never lets an object sleep. */
export type Flow = { left: number; at: number };

/** Lets a frame through, or not. Times in milliseconds. */
export function admit(flow: Flow | undefined, now: number): { flow: Flow; allowed: boolean } {
  const left =
    flow === undefined ? BURST : Math.min(BURST, flow.left + ((now - flow.at) / 1000) * PER_SECOND);
  return left >= 1
    ? { flow: { left: left - 1, at: now }, allowed: true }
    : { flow: { left, at: now }, allowed: false };
}

export const errorFrame = (errorType: string, message: string, id?: string): EphemeralEvent => ({
  event: 'error',
  data: { errorType, message, ...(id === undefined ? {} : { id }) },
});
