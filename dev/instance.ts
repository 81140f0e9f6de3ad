/** One instance of the local run: its folder, the lock that keeps a second one out, the secrets made once. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export type Instance = {
  port: number;
  folder: string;
  secrets: Secrets;
  /** Gives the folder back. */
  release: () => void;
};

const Secrets = z.object({ JWT_SECRET: z.string(), ENCRYPTION_KEY: z.string(), OPERATOR_TOKEN: z.string() });
type Secrets = z.infer<typeof Secrets>;

/** What stops a start, in words for whoever typed it. */
export class CannotStart extends Error {}

export const dataFolder = (): string => resolve(process.env['DATA_DIR'] || '.data');

/** Takes the folder and the port, or throws `CannotStart` saying who has them. */
export async function takeInstance(): Promise<Instance> {
  const folder = dataFolder();
  const port = Number(process.env['PORT'] || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CannotStart(`PORT=${process.env['PORT']} is no port.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lock(folder);
  try {
    await needFreePort(port);
    return { port, folder, secrets: secretsIn(folder), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** The process that holds a folder, if it is alive: its id alone may have been given to another since. */
export function holderOf(folder: string): number | undefined {
  const file = join(folder, 'lock');
  if (!existsSync(file)) return undefined;
  const [pid = '', started = ''] = readFileSync(file, 'utf8').split('\n');
  return started !== '' && startOf(Number(pid)) === started ? Number(pid) : undefined;
}

function lock(folder: string): () => void {
  const file = join(folder, 'lock');
  const holder = holderOf(folder);
  if (holder !== undefined) {
    throw new CannotStart(
      `Nuggets already runs on ${folder} (process ${holder}). Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  rmSync(file, { force: true });
  const mine = `${process.pid}\n${startOf(process.pid)}\n`;
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch {
    throw new CannotStart(`Another start is taking ${folder} at this moment.`);
  }
  return () => rmSync(file, { force: true });
}

function startOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function needFreePort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', () =>
      fail(new CannotStart(`Port ${port} is taken. Stop what listens there, or set PORT to another.`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()));
  });
}

function secretsIn(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const made: Secrets = {
      JWT_SECRET: randomBytes(48).toString('base64url'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      OPERATOR_TOKEN: randomBytes(24).toString('base64url'),
    };
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  }
  return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
}
