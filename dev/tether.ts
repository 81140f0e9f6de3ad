/**
 * Runs a command that lives no longer than whoever started it: when our standard input closes (even because the
 * starter was killed) or we are told to stop, the command is ended, politely and then not.
 * `node --import tsx dev/tether.ts COMMAND ARGS…`
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 8000;

const [command = process.execPath, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

const stop = (): void => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
};

process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('close', stop);
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
child.once('error', () => process.exit(127));
child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
