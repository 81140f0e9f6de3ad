/** What a learner says into one socket, gathered until they stop: bounded, in memory, gone with the socket. */
import { AppError } from '../base/errors.ts';

export const MAX_RECORDING_BYTES = 10 * 1024 * 1024;

/** What browsers record, and what people have at hand. */
const MIME_TYPE = /^audio\/(?:webm|mp4|mpeg|mp3|ogg|wav|x-wav|wave|aac|flac|x-m4a|m4a)(?:\s*;.*)?$/i;

export type Recording = { mimeType: string; pieces: Uint8Array[]; size: number; isTooLong: boolean };

/** Throws `unsupported_media_type` for what is no sound. */
export function startRecording(mimeType: string): Recording {
  if (!MIME_TYPE.test(mimeType))
    throw new AppError('unsupported_media_type', 'This kind of recording cannot be heard.');
  return { mimeType, pieces: [], size: 0, isTooLong: false };
}

const tooLong = () =>
  new AppError('payload_too_large', 'A recording may hold 10 MiB. Please say it in parts, or type.');

/** Throws `payload_too_large` when it becomes too long, once: the pieces still on their way are no one's fault. */
export function addSound(recording: Recording, piece: ArrayBuffer): void {
  if (recording.isTooLong) return;
  recording.size += piece.byteLength;
  recording.isTooLong = recording.size > MAX_RECORDING_BYTES;
  if (recording.isTooLong) {
    recording.pieces = [];
    throw tooLong();
  }
  recording.pieces.push(new Uint8Array(piece));
}

/** All of it in one. Throws `validation_error` where nothing was recorded, `payload_too_large` where it was too much. */
export function wholeOf({ pieces, size, isTooLong }: Recording): Uint8Array {
  if (isTooLong) throw tooLong();
  if (size === 0) throw new AppError('validation_error', 'Nothing was recorded.');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
