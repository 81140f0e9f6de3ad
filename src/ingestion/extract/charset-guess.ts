/** Guesses the encoding of a text that declares none: decodes it in every candidate and asks which reads like a language. */

import { ALPHABETS, type Alphabet, COMMON_IDEOGRAPHS, COMMON_SYLLABLES } from './alphabets.ts';

export type Guess = {
  /** A label of the WHATWG Encoding Standard. */
  encoding: string;
  text: string;
  /** Mean merit of a character beyond ASCII: above .6 reads like a language, below .2 like noise. */
  score: number;
};

const EAST_ASIAN = ['gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr'] as const;

/** As much of a text as is judged, from its first letter beyond ASCII on; more changes no verdict. */
const SAMPLE_BYTES = 16 * 1024;

/** Words before that letter, which tell its language. */
const LEAD_BYTES = 1024;

/** Below this the best reading is none. */
const MIN_SCORE = 0.2;

/**
 * The encoding in which the bytes read best, or null where they read like no language in any.
 * The text returned never holds a replacement character.
 */
export function guessEncoding(bytes: Uint8Array): Guess | null {
  const from = Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - LEAD_BYTES);
  const sample = bytes.subarray(from, from + SAMPLE_BYTES);
  const guesses = [...eastAsian(sample), ...alphabetic(sample)].sort((a, b) => b.score - a.score);
  for (const { encoding, score } of guesses) {
    if (score < MIN_SCORE) break;
    const text = decodeStrictly(bytes, encoding);
    if (text !== null) return { encoding, text, score };
  }
  return null;
}

/** The text, or null where a byte sequence means nothing in this encoding or the label is unknown. */
export function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes);
    // Some engines map undefined bytes to controls or to the private use area instead of refusing them.
    return /[\u0080-\u0084\u0086-\u009f\ue000-\uf8ff]/.test(text) && !label.startsWith('utf-') ? null : text;
  } catch {
    return null;
  }
}

/** The standard's own name for a label, or null where it knows none. */
export function labelOf(label: string | null | undefined): string | null {
  try {
    return label ? new TextDecoder(label.trim()).encoding : null;
  } catch {
    return null;
  }
}

function eastAsian(bytes: Uint8Array): { encoding: string; score: number }[] {
  return EAST_ASIAN.flatMap((encoding) => {
    const text = decodeStrictly(trimmed(bytes), encoding);
    return text === null ? [] : [{ encoding, score: eastAsianMerit(text) }];
  });
}

/** A sample may end in the middle of a character: cut it after the last ASCII byte. */
function trimmed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < SAMPLE_BYTES) return bytes;
  const end = bytes.findLastIndex((byte) => byte < 0x30);
  return end < SAMPLE_BYTES / 2 ? bytes : bytes.subarray(0, end + 1);
}

function eastAsianMerit(text: string): number {
  let [merit, count] = [0, 0];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    count += 1;
    if (COMMON_IDEOGRAPHS.has(char) || COMMON_SYLLABLES.has(char)) merit += 1;
    else if (code >= 0x3041 && code <= 0x30ff) merit += 1;
    else if (code >= 0xac00 && code <= 0xd7a3) merit += 0.4;
    else if ((code >= 0x3000 && code <= 0x303f) || (code >= 0xff01 && code <= 0xff5e)) merit += 0.7;
    else if (code >= 0x4e00 && code <= 0x9fff) merit += 0.35;
    else if (code >= 0xff61 && code <= 0xff9f) merit -= 0.2;
    else if (code >= 0x2010 && code <= 0x266f) merit += 0.3;
    else merit -= 0.5;
  }
  return count ? merit / count : 0;
}

function alphabetic(bytes: Uint8Array): { encoding: string; score: number }[] {
  const encodings = [...new Set(ALPHABETS.flatMap((alphabet) => alphabet.encodings))];
  const familiar = familiarity(bytes);
  return encodings.flatMap((encoding) => {
    const text = decodeStrictly(bytes, encoding);
    if (text === null) return [];
    const scores = ALPHABETS.filter((alphabet) => alphabet.encodings.includes(encoding)).map(
      (alphabet) =>
        alphabetMerit(text, alphabet) +
        (familiar.get(alphabet) ?? 0) -
        0.01 * alphabet.encodings.indexOf(encoding),
    );
    return [{ encoding, score: Math.max(...scores) }];
  });
}

/** How much merit the ASCII words of a text lend to each language: .4 to the one whose words are the most frequent. */
function familiarity(bytes: Uint8Array): Map<Alphabet, number> {
  const ascii = String.fromCharCode(...bytes.subarray(0, 16_384))
    .replace(/<[^>]*>/g, ' ')
    .toLowerCase();
  const found = ascii.split(/[^a-z\u0080-\u00ff]+/);
  const shares = ALPHABETS.map((alphabet) => {
    const words = new Set(alphabet.words?.split(' '));
    return [alphabet, found.filter((word) => words.has(word)).length / found.length] as const;
  });
  const most = Math.max(0.05, ...shares.map(([, share]) => share));
  return new Map(shares.map(([alphabet, share]) => [alphabet, (0.4 * share) / most]));
}

const weights = new Map<Alphabet, Map<string, number>>();

/** Letters weigh from 1 (the commonest) down to .4, so that a wrong table of the same script weighs less. */
function weightsOf(alphabet: Alphabet): Map<string, number> {
  const known = weights.get(alphabet);
  if (known) return known;
  const letters = [...alphabet.letters];
  const made = new Map(letters.map((letter, rank) => [letter, 1 - (0.6 * rank) / letters.length]));
  weights.set(alphabet, made);
  return made;
}

function alphabetMerit(text: string, alphabet: Alphabet): number {
  const letters = weightsOf(alphabet);
  const latin = alphabet.words !== undefined;
  let [merit, count, before] = [0, 0, ' '];
  for (const char of text) {
    if (char > '\u007f') {
      count += 1;
      merit += letters.get(char.toLowerCase()) ?? strangeness(char, before);
      // "pRIVET": a capital after a small letter is the mark of a table whose cases are swapped.
      if (isLower(before) && isUpper(char)) merit -= 3;
      if (/\d/.test(before) && /\p{L}/u.test(char)) merit -= 0.3;
      if (!latin && /[a-z]/i.test(before) && /\p{L}/u.test(char)) merit -= 1;
    } else if (before > '\u007f' && /\p{L}/u.test(before)) {
      if (isUpper(char) && isLower(before)) merit -= 0.5;
      if (/\d/.test(char)) merit -= 0.7;
      else if (!latin && /[a-z]/i.test(char)) merit -= 1;
    }
    before = char;
  }
  return count ? merit / count : 0;
}

const isLower = (char: string) => char !== char.toUpperCase();
const isUpper = (char: string) => char !== char.toLowerCase();

/** What a character that the language does not write costs: punctuation nothing, a sign within a word most. */
function strangeness(char: string, before: string): number {
  if (/[\u00a0“”„‘’‚«»–—…•©®™°§€£№]/.test(char))
    return /\p{L}/u.test(before) && /[§©®°£€№]/.test(char) ? -0.5 : 0.3;
  if (/\p{L}/u.test(char)) return -0.6;
  return /\p{L}/u.test(before) ? -1.2 : -0.6;
}
