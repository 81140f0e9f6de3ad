/** The worker's end of a thread: takes calls in order, answers each by its number. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

type Call<In> = { id: number; input: In };

/** What a thread sends back for each call. */
export type Answer<Out> = { id: number; output: Out } | { id: number; failure: string };

/** Lets this thread have what processor time the others leave. Linux only: elsewhere priorities are those of processes. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // No such file, or not allowed: then it runs as the others do.
  }
}

/** Serves `work` to the thread that started this one. Calls run one after another, as the work is CPU-bound. */
export function answerCalls<In, Out>(work: (input: In) => Promise<Out>): void {
  if (workerData?.isBackground === true) giveWay();
  let last: Promise<void> = Promise.resolve();
  const post = (answer: Answer<Out>) => parentPort?.postMessage(answer);
  parentPort?.on('message', ({ id, input }: Call<In>) => {
    last = last
      .then(() => work(input))
      .then(
        (output) => post({ id, output }),
        (error: unknown) => post({ id, failure: error instanceof Error ? error.message : String(error) }),
      );
  });
}
