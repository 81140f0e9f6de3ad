/** The half of an embedding that knows words: stems and bigrams, feature-hashed. */
import { contentStems, readSentences } from './language.ts';

/** Sense (USE-lite) and words (hashes) side by side make the 1536 that the product's column holds. */
export const SENSE_DIMENSIONS = 512;
export const WORD_DIMENSIONS = 1024;
export const DIMENSIONS = SENSE_DIMENSIONS + WORD_DIMENSIONS;
/** Shares of the cosine, sense and words: between the best for questions in the text's words (.4) and in others (.6). */
const SENSE_SHARE = 0.45;

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Each stem of a text once, and each pair of neighbouring stems: how often they come says little in so short a text. */
function featuresOf(text: string): Set<string> {
  const features = new Set<string>();
  for (const { words } of readSentences(text)) {
    const stems = contentStems(words);
    stems.forEach((stem, i) => {
      features.add(stem);
      const next = stems[i + 1];
      if (next !== undefined) features.add(`${stem} ${next}`);
    });
  }
  return features;
}

const normalized = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((x) => x / length);
};

/** A pair counts half of what a stem does. */
const PAIR = 0.5;

/** One signed hash a feature: two of them met more strangers than they told friends apart. */
export function hashWords(text: string): Float32Array {
  const vector = new Float32Array(WORD_DIMENSIONS);
  for (const feature of featuresOf(text)) {
    const weight = feature.includes(' ') ? PAIR : 1;
    const hash = fnv1a(feature);
    const at = hash % WORD_DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + (hash & 0x40000000 ? weight : -weight);
  }
  return normalized(vector);
}

/** The mean direction of several vectors; zero where there are none. */
export function meanOf(vectors: readonly ArrayLike<number>[]): Float32Array {
  const mean = new Float32Array(SENSE_DIMENSIONS);
  for (const vector of vectors) {
    const unit = normalized(Float32Array.from(vector));
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (unit[i] ?? 0);
  }
  return normalized(mean);
}

/** Joins the two halves into one unit vector of 1536. A text that says nothing at all gets a direction of its own. */
export function joinHalves(sense: Float32Array, words: Float32Array): Float32Array {
  const joined = new Float32Array(DIMENSIONS);
  joined.set(
    normalized(sense).map((x) => x * Math.sqrt(SENSE_SHARE)),
    0,
  );
  joined.set(
    words.map((x) => x * Math.sqrt(1 - SENSE_SHARE)),
    SENSE_DIMENSIONS,
  );
  if (joined.every((x) => x === 0)) joined[0] = 1;
  return normalized(joined);
}
