/**
 * Every set of the ingestion bench beside its peers, in one run: a table each, and one line of JSON last.
 *
 *   npm run bench -- ingestion [SET…] [--data ../shared/data]      SCORE_TOOL names another scoring tool
 */
import { parseArgs } from 'node:util';
import { run as articles } from './articles.ts';
import { run as cost } from './cost.ts';
import { run as docx } from './docx.ts';
import { run as hostile } from './hostile.ts';
import { run as pdf } from './pdf.ts';
import { run as retrieval } from './retrieval.ts';
import type { Outcome } from './scored.ts';
import { run as text } from './text.ts';
import { run as urls } from './urls.ts';

const SETS: Record<string, (dataDir: string) => Promise<Outcome>> = {
  articles,
  pdf,
  docx,
  text,
  retrieval,
  urls,
  cost,
  hostile,
};

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { data: { type: 'string', default: '../shared/data' } },
    allowPositionals: true,
  });
  const wanted = positionals.length > 0 ? positionals : Object.keys(SETS);
  const sets: Record<string, Outcome['rows']> = {};
  for (const name of wanted) {
    const measure = SETS[name];
    if (measure === undefined) throw new Error(`${name} is none of ${Object.keys(SETS).join(', ')}`);
    const { rows } = await measure(values.data);
    sets[name] = rows;
    console.log(`\n${name}`);
    console.table(rows);
  }
  console.log(JSON.stringify({ bench: 'ingestion', sets }));
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
