/** How large each worker is as deployed, gzipped; the edge must stay at or below 600 KB, because learners wait for it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const EDGE_LIMIT_KB = 600;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

function sizeOf(config: string): { kb: number; gzipKb: number } {
  const folder = mkdtempSync(join(tmpdir(), 'nuggets-bundle-'));
  try {
    const wrangler = createRequire(import.meta.url).resolve('wrangler/bin/wrangler.js');
    execFileSync(
      process.execPath,
      [wrangler, 'deploy', '--dry-run', '--minify', '--outdir', folder, '-c', config],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_SEND_ERROR_REPORTS: 'false' },
      },
    );
    const parts = readdirSync(folder).filter((name) => !name.endsWith('.map') && name !== 'README.md');
    const bytes = Buffer.concat(parts.map((name) => readFileSync(join(folder, name))));
    return { kb: Math.round(bytes.length / 1024), gzipKb: Math.round(gzipSync(bytes).length / 1024) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const edge = sizeOf('wrangler.toml');
const ingest = sizeOf('workers/ingest.toml');
console.table({ edge: { ...edge, limitKb: EDGE_LIMIT_KB }, ingest });
console.log(JSON.stringify({ bench: 'bundles', edge, ingest, limitKb: EDGE_LIMIT_KB }));
if (edge.gzipKb > EDGE_LIMIT_KB) {
  console.error(`The edge is ${edge.gzipKb} KB gzipped: over ${EDGE_LIMIT_KB}.`);
  process.exitCode = 1;
}
