/** A queue between what pushes events and what pulls them; a hand-over waits until the puller comes back for more. */
export type Channel<T> = AsyncIterable<T> & {
  push: (item: T) => void;
  /** Resolves when the consumer has taken the item and asks for the next, or went away. */
  handOver: (item: T) => Promise<void>;
  /** No more will come; with an error, the consumer is thrown it after what is queued. */
  end: (failure?: { error: unknown }) => void;
};

/** `leave` is called when the consumer goes away before the end. */
export function openChannel<T>(leave: () => void): Channel<T> {
  const queue: { item: T; taken: () => void }[] = [];
  let ended: { failure: { error: unknown } | undefined } | undefined;
  let wake = () => {};

  async function* pull(): AsyncGenerator<T, void, void> {
    let taken = () => {};
    try {
      for (;;) {
        taken();
        const next = queue.shift();
        if (next !== undefined) {
          taken = next.taken;
          yield next.item;
        } else if (ended !== undefined) {
          if (ended.failure !== undefined) throw ended.failure.error;
          return;
        } else {
          await new Promise<void>((resume) => {
            wake = resume;
          });
        }
      }
    } finally {
      taken();
      for (const { taken: release } of queue.splice(0)) release();
      if (ended === undefined) leave();
    }
  }

  const add = (item: T, taken: () => void) => {
    queue.push({ item, taken });
    wake();
  };
  return {
    push: (item) => add(item, () => {}),
    handOver: (item) => new Promise((done) => add(item, done)),
    end: (failure) => {
      ended ??= { failure };
      wake();
    },
    [Symbol.asyncIterator]: pull,
  };
}
