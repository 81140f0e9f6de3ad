/** Embeds texts in a thread: cached, in small batches, short questions ahead of long ingestion. */
import { startThread, type Thread } from './thread.ts';

/** Stored beside each vector by the product: vectors of different engines are never compared. */
export const EMBEDDING_ENGINE = 'use-lite-512+hashed-stems-1024/2';

/** A query that arrives while a document is embedded waits for one such batch: 2 long texts take about .4 s. */
const BATCH = 2;
/** 6 kB a vector: 20,000 are 120 MB. */
const CACHED = 20_000;

type Waiting = { text: string; resolve: (vector: Float32Array) => void; reject: (error: unknown) => void };

export type Embedder = {
  /** Unit vectors of 1536, in the order of the texts. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
};

/** Starts nothing yet: the model loads at the first call. */
export function createEmbedder(
  thread: Thread<string[], Float32Array[]> = startThread(new URL('./embedding-worker.ts', import.meta.url)),
): Embedder {
  const cache = new Map<string, Promise<Float32Array>>();
  const [urgent, patient]: [Waiting[], Waiting[]] = [[], []];
  let busy = false;

  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (;;) {
      const batch = (urgent.length > 0 ? urgent : patient).splice(0, urgent.length > 0 ? 8 * BATCH : BATCH);
      if (batch.length === 0) break;
      try {
        const vectors = await thread.call(batch.map(({ text }) => text));
        batch.forEach(({ resolve, reject }, i) => {
          const vector = vectors[i];
          if (vector) resolve(vector);
          else reject(new Error('the embedding thread returned too few vectors'));
        });
      } catch (error) {
        for (const { text, reject } of batch) {
          cache.delete(text);
          reject(error);
        }
      }
    }
    busy = false;
  };

  const embedOne = (text: string, isUrgent: boolean): Promise<Float32Array> => {
    const cached = cache.get(text);
    if (cached) return cached;
    const vector = new Promise<Float32Array>((resolve, reject) => {
      (isUrgent ? urgent : patient).push({ text, resolve, reject });
    });
    cache.set(text, vector);
    if (cache.size > CACHED)
      for (const oldest of [...cache.keys()].slice(0, CACHED / 10)) cache.delete(oldest);
    return vector;
  };

  return {
    async embed(texts) {
      const characters = texts.reduce((sum, text) => sum + text.length, 0);
      const vectors = Promise.all(texts.map((text) => embedOne(text, characters < 4_000)));
      void pump();
      return vectors;
    },
    close: () => thread.close(),
  };
}

/** Cosine of two unit vectors. */
export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
