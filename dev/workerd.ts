/**
 * `node --import tsx dev/workerd.ts --port N --state FOLDER CONFIG…`: workers that are bundled already, in one workerd.
 * Without the proxy that `wrangler dev` puts before it to bundle anew while one types: it keeps connections for just as
 * long as workerd does, and who asked again after five seconds was now and then answered 503 by it. `door.ts` stands
 * there instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Miniflare, type ModuleDefinition, type WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { z } from 'zod';
import { openDoor } from './door.ts';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string' }, state: { type: 'string' } },
  allowPositionals: true,
});

const Config = z.object({ name: z.string(), main: z.string() });

function worker(file: string): WorkerOptions {
  const { name, main } = Config.parse(JSON.parse(readFileSync(file, 'utf8')));
  // What is needed of its rules is known here: scripts and compiled WebAssembly.
  const { modulesRules: _, ...options } = unstable_getMiniflareWorkerOptions(file).workerOptions;
  return { ...options, name, modulesRoot: dirname(main), modules: modulesOf(main) };
}

/** The script first, for that is its entry, and what else the bundle holds. */
function modulesOf(main: string): ModuleDefinition[] {
  const compiled = readdirSync(dirname(main)).filter((file) => file.endsWith('.wasm'));
  return [
    { type: 'ESModule', path: main },
    ...compiled.map((file) => ({ type: 'CompiledWasm' as const, path: join(dirname(main), file) })),
  ];
}

const runtime = new Miniflare({
  host: '127.0.0.1',
  // No word to anybody outside this machine.
  cf: false,
  telemetry: { enabled: false },
  // Where `wrangler dev --persist-to` kept it.
  defaultPersistRoot: join(values.state ?? '', 'v3'),
  workers: positionals.map(worker),
});

const door = await openDoor(Number(values.port), await runtime.ready);

const stop = (): void => {
  door.close();
  door.closeAllConnections();
  void runtime.dispose().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
