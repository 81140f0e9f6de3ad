/** Processes that belong to ours: tethered, awaited until they say where they listen, stopped and awaited again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Child = { process: ChildProcess; stop: () => Promise<void> };

const TETHER = fileURLToPath(new URL('./tether.ts', import.meta.url));
const TSX = ['--import', 'tsx'];

/** `onLine` hears each line of its output; `onExit` hears when it ends, whoever ended it. */
export function startTethered(
  command: string,
  args: readonly string[],
  options: {
    env?: NodeJS.ProcessEnv;
    onLine?: (line: string) => void;
    onExit?: (code: number | null) => void;
  } = {},
): Child {
  const child = spawn(process.execPath, [...TSX, TETHER, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: options.env ?? process.env,
  });
  const hear = options.onLine ?? (() => {});
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  child.once('exit', (code) => options.onExit?.(code));
  return { process: child, stop: () => stop(child) };
}

/** Runs a TypeScript file of ours and resolves with the first address that it prints; rejects where it ends before. */
export function startServer(file: URL, args: readonly string[] = []): Promise<Child & { url: string }> {
  return new Promise((done, fail) => {
    const said: string[] = [];
    const child = startTethered(process.execPath, [...TSX, fileURLToPath(file), ...args], {
      onLine: (line) => {
        said.push(line);
        const url = /https?:\/\/\S+/.exec(line)?.[0];
        if (url !== undefined) done({ ...child, url });
      },
      onExit: (code) => fail(new Error(`${file.pathname} ended with ${code}: ${said.slice(-5).join('\n')}`)),
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
