/**
 * `npm run push -- PATH… [--watch] [--to URL]`: sends files or folders to Nuggets, and goes on where it stopped.
 * What was sent is noted by content, so a second run sends only what is new or changed. Signs in with NUGGETS_EMAIL and
 * NUGGETS_PASSWORD, or on this machine as the demo's admin.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Api, signIn } from './api.ts';
import { dataFolder } from './instance.ts';
import { DEMO_PEOPLE } from './seed.ts';

const READABLE = /\.(pdf|docx|txt|md|markdown|html?)$/i;
const SETTLE_MS = 500;

const { values, positionals } = parseArgs({
  options: { watch: { type: 'boolean', default: false }, to: { type: 'string' } },
  allowPositionals: true,
});

const to = values.to ?? `http://127.0.0.1:${process.env['PORT'] || 8787}`;

/** Path → SHA-256 of what was last sent from there, for one server. */
const Ledger = z.record(z.string(), z.string());
const ledgerFile = join(
  dataFolder(),
  'push',
  `${createHash('sha256').update(to).digest('hex').slice(0, 16)}.json`,
);
const sent: z.infer<typeof Ledger> = existsSync(ledgerFile)
  ? Ledger.parse(JSON.parse(readFileSync(ledgerFile, 'utf8')))
  : {};

/** A name is what tells documents apart: those of deeper folders carry their folders' names. */
type Found = { path: string; name: string };

async function filesIn(path: string): Promise<Found[]> {
  if (!statSync(path).isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && READABLE.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => found(path, join(entry.parentPath, entry.name)))
    .sort((a, b) => a.path.localeCompare(b.path));
}

const found = (folder: string, path: string): Found => ({
  path,
  name: relative(folder, path).split(sep).join(' › '),
});

const Accepted = z.object({
  jobs: z.array(z.object({ metadata: z.object({ estimatedUsd: z.number().optional() }) })),
});

/** @returns whether it was sent now */
async function pushFile(api: Api, { path, name }: Found): Promise<boolean> {
  const bytes = await readFile(path);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (sent[path] === hash) return false;
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  let usd: number | undefined;
  for (;;) {
    const answer = await api.send('/api/admin/files/upload', { method: 'POST', body: form });
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after') ?? 10);
      console.log(`  waiting ${seconds} s: the server takes so many uploads a minute`);
      await new Promise((wait) => setTimeout(wait, seconds * 1000));
      continue;
    }
    if (!answer.ok) {
      const body: unknown = await answer.json().catch(() => ({}));
      const said = z.object({ error: z.string() }).safeParse(body).data?.error ?? `answered ${answer.status}`;
      console.error(`✗ ${path}: ${said}`);
      process.exitCode = 1;
      return false;
    }
    usd = Accepted.safeParse(await answer.json()).data?.jobs[0]?.metadata.estimatedUsd;
    break;
  }
  sent[path] = hash;
  mkdirSync(join(dataFolder(), 'push'), { recursive: true });
  writeFileSync(ledgerFile, JSON.stringify(sent, null, 2));
  console.log(`✓ ${path}${usd === undefined ? '' : ` (about $${usd.toFixed(2)})`}`);
  return true;
}

async function pushAll(api: Api, paths: readonly string[]): Promise<void> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  let now = 0;
  for (const file of files) now += (await pushFile(api, file)) ? 1 : 0;
  console.log(`${now} sent, ${files.length - now} not new, to ${to}`);
}

function watchAll(api: Api, paths: readonly string[]): void {
  const waiting = new Map<string, NodeJS.Timeout>();
  for (const path of paths) {
    watch(path, { recursive: true }, (_, name) => {
      const file = name === null || !statSync(path).isDirectory() ? path : join(path, name);
      if (!READABLE.test(file)) return;
      clearTimeout(waiting.get(file));
      // Editors write in several strokes: a file is sent once it has been quiet.
      waiting.set(
        file,
        setTimeout(() => {
          if (!existsSync(file)) return;
          const changed = file === path ? { path, name: basename(path) } : found(path, file);
          void pushFile(api, changed).catch((error) => console.error(String(error)));
        }, SETTLE_MS),
      );
    });
  }
  console.log('Watching for changes. Ctrl-C stops.');
}

async function main(): Promise<void> {
  if (positionals.length === 0) throw new Error('usage: npm run push -- PATH… [--watch] [--to URL]');
  const paths = positionals.map((path) => resolve(path));
  const absent = paths.find((path) => !existsSync(path));
  if (absent !== undefined) throw new Error(`There is nothing at ${absent}.`);
  const [demo] = DEMO_PEOPLE;
  const local = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(to);
  const { NUGGETS_EMAIL = local ? demo.email : '', NUGGETS_PASSWORD = local ? demo.password : '' } =
    process.env;
  if (!NUGGETS_EMAIL) throw new Error(`Set NUGGETS_EMAIL and NUGGETS_PASSWORD to sign in at ${to}.`);
  const api = await signIn(to, NUGGETS_EMAIL, NUGGETS_PASSWORD);
  await pushAll(api, paths);
  if (values.watch) watchAll(api, paths);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
