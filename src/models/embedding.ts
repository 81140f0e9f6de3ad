import { unreadable } from './provider.ts';

/** Vectors as the wire has them, made whole. */

const DIMENSIONS = 1536;

/**
 * A vector of 1,536 numbers from base64 of little-endian 32-bit floats, or from numbers. Shorter ones are filled with
 * zeros, which changes no cosine; longer ones don't fit our columns.
 */
export function wholeVector(embedding: unknown): number[] {
  const numbers = typeof embedding === 'string' ? decodeFloats(embedding) : embedding;
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > DIMENSIONS)
    throw unreadable(`a vector of ${Array.isArray(numbers) ? numbers.length : 'no'} numbers`);
  const vector = numbers.map(Number);
  if (!vector.every(Number.isFinite)) throw unreadable('a vector with what is no number');
  return [...vector, ...Array.from({ length: DIMENSIONS - vector.length }, () => 0)];
}

function decodeFloats(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(i * 4, true));
}
