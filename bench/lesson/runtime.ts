/** The product's edge, the bare relay and the chat agent, bundled as deployments are, in one workerd and without a proxy before it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Miniflare, type WorkerOptions } from 'miniflare';
import { parse } from 'smol-toml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');
const PEER = join(import.meta.dirname, 'peer');
const WRANGLER = createRequire(import.meta.url).resolve('wrangler/bin/wrangler.js');
const QUIET = {
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  NO_COLOR: '1',
};

const Edge = z.object({ compatibility_date: z.string(), compatibility_flags: z.array(z.string()) });

export type Runtime = {
  /** Addresses by worker; the agent's is undefined where it could not be installed. */
  edge: string;
  relay: string;
  agent: string | undefined;
  close: () => Promise<void>;
};

/** The peer's packages, which nothing else needs: installed at the first run. False where the registry can't be reached. */
function hasPeer(): boolean {
  if (existsSync(join(PEER, 'node_modules/agents'))) return true;
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: PEER, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

type Script = { name: string; main: string; objects: Record<string, string>; vars: Record<string, string> };

/** `edge` holds the product's variables; every worker is told where the model is. */
export async function startRuntime(edge: Record<string, string>, modelUrl: string): Promise<Runtime> {
  const folder = mkdtempSync(join(tmpdir(), 'nuggets-bench-'));
  const base = Edge.parse(parse(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')));
  const vars = { MODEL_URL: modelUrl };

  function worker({ name, main, objects, vars }: Script): WorkerOptions {
    const out = join(folder, name);
    const config = join(folder, `${name}.json`);
    const bindings = Object.entries(objects).map(([binding, class_name]) => ({ name: binding, class_name }));
    const migrations = [{ tag: 'v1', new_sqlite_classes: Object.values(objects) }];
    writeFileSync(
      config,
      JSON.stringify({ name, main, minify: true, ...base, durable_objects: { bindings }, migrations }),
    );
    execFileSync(process.execPath, [WRANGLER, 'deploy', '--dry-run', '--outdir', out, '-c', config], {
      cwd: ROOT,
      env: QUIET,
      stdio: 'pipe',
    });
    const files = readdirSync(out).filter((file) => /\.(?:js|wasm)$/.test(file));
    return {
      name,
      modulesRoot: out,
      modules: files
        .sort((a, b) => Number(b.endsWith('.js')) - Number(a.endsWith('.js')))
        .map((file) =>
          file.endsWith('.js')
            ? { type: 'ESModule' as const, path: join(out, file) }
            : { type: 'CompiledWasm' as const, path: join(out, file) },
        ),
      compatibilityDate: base.compatibility_date,
      compatibilityFlags: base.compatibility_flags,
      bindings: vars,
      durableObjects: Object.fromEntries(
        Object.entries(objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
      ),
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    };
  }

  const isPeerHere = hasPeer();
  const workers = [
    {
      ...worker({
        name: 'edge',
        main: join(ROOT, 'workers/edge.ts'),
        objects: {
          SESSIONS: 'TutorSession',
          FEED: 'OrganizationFeed',
          GATE: 'RequestGate',
          METER: 'BudgetMeter',
        },
        vars: edge,
      }),
      r2Buckets: { BUCKET: 'nuggets' },
      queueProducers: { INGESTION: 'ingestion', AUTHORING: 'authoring' },
    },
    worker({ name: 'relay', main: join(import.meta.dirname, 'relay.ts'), objects: { RELAY: 'Relay' }, vars }),
    ...(isPeerHere
      ? [worker({ name: 'agent', main: join(PEER, 'agent.mjs'), objects: { ChatAgent: 'ChatAgent' }, vars })]
      : []),
  ];
  const runtime = new Miniflare({
    workers,
    durableObjectsPersist: join(folder, 'state'),
    // Its log lines are not the bench's; what goes wrong is.
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.resume();
      stderr.pipe(process.stderr);
    },
  });
  const addressOf = async (name: string) => (await runtime.unsafeGetDirectURL(name)).origin;
  return {
    edge: await addressOf('edge'),
    relay: await addressOf('relay'),
    agent: isPeerHere ? await addressOf('agent') : undefined,
    close: async () => {
      await runtime.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
