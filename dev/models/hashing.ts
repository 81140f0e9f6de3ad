/** The half of an embedding that knows words: stems and bigrams, feature-hashed. */
import { contentStems, readSentences } from './language.ts';

/** Sense (USE-lite) and words (hashes) side by side make the 1536 that the product's column holds. */
export const SENSE_DIMENSIONS = 512;
export const WORD_DIMENSIONS = 1024;
export const DIMENSIONS = SENSE_DIMENSIONS + WORD_DIMENSIONS;
/** Shares of the cosine: .6 sense, .4 words, measured best on questions in other words and on titles alike. */
const SENSE_SHARE = 0.6;

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fnv1a(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

const SECOND_SEED = 0x9747b28c;

/** How often each stem, and each pair of neighbouring stems, stands in a text. */
function countFeatures(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const { words } of readSentences(text)) {
    const stems = contentStems(words);
    stems.forEach((stem, i) => {
      count(stem);
      const next = stems[i + 1];
      if (next !== undefined) count(`${stem} ${next}`);
    });
  }
  return counts;
}

const normalized = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((x) => x / length);
};

/** Two signed hashes a feature, so that one collision does not make two words the same; log of the count. */
export function hashWords(text: string): Float32Array {
  const vector = new Float32Array(WORD_DIMENSIONS);
  for (const [feature, count] of countFeatures(text)) {
    const weight = Math.log1p(count) * (feature.includes(' ') ? 0.5 : 1);
    for (const seed of [undefined, SECOND_SEED]) {
      const hash = fnv1a(feature, seed);
      const at = hash % WORD_DIMENSIONS;
      vector[at] = (vector[at] ?? 0) + (hash & 0x40000000 ? weight : -weight);
    }
  }
  return normalized(vector);
}

/** Joins the two halves into one unit vector of 1536; a text without words is sense alone. */
export function joinHalves(sense: ArrayLike<number>, words: Float32Array): Float32Array {
  const joined = new Float32Array(DIMENSIONS);
  normalized(Float32Array.from(sense)).forEach((x, i) => {
    joined[i] = x * Math.sqrt(SENSE_SHARE);
  });
  words.forEach((x, i) => {
    joined[SENSE_DIMENSIONS + i] = x * Math.sqrt(1 - SENSE_SHARE);
  });
  return normalized(joined);
}
