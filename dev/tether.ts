/**
 * Runs a command that lives no longer than whoever started it: when our standard input closes (even because the
 * starter was killed) or we are told to stop, the command and all that it started are ended, politely and then not.
 * `node --import tsx dev/tether.ts COMMAND ARGS…`
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 8000;

const [command = process.execPath, ...args] = process.argv.slice(2);
// A group of its own: its grandchildren are ended with it, even those that outlive their parent.
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

const end = (signal: NodeJS.Signals): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // All of them have ended.
  }
};

let isStopping = false;
const stop = (): void => {
  if (isStopping) return;
  isStopping = true;
  end('SIGTERM');
  setTimeout(() => end('SIGKILL'), GRACE_MS);
};

process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('close', stop);
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
child.once('error', () => process.exit(127));
child.once('exit', (code, signal) => {
  end('SIGKILL');
  process.exit(code ?? (signal === null ? 0 : 1));
});
