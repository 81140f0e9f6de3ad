/** The caller's end of a worker thread written in TypeScript: started at the first call, typed, restarted after a crash. */
import { Worker } from 'node:worker_threads';
import type { Answer } from './thread-answers.ts';

export type Thread<In, Out> = {
  /** Rejects with the worker's own message, or when the thread dies. */
  call(input: In): Promise<Out>;
  close(): Promise<void>;
};

type Waiting<Out> = { resolve: (output: Out) => void; reject: (error: Error) => void };

/**
 * A worker does not inherit what compiles TypeScript for its parent (tsx, or vitest's own transform), and on
 * Node 20 `--import tsx` does not reach into workers either: so each registers tsx by its own first line.
 */
const TSX = import.meta.resolve('tsx/esm/api');
const firstLine = (file: URL): string =>
  `import(${JSON.stringify(TSX)}).then(({ register }) => { register(); return import(${JSON.stringify(file.href)}); })`;

/** A thread that runs `file`, which must call `answerCalls` with the matching types. A background one gives way to others. */
export function startThread<In, Out>(file: URL, { isBackground = false } = {}): Thread<In, Out> {
  const waiting = new Map<number, Waiting<Out>>();
  let worker: Worker | undefined;
  let calls = 0;
  let closed = false;

  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(firstLine(file), { eval: true, execArgv: [], workerData: { isBackground } });
    // An idle thread must not keep the process from ending; a waiting caller holds its own server open.
    started.unref();
    started.on('message', (answer: Answer<Out>) => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('failure' in answer) caller?.reject(new Error(answer.failure));
      else caller?.resolve(answer.output);
    });
    started.on('error', fail);
    started.on('exit', (code) => started === worker && fail(new Error(`the thread ended with code ${code}`)));
    return started;
  };

  return {
    call(input) {
      if (closed) return Promise.reject(new Error('the thread is closed'));
      worker ??= start();
      const id = ++calls;
      const answer = new Promise<Out>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage({ id, input });
      return answer;
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
