/** Encodes MP3 with LAME, compiled to WebAssembly. */
import { createMp3Encoder } from 'wasm-media-encoders';
import type { Sound } from './wav.ts';

/** Kilobits a second; speech at 16 kHz gains nothing above. */
const BITRATE = 48;

let encoder: ReturnType<typeof createMp3Encoder> | undefined;

/** One MP3 stream; several can be joined by writing one after another. */
export async function toMp3({ samples, rate }: Sound): Promise<Uint8Array> {
  encoder ??= createMp3Encoder();
  const lame = await encoder;
  lame.configure({ sampleRate: rate, channels: 1, bitrate: BITRATE });
  // The encoder gives out a view of its own memory: each must be copied before the next call.
  const parts = [lame.encode([samples]).slice(), lame.finalize().slice()];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
