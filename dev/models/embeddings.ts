/** Embeds texts in threads of their own: cached, in small batches, a learner's question never behind a document. */
import { startThread, type Thread } from './thread.ts';

/** Stored beside each vector by the product: vectors of different engines are never compared. */
export const EMBEDDING_ENGINE = 'use-lite-512+hashed-stems-1024/2';

/** Texts a call of a thread: small enough that what comes next is soon begun. */
const BATCH = 4;
/** 6 kB a vector: 20,000 are 120 MB. */
const CACHED = 20_000;
/** Characters of a request that somebody is waiting for: a question, or a question with some sentences. */
const URGENT = 6_000;

type EmbeddingThread = Thread<string[], Float32Array[]>;

export type Embedder = {
  /** Unit vectors of 1536, in the order of the texts. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
};

type Waiting = {
  text: string;
  resolve: (vector: Float32Array) => void;
  reject: (error: unknown) => void;
};

type Lane = { push: (one: Waiting) => void; close: () => Promise<void> };

/** One thread and its queue; `forget` is told which texts failed. */
function openLane(thread: EmbeddingThread, forget: (text: string) => void): Lane {
  const queue: Waiting[] = [];
  let isBusy = false;

  const run = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const vectors = await thread.call(batch.map(({ text }) => text));
      for (const [i, { resolve }] of batch.entries()) resolve(vectors[i] ?? new Float32Array());
    } catch (error) {
      for (const { text, reject } of batch) {
        forget(text);
        reject(error);
      }
    }
  };

  const pump = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    // Whoever pushes in this turn of the event loop is taken along.
    await Promise.resolve();
    while (queue.length > 0) await run(queue.splice(0, BATCH));
    isBusy = false;
  };

  return {
    push: (one) => {
      queue.push(one);
      void pump();
    },
    close: () => thread.close(),
  };
}

const ownThread = (isBackground: boolean): EmbeddingThread =>
  startThread(new URL('./embedding-worker.ts', import.meta.url), { isBackground });

/**
 * Two threads, one for what somebody waits for and one for documents, which gives way to it. Nothing is loaded before
 * the first call of each.
 */
export function createEmbedder(
  threads: { urgent: EmbeddingThread; patient: EmbeddingThread } = {
    urgent: ownThread(false),
    patient: ownThread(true),
  },
): Embedder {
  const cache = new Map<string, Promise<Float32Array>>();
  const forget = (text: string): boolean => cache.delete(text);
  const lanes = { urgent: openLane(threads.urgent, forget), patient: openLane(threads.patient, forget) };

  const embedOne = (text: string, lane: Lane): Promise<Float32Array> => {
    const cached = cache.get(text);
    if (cached) return cached;
    const vector = new Promise<Float32Array>((resolve, reject) => lane.push({ text, resolve, reject }));
    cache.set(text, vector);
    if (cache.size > CACHED)
      for (const oldest of [...cache.keys()].slice(0, CACHED / 10)) cache.delete(oldest);
    return vector;
  };

  return {
    embed(texts) {
      const characters = texts.reduce((sum, text) => sum + text.length, 0);
      const lane = characters < URGENT ? lanes.urgent : lanes.patient;
      return Promise.all(texts.map((text) => embedOne(text, lane)));
    },
    async close() {
      await Promise.all([lanes.urgent.close(), lanes.patient.close()]);
    },
  };
}

/** Cosine of two unit vectors. */
export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
