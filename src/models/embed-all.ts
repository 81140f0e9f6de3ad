import { createHash } from 'node:crypto';

/** Vectors for texts: each text once, from the cache where it has been embedded before, the rest in batches. */
export type EmbeddingCache = {
  /** By the SHA-256 of the text, hex. */
  find: (model: string, hashes: readonly string[]) => Promise<ReadonlyMap<string, number[]>>;
  keep: (model: string, made: ReadonlyMap<string, number[]>) => Promise<void>;
};

/** Providers take more; this keeps an answer under two megabytes and a failure cheap. */
export const BATCH = 100;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** In the order of the texts. */
export async function embedAll(
  { find, keep, model }: EmbeddingCache & { model: string },
  texts: readonly string[],
  embed: (batch: readonly string[]) => Promise<number[][]>,
): Promise<number[][]> {
  const textOf = new Map(texts.map((text) => [hashOf(text), text]));
  const known = new Map(texts.length === 0 ? [] : await find(model, [...textOf.keys()]));
  const missing = [...textOf].filter(([hash]) => !known.has(hash));
  for (let start = 0; start < missing.length; start += BATCH) {
    const batch = missing.slice(start, start + BATCH);
    const vectors = await embed(batch.map(([, text]) => text));
    const made = new Map(batch.map(([hash], i) => [hash, vectors[i] ?? []]));
    // Kept batch by batch: a failure later on loses nothing that was paid for.
    await keep(model, made);
    for (const [hash, vector] of made) known.set(hash, vector);
  }
  return texts.map((text) => known.get(hashOf(text)) ?? []);
}
