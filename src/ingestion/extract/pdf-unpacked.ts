/** Counts what packed data would unpack to; each counter stops above a limit, and holds no more than that. */

import { brotliDecompressSync, constants, inflateSync } from 'node:zlib';

/** Streams are packed twice now and then, by mistake or to hide a bomb. */
const MOST_LAYERS = 4;

export type Unpacked = {
  /** Bytes; above the limit where counting was stopped. */
  size: number;
  /** Data that unpackers disagree on: ours ends with an error where pdf.js would go on. */
  disputed: boolean;
};

/** Whether data starts as zlib's format does, by its own check (RFC 1950, section 2.2); pdf.js insists on it too. */
export function isZlib([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && ((method << 8) + flags) % 31 === 0;
}

/** Size of zlib data and of what is packed inside it; the larger of them. What follows its end is left alone. */
export function inflatedSize(data: Uint8Array, limit: number, layers = MOST_LAYERS): Unpacked {
  try {
    const inflated = inflateSync(data, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
    if (layers <= 1 || !isZlib(inflated)) return { size: inflated.length, disputed: false };
    const inner = inflatedSize(inflated, limit, layers - 1);
    return { ...inner, size: Math.max(inflated.length, inner.size) };
  } catch (error) {
    return { size: isTooLarge(error) ? limit + 1 : 0, disputed: isDisputed(error) };
  }
}

/** Node and workerd word it differently ("Cannot create a Buffer larger than", "Memory limit exceeded"). */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError;
}

/** Lengths and distances that make no sense are read over by pdf.js; other errors end the stream there too. */
function isDisputed(error: unknown): boolean {
  return error instanceof Error && /invalid (distance|literal|length)/.test(error.message);
}

export function brotliSize(data: Uint8Array, limit: number): number {
  try {
    return brotliDecompressSync(data, { maxOutputLength: limit }).length;
  } catch (error) {
    return isTooLarge(error) ? limit + 1 : 0;
  }
}

const LZW_CLEAR = 256;
const LZW_END = 257;
const LZW_MOST_CODES = 4096;

/** LZW as PDF has it (ISO 32000-1, 7.4.4): only the lengths of its table's entries are kept. */
export function lzwSize(data: Uint8Array, limit: number): number {
  const lengths = new Uint32Array(LZW_MOST_CODES).fill(1);
  let next = LZW_END + 1;
  let before = 0;
  let size = 0;
  let [bits, held, at] = [0, 0, 0];
  while (size <= limit) {
    const width = next + 1 < 512 ? 9 : next + 1 < 1024 ? 10 : next + 1 < 2048 ? 11 : 12;
    while (held < width && at < data.length) {
      bits = ((bits << 8) | (data[at] ?? 0)) & 0xffffff;
      held += 8;
      at += 1;
    }
    if (held < width) return size;
    const code = (bits >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === LZW_END) return size;
    if (code === LZW_CLEAR) {
      next = LZW_END + 1;
      before = 0;
      continue;
    }
    const length = code < next ? (lengths[code] ?? 1) : before + 1;
    if (before > 0 && next < LZW_MOST_CODES) {
      lengths[next] = before + 1;
      next += 1;
    }
    before = length;
    size += length;
  }
  return size;
}

/** A byte n below 128 copies n + 1 bytes, above it repeats one 257 − n times, 128 ends. */
export function runLengthSize(data: Uint8Array, limit: number): number {
  let size = 0;
  for (let at = 0; at < data.length && size <= limit; ) {
    const length = data[at] ?? 128;
    if (length === 128) return size;
    size += length < 128 ? length + 1 : 257 - length;
    at += length < 128 ? length + 2 : 2;
  }
  return size;
}

/** ASCII85 up to its end mark: five characters for four bytes, "z" for four zeros; an incomplete last group is left out. */
export function fromBase85(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0x7e);
  const text = end < 0 ? data : data.subarray(0, end);
  const zeros = text.reduce((count, char) => (char === 0x7a ? count + 1 : count), 0);
  const bytes = new DataView(new ArrayBuffer(4 * (Math.ceil(text.length / 5) + zeros)));
  let [group, filled, at] = [0, 0, 0];
  for (const char of text) {
    if (char === 0x7a && filled === 0) at += 4;
    if (char < 0x21 || char > 0x75) continue;
    group = group * 85 + (char - 0x21);
    filled += 1;
    if (filled < 5) continue;
    bytes.setUint32(at, group);
    [group, filled, at] = [0, 0, at + 4];
  }
  return new Uint8Array(bytes.buffer, 0, at);
}

export function fromHex(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0x3e);
  const digits = new TextDecoder('latin1')
    .decode(end < 0 ? data : data.subarray(0, end))
    .replace(/[^0-9a-f]/gi, '');
  return Uint8Array.from({ length: digits.length >> 1 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}
