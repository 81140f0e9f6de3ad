/** Turns bytes into text: what the file declares, what its bytes prove, and only then what they look like. */

import { decodeStrictly, guessEncoding, labelOf } from './charset-guess.ts';
import type { Refusal } from './document.ts';

export type Decoded = { ok: true; text: string; encoding: string } | ({ ok: false } & Refusal);

const UNREADABLE = {
  ok: false,
  code: 'damaged',
  reason:
    'The file is text in an encoding that could not be recognised. Save it again as UTF-8 and upload that version.',
} as const satisfies Decoded;

/**
 * The text of a file in any encoding that a browser knows, without its byte order mark. It never holds U+FFFD
 * that was not in the original: bytes that fit no encoding are refused.
 *
 * @param hints.charset what the sender declared (the header Content-Type), believed unless the bytes contradict
 */
export function decodeText(bytes: Uint8Array, hints: { charset?: string } = {}): Decoded {
  if (bytes.length === 0) return { ok: true, text: '', encoding: 'utf-8' };
  const sure = marked(bytes) ?? wide(bytes) ?? escaped(bytes) ?? strict(bytes, 'utf-8');
  if (sure) return sure;
  for (const label of [hints.charset, declared(bytes)]) {
    const encoding = labelOf(label);
    const result = encoding && encoding !== 'replacement' ? strict(bytes, encoding) : null;
    if (result) return result;
  }
  const guess = guessEncoding(bytes);
  return guess ? { ok: true, text: guess.text, encoding: guess.encoding } : UNREADABLE;
}

function strict(bytes: Uint8Array, encoding: string): Decoded | null {
  const text = decodeStrictly(bytes, encoding);
  return text === null ? null : { ok: true, text, encoding };
}

/** A byte order mark proves the encoding; UTF-32's little-endian one begins like UTF-16's. */
function marked(bytes: Uint8Array): Decoded | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(bytes, true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(bytes, false);
  if (a === 0xff && b === 0xfe) return strict(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return strict(bytes, 'utf-16be');
  return null;
}

/** UTF-16 and UTF-32 without a mark: zeros gather in the same place of each unit, as no other text has any. */
function wide(bytes: Uint8Array): Decoded | null {
  if (!bytes.subarray(0, 4096).includes(0)) return null;
  for (const decode of [() => utf32(bytes, false), () => utf32(bytes, true)]) {
    const result = decode();
    if (result) return result;
  }
  const readable = ['utf-16le', 'utf-16be'].flatMap((encoding) => {
    const text = decodeStrictly(bytes, encoding);
    return text === null || text.includes('\u0000') ? [] : [{ ok: true, text, encoding } as const];
  });
  // The right order of bytes keeps to few scripts, the wrong one scatters over all of Unicode.
  const rows = (text: string) =>
    new Set([...text.slice(0, 4096)].map((char) => char.charCodeAt(0) >> 8)).size;
  return readable.sort((x, y) => rows(x.text) - rows(y.text))[0] ?? null;
}

function utf32(bytes: Uint8Array, littleEndian: boolean): Decoded | null {
  if (bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    parts.push(String.fromCodePoint(code));
  }
  return {
    ok: true,
    text: parts.join('').replace(/^\ufeff/, ''),
    encoding: littleEndian ? 'utf-32le' : 'utf-32be',
  };
}

/** ISO-2022-JP switches its character sets by escape sequences, which nothing else contains. */
function escaped(bytes: Uint8Array): Decoded | null {
  const at = bytes.indexOf(0x1b);
  if (at < 0 || bytes.some((byte) => byte > 0x7f)) return null;
  const [next, after] = [bytes[at + 1], bytes[at + 2]];
  if (next === 0x24 && after === 0x29 && bytes[at + 3] === 0x43) return shifted(bytes);
  return next === 0x24 || next === 0x28 ? strict(bytes, 'iso-2022-jp') : null;
}

/** ISO-2022-KR is EUC-KR on seven bits between "shift out" and "shift in" (RFC 1557). */
function shifted(bytes: Uint8Array): Decoded | null {
  const plain: number[] = [];
  let high = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b) at += 3;
    else if (byte === 0x0e) high = 0x80;
    else if (byte === 0x0f) high = 0;
    else plain.push(byte > 0x20 ? byte | high : byte);
  }
  const text = decodeStrictly(Uint8Array.from(plain), 'euc-kr');
  return text === null ? null : { ok: true, text, encoding: 'iso-2022-kr' };
}

/** What a page or an XML file says of itself in its first bytes (the HTML standard looks at 1,024; some pages need more). */
function declared(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 4096));
  const match =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)/i.exec(head);
  // A declaration that could be read byte by byte cannot be of two bytes a letter.
  return match?.[1] && /^utf-?16/i.test(match[1]) ? 'utf-8' : match?.[1];
}
