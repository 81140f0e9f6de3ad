/** Hands predictions to the scoring tool and its figures to a table; what every bench of a reader shares. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

export type Row = Record<string, string | number>;
export type Outcome = { set: string; rows: Row[] };
export type Prediction = string | { text: string } | { error: string };

const DATA = '../shared/data';
const TOOL = '../shared/tools/score.mjs';
const Figures = z.record(z.string(), z.unknown());

/** The tool's figures for a file of predictions; it exits with 1 where some are missing, which here is an error. */
export function asked(
  set: string,
  dataDir: string,
  name: string,
  predictions: string,
): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'nuggets-bench-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, predictions);
    const tool = process.env['SCORE_TOOL'] ?? TOOL;
    const said = execFileSync(process.execPath, [tool, set, file, '--data', dataDir], { encoding: 'utf8' });
    return Figures.parse(JSON.parse(said.trim().split('\n').at(-1) ?? '{}'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const scored = (
  set: string,
  dataDir: string,
  predictions: Record<string, Prediction>,
): Record<string, unknown> => asked(set, dataDir, `${set}.json`, JSON.stringify(predictions));

/** "8/8" of `{ n: 8, right: 8 }`. */
export function share(value: unknown): string {
  const parsed = z.object({ n: z.number(), right: z.number() }).safeParse(value);
  return parsed.success ? `${parsed.data.right}/${parsed.data.n}` : '–';
}

export const figure = (value: unknown): string | number => (typeof value === 'number' ? value : '–');

/** Runs each reader over each item; milliseconds are means. What a reader throws counts as its refusal. */
export async function predict<Item>(
  items: Readonly<Record<string, Item>>,
  read: (item: Item) => Prediction | Promise<Prediction>,
): Promise<{ predictions: Record<string, Prediction>; ms: number }> {
  const predictions: Record<string, Prediction> = {};
  const started = performance.now();
  for (const [id, item] of Object.entries(items)) {
    try {
      predictions[id] = await read(item);
    } catch (error) {
      predictions[id] = { error: error instanceof Error ? error.message : 'failed' };
    }
  }
  const ms = (performance.now() - started) / Math.max(1, Object.keys(items).length);
  return { predictions, ms: Math.round(ms * 10) / 10 };
}

/** Prints a bench's table where its file is what was started. */
export async function whenAlone(url: string, run: (dataDir: string) => Promise<Outcome>): Promise<void> {
  if (url !== pathToFileURL(process.argv[1] ?? '').href) return;
  const { set, rows } = await run(process.env['DATA'] ?? DATA);
  console.table(rows);
  console.log(JSON.stringify({ bench: 'ingestion', set, rows }));
}
