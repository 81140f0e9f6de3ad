/** What a learner says into one socket, gathered until they stop: bounded, in memory, gone with the socket. */
import { AppError } from '../base/errors.ts';

export const MAX_RECORDING_BYTES = 10 * 1024 * 1024;

/** What browsers record, and what people have at hand. */
const MIME_TYPE = /^audio\/(?:webm|mp4|mpeg|mp3|ogg|wav|x-wav|wave|aac|flac|x-m4a|m4a)(?:\s*;.*)?$/i;

export type Recording = { mimeType: string; pieces: Uint8Array[]; size: number };

/** Throws `unsupported_media_type` for what is no sound. */
export function startRecording(mimeType: string): Recording {
  if (!MIME_TYPE.test(mimeType))
    throw new AppError('unsupported_media_type', 'This kind of recording cannot be heard.');
  return { mimeType, pieces: [], size: 0 };
}

/** Throws `payload_too_large` when it has become too long. */
export function addSound(recording: Recording, piece: ArrayBuffer): void {
  recording.size += piece.byteLength;
  if (recording.size > MAX_RECORDING_BYTES)
    throw new AppError('payload_too_large', 'The recording is too long.');
  recording.pieces.push(new Uint8Array(piece));
}

/** All of it in one. Throws `validation_error` where nothing was recorded. */
export function wholeOf({ pieces, size }: Recording): Uint8Array {
  if (size === 0) throw new AppError('validation_error', 'Nothing was recorded.');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
