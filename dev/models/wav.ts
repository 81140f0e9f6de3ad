/** Sound as numbers: WAV files in and out, other rates, 16-bit PCM. */

/** Mono samples from −1 to 1. */
export type Sound = { samples: Float32Array /** Samples a second. */; rate: number };

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const tagAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

type Format = { code: number; channels: number; rate: number; bits: number };

/** PCM of 8, 16, 24 and 32 bits, and 32-bit floats: what recorders write. */
function readSample(view: DataView, at: number, { code, bits }: Format): number {
  if (code === 3) return view.getFloat32(at, true);
  if (bits === 8) return (view.getUint8(at) - 128) / 128;
  if (bits === 16) return view.getInt16(at, true) / 32_768;
  if (bits === 24) return ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608;
  return view.getInt32(at, true) / 2_147_483_648;
}

/** Reads a WAV file; several channels become their mean. Throws where it is none, or is compressed. */
export function readWav(bytes: Uint8Array): Sound {
  const view = viewOf(bytes);
  if (view.byteLength < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE')
    throw new Error('not a WAV file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tagAt(view, at) === 'fmt ') {
      const code = view.getUint16(start, true);
      format = {
        // 0xfffe keeps the real code in its extension.
        code: code === 0xfffe && size >= 26 ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    } else if (tagAt(view, at) === 'data') {
      if (!format || ![1, 3].includes(format.code)) throw new Error('a WAV file of a compressed kind');
      // A recorder that was cut off leaves a size of 0 or of 4 GB: what is there counts.
      const end = Math.min(size === 0 ? view.byteLength : start + size, view.byteLength);
      return { samples: readFrames(view, start, end, format), rate: format.rate };
    }
    at = start + size + (size % 2);
  }
  throw new Error('a WAV file without sound');
}

function readFrames(view: DataView, start: number, end: number, format: Format): Float32Array {
  const width = format.bits / 8;
  const frame = width * format.channels;
  const samples = new Float32Array(Math.max(0, Math.floor((end - start) / frame)));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let c = 0; c < format.channels; c++) sum += readSample(view, start + i * frame + c * width, format);
    samples[i] = sum / format.channels;
  }
  return samples;
}

/** 16-bit little-endian PCM. */
export function toPcm16(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = viewOf(bytes);
  samples.forEach((sample, i) => {
    view.setInt16(i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return bytes;
}

/** A WAV file of 16-bit mono PCM. */
export function writeWav({ samples, rate }: Sound): Uint8Array {
  const pcm = toPcm16(samples);
  const bytes = new Uint8Array(44 + pcm.length);
  const view = viewOf(bytes);
  const write = (at: number, tag: string) => bytes.set(new TextEncoder().encode(tag), at);
  write(0, 'RIFF');
  view.setUint32(4, 36 + pcm.length, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, pcm.length, true);
  bytes.set(pcm, 44);
  return bytes;
}

/**
 * The same sound at another rate. Going down, each sample is the mean of those it stands for, which keeps the
 * worst of what the lower rate cannot hold from folding back; going up, a line between neighbours.
 */
export function resample({ samples, rate }: Sound, to: number): Sound {
  if (rate === to) return { samples, rate };
  const step = rate / to;
  const out = new Float32Array(Math.floor(samples.length / step));
  for (let i = 0; i < out.length; i++) {
    const at = i * step;
    const first = Math.floor(at);
    if (step > 1) {
      const group = samples.subarray(first, Math.max(first + 1, Math.floor(at + step)));
      out[i] = group.reduce((sum, x) => sum + x, 0) / group.length;
    } else {
      const [a = 0, b = a] = samples.subarray(first, first + 2);
      out[i] = a + (b - a) * (at - first);
    }
  }
  return { samples: out, rate: to };
}
