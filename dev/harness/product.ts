/** The edge in wrangler's dev runtime, to be killed and started again: bundled once, its state kept in a folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WRANGLER = createRequire(import.meta.url).resolve('wrangler/bin/wrangler.js');
const QUIET = {
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  NO_COLOR: '1',
};

export type Product = {
  url: string;
  port: number;
  /** Of its process group, while it runs. */
  pid: () => number | undefined;
  /** Ends every process of it at once, without a word. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends it for good and removes its state. */
  close: () => Promise<void>;
  /** What it said last, for a failure's message. */
  said: () => string;
};

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Bundles a worker as a deployment would and starts it. `script` stands beside wrangler.toml's own entry in its configuration. */
export async function startProduct(
  script: string,
  vars: Record<string, string>,
  config = 'wrangler.toml',
): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'nuggets-harness-'));
  const { assets: _, triggers: __, ...base } = parse(readFileSync(join(ROOT, config), 'utf8'));
  const own = join(folder, 'bundle.json');
  writeFileSync(own, JSON.stringify({ ...base, main: join(ROOT, script) }));
  execFileSync(
    process.execPath,
    [WRANGLER, 'deploy', '--dry-run', '--outdir', join(folder, 'bundle'), '-c', own],
    { cwd: ROOT, env: QUIET, stdio: 'pipe' },
  );
  const main = join(folder, 'bundle', script.replace(/^.*\//, '').replace(/\.ts$/, '.js'));
  const run = join(folder, 'run.json');
  writeFileSync(
    run,
    JSON.stringify({
      ...base,
      main,
      no_bundle: true,
      find_additional_modules: true,
      rules: [{ type: 'CompiledWasm', globs: ['**/*.wasm'] }],
      vars,
    }),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';

  const start = async (): Promise<void> => {
    const args = [
      'dev',
      '-c',
      run,
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--inspector-port',
      '0',
      '--persist-to',
      join(folder, 'state'),
      '--show-interactive-dev-session=false',
    ];
    // A group of its own, so that all of it can be killed in the same moment.
    child = spawn(process.execPath, [WRANGLER, ...args], {
      cwd: folder,
      env: QUIET,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (piece: Buffer) => {
      said = (said + piece.toString()).slice(-200_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const until = Date.now() + 90_000;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`the runtime ended: ${said}`);
      const answer = await fetch(`${url}/api/openapi.json`).catch(() => undefined);
      if (answer !== undefined) return;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    throw new Error(`the runtime did not answer: ${said}`);
  };

  const kill = async (): Promise<void> => {
    const { pid } = child ?? {};
    if (child === undefined || pid === undefined || child.exitCode !== null) return;
    const ended = new Promise((done) => child?.once('exit', done));
    process.kill(-pid, 'SIGKILL');
    await ended;
  };

  await start();
  return {
    url,
    port,
    pid: () => child?.pid,
    kill,
    start,
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
    said: () => said,
  };
}
