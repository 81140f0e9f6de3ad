/**
 * Looks through a PDF's packed streams before pdf.js does, which would unpack a megabyte into a gigabyte
 * without asking. Pictures are blanked on the way: nothing here reads them, and nothing may pass for one.
 */

import { INFLATES, type PdfLimits, Refused } from './pdf-limits.ts';
import {
  brotliSize,
  fromBase85,
  fromHex,
  inflatedSize,
  isZlib,
  lzwSize,
  runLengthSize,
  type Unpacked,
} from './pdf-unpacked.ts';

/** How far before its data a stream's dictionary is looked for. */
const LONGEST_DICTIONARY = 8 * 1024;
/** All streams together may unpack to this many times the file's size; text and fonts stay below 20. */
const MOST_TIMES_FILE = 60;

const PICTURE = /\/Subtype\s*\/Image\b|\/(DCTDecode|JPXDecode|JBIG2Decode|CCITTFaxDecode)\b/;
/** The name of what packed the data is elsewhere in the file, or spelled so as not to be found. */
const UNCLEAR = /\/Filter\s+\d|#[0-9a-f]{2}/i;
/** Wider rows than any picture has; pdf.js makes room for one before it looks. */
const WIDE_ROWS = /\/(Columns|Colors)\s+\d{6,}/;

const LATIN1 = new TextDecoder('latin1');

type Stream = { dictionary: string; start: number };

/**
 * Throws `Refused` where a stream, or all of them together, unpack to more than the limits allow. Changes
 * the bytes: pictures, and streams on whose errors unpackers disagree, become empty ones.
 */
export function checkStreams(bytes: Uint8Array, { streamBytes }: Pick<PdfLimits, 'streamBytes'>): void {
  const most = Math.max(4 * streamBytes, MOST_TIMES_FILE * bytes.length);
  let total = 0;
  for (const stream of findStreams(bytes)) {
    if (PICTURE.test(stream.dictionary)) {
      blank(bytes, stream);
      continue;
    }
    const { size, disputed } = unpackedSize(bytes.subarray(stream.start), stream.dictionary, streamBytes);
    total += size;
    if (size > streamBytes || total > most) throw new Refused(INFLATES);
    if (disputed || WIDE_ROWS.test(stream.dictionary)) blank(bytes, stream);
  }
}

/** Every "stream" but the end of "endstream"; its data begins on the next line. */
function* findStreams(bytes: Uint8Array): Generator<Stream> {
  const file = asBuffer(bytes);
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (at >= 3 && file.toString('latin1', at - 3, at) === 'end') continue;
    const before = LATIN1.decode(bytes.subarray(Math.max(0, at - LONGEST_DICTIONARY), at));
    yield { dictionary: before.slice(before.lastIndexOf('obj') + 1), start: afterLineBreak(bytes, at + 6) };
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function afterLineBreak(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : at + 1;
}

/** Zeros start no packed data that pdf.js accepts; it takes the stream for empty. */
function blank(bytes: Uint8Array, { start }: Stream): void {
  const end = asBuffer(bytes).indexOf('endstream', start);
  bytes.fill(0, start, end < 0 ? bytes.length : end);
}

/** What the data unpacks to at most, however its packing is called; zlib's is told by its first bytes. */
function unpackedSize(data: Uint8Array, dictionary: string, limit: number): Unpacked {
  const unclear = UNCLEAR.test(dictionary);
  const plain = unarmoured(data, dictionary);
  const zlib = isZlib(plain) ? inflatedSize(plain, limit) : { size: 0, disputed: false };
  const sizes = [zlib.size];
  if (unclear || /LZW/.test(dictionary)) sizes.push(lzwSize(plain, limit));
  if (unclear || /RunLength|\/RL\b/.test(dictionary)) sizes.push(runLengthSize(plain, limit));
  if (/Brotli/.test(dictionary)) sizes.push(brotliSize(plain, limit));
  return { size: Math.max(...sizes), disputed: zlib.disputed };
}

/** Data that was made printable, made plain again. */
function unarmoured(data: Uint8Array, dictionary: string): Uint8Array {
  if (/ASCII85|\/A85\b/.test(dictionary)) return fromBase85(data);
  return /ASCIIHex|\/AHx\b/.test(dictionary) ? fromHex(data) : data;
}
