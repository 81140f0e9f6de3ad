import { brotliCompressSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brotliSize,
  fromBase85,
  fromHex,
  inflatedSize,
  isZlib,
  lzwSize,
  runLengthSize,
} from './pdf-unpacked.ts';

const LIMIT = 1_000_000;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Codes of LZW written with the widths that a reader expects at each. */
function lzw(codes: readonly number[]): Uint8Array {
  const bits: string[] = [];
  let next = 258;
  let first = true;
  for (const code of codes) {
    const width = next + 1 < 512 ? 9 : next + 1 < 1024 ? 10 : next + 1 < 2048 ? 11 : 12;
    bits.push(code.toString(2).padStart(width, '0'));
    if (code === 256) [next, first] = [258, true];
    else if (first) first = false;
    else next = Math.min(4096, next + 1);
  }
  const all = bits.join('');
  return Uint8Array.from({ length: Math.ceil(all.length / 8) }, (_, index) =>
    Number.parseInt(all.slice(8 * index, 8 * index + 8).padEnd(8, '0'), 2),
  );
}

describe('what data unpacks to', () => {
  test('by Flate, with whatever stands behind its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.uint8Array({ maxLength: 50 }), (data, behind) => {
        const file = Buffer.concat([deflateSync(data), behind]);
        expect(isZlib(file)).toBe(true);
        const { size } = inflatedSize(file, LIMIT);
        expect(size).toBeGreaterThanOrEqual(data.length);
      }),
      { numRuns: 50 },
    );
  });

  test('by Flate inside Flate', () => {
    const inner = deflateSync(new Uint8Array(2 * LIMIT));
    expect(inflatedSize(deflateSync(inner), LIMIT).size).toBeGreaterThan(LIMIT);
    expect(inflatedSize(deflateSync(inner), 3 * LIMIT).size).toBe(2 * LIMIT);
  });

  test('is disputed where unpackers read on past nonsense', () => {
    // A fixed block that refers back by one byte before there is any.
    expect(inflatedSize(bytes(0x78, 0x9c, 0x03, 0x02, 0x00), LIMIT).disputed).toBe(true);
    expect(inflatedSize(deflateSync(new Uint8Array(9)), LIMIT).disputed).toBe(false);
  });

  test('by LZW: the example of ISO 32000-1, and a bomb', () => {
    expect(lzwSize(bytes(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01), LIMIT)).toBe(10);
    // Each code names the entry that it makes itself: every one is a byte longer than the last.
    const growing = [256, 97, ...Array.from({ length: 3_000 }, (_, index) => 258 + index)];
    const packed = lzw(growing);
    expect(packed.length).toBeLessThan(5_000);
    expect(lzwSize(packed, LIMIT)).toBeGreaterThan(LIMIT);
    expect(lzwSize(packed, 10 * LIMIT)).toBe((3_001 * 3_002) / 2);
  });

  test('by run lengths and by Brotli', () => {
    expect(runLengthSize(bytes(2, 65, 66, 67, 0x81, 68, 128, 9), LIMIT)).toBe(3 + 128);
    expect(brotliSize(brotliCompressSync(new Uint8Array(5_000)), LIMIT)).toBe(5_000);
    expect(brotliSize(brotliCompressSync(new Uint8Array(2 * LIMIT)), LIMIT)).toBeGreaterThan(LIMIT);
  });

  test('printable data is made plain first', () => {
    expect(fromBase85(latin1('87cUR\nz~>'))).toEqual(bytes(72, 101, 108, 108, 0, 0, 0, 0));
    expect(fromHex(latin1('48 65 6C>ff'))).toEqual(bytes(72, 101, 108));
  });
});
