/** Opens a Word file's archive: its directory is judged before anything is inflated, and inflating is bounded. */

import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { refuse } from './plain.ts';

/** A document with a thousand pictures has some 1,100 entries. */
const MAX_ENTRIES = 5_000;

/** What the directory may promise in all, pictures included. */
const MAX_DECLARED_BYTES = 512 * 1024 * 1024;

/** What one part may inflate to; a book of a thousand pages has about 20 MB of XML. */
const MAX_PART_BYTES = 64 * 1024 * 1024;

const STEP_BYTES = 64 * 1024;

/** Thrown out of the foreign libraries' callbacks, and turned into a refusal by `extractDocx`. */
export class Refused extends Error {
  readonly refusal: ReturnType<typeof refuse>;

  constructor(...reason: Parameters<typeof refuse>) {
    super(reason[1]);
    this.refusal = refuse(...reason);
  }
}

export type Archive = {
  has: (name: string) => boolean;
  /** Gives a part to `take`, piece by piece; a part that is not there gives nothing. Throws `Refused`. */
  read: (name: string, take: (piece: Uint8Array) => void) => void;
};

/** Reads the directory. Throws `Refused` for bombs, and fflate's error for what is no archive. */
export function openArchive(bytes: Uint8Array): Archive {
  const names = new Set<string>();
  let declared = 0;
  unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      names.add(name);
      declared += originalSize;
      if (names.size > MAX_ENTRIES) throw tooLarge('has more parts inside than any document needs');
      if (declared > MAX_DECLARED_BYTES) throw tooLarge('would unpack to more than 512 MB');
      return false;
    },
  });
  return { has: (name) => names.has(name), read: (name, take) => readPart(bytes, name, take) };
}

const tooLarge = (what: string) =>
  new Refused(
    'too_large',
    `The Word file ${what}. Save it anew from Word, or divide it into smaller documents.`,
  );

function readPart(bytes: Uint8Array, name: string, take: (piece: Uint8Array) => void): void {
  let size = 0;
  let state: 'ahead' | 'inside' | 'done' = 'ahead';
  const unzip = new Unzip((file) => {
    if (file.name !== name || state !== 'ahead') return;
    state = 'inside';
    file.ondata = (error, piece, final) => {
      if (error) throw error;
      size += piece.length;
      // Counted while inflating, because what a directory declares need not be true.
      if (size > MAX_PART_BYTES) throw tooLarge('would unpack to more text than fits into memory');
      if (piece.length) take(piece);
      if (final) state = 'done';
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length && !isDone(state); at += STEP_BYTES) {
    unzip.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
  }
}

/** Behind a function, because the compiler does not see that a callback changes the state. */
const isDone = (state: string) => state === 'done';
