/** Both workers in the Workers runtime, with their cron ticking. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { type Child, startTethered } from './child.ts';
import { tick } from './clock.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const WRANGLER = createRequire(import.meta.url).resolve('wrangler/bin/wrangler.js');

/** No word to anybody outside this machine. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  NO_COLOR: '1',
};

const Config = z.looseObject({
  main: z.string(),
  assets: z.looseObject({ directory: z.string() }).optional(),
  triggers: z.object({ crons: z.array(z.string()) }).optional(),
});
type Config = z.infer<typeof Config>;

export type Runtime = Child & { url: string };

/** Starts both; resolves when the first answers. `vars` are what a deployment would have as secrets. */
export async function startRuntime(options: {
  port: number;
  folder: string;
  vars: Record<string, string>;
  onLine: (line: string) => void;
  onExit: (code: number | null) => void;
}): Promise<Runtime> {
  const configs = join(options.folder, 'wrangler');
  mkdirSync(configs, { recursive: true, mode: 0o700 });
  const edge = localConfig('wrangler.toml', configs, 'edge', options.vars, 'dev/clocked-edge.ts');
  const ingest = localConfig('workers/ingest.toml', configs, 'ingest', options.vars);
  const url = `http://127.0.0.1:${options.port}`;
  const child = startTethered(
    process.execPath,
    [
      ...['--import', 'tsx', join(ROOT, 'dev/workerd.ts')],
      ...['--port', String(options.port), '--state', join(options.folder, 'state')],
      ...[edge.file, ingest.file],
    ],
    { onLine: options.onLine, onExit: options.onExit },
  );
  await answering(`${url}/api/health`, child);
  const stopCron = tick(url, edge.config.triggers?.crons ?? [], options.vars['OPERATOR_TOKEN'] ?? '');
  return {
    process: child.process,
    url,
    stop: () => {
      stopCron();
      return child.stop();
    },
  };
}

/**
 * A copy of a script's configuration with absolute paths and the instance's variables, readable by its owner only. It
 * runs the bundle that a deployment would: an edit of the sources must not close the sockets of whoever is learning.
 * `script` stands in for its entry.
 */
function localConfig(
  source: string,
  folder: string,
  name: string,
  vars: Record<string, string>,
  script?: string,
) {
  const from = dirname(join(ROOT, source));
  const config: Config = Config.parse(parse(readFileSync(join(ROOT, source), 'utf8')));
  const bundle = join(folder, name);
  execFileSync(
    process.execPath,
    [
      WRANGLER,
      'deploy',
      ...(script ? [script] : []),
      '--dry-run',
      '--outdir',
      bundle,
      '-c',
      join(ROOT, source),
    ],
    {
      cwd: ROOT,
      env: { ...process.env, ...QUIET },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const pages = join(folder, `${name}-assets`);
  if (config.assets !== undefined) {
    // A copy of its own: another instance may build anew from this checkout while this one runs.
    rmSync(pages, { recursive: true, force: true });
    cpSync(resolve(from, config.assets.directory), pages, { recursive: true });
  }
  // The clock is ours (`clock.ts`).
  const { triggers: _, ...untimed } = config;
  const local = {
    ...untimed,
    main: join(bundle, basename(script ?? config.main).replace(/\.ts$/, '.js')),
    ...(config.assets === undefined ? {} : { assets: { ...config.assets, directory: pages } }),
    vars,
  };
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(local, null, 2), { mode: 0o600 });
  return { file, config };
}

async function answering(url: string, child: Child): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    if (child.process.exitCode !== null) throw new Error('the Workers runtime ended before it was ready');
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((wait) => setTimeout(wait, 200));
  }
  throw new Error('the Workers runtime did not answer within a minute');
}
