/**
 * How much of real PDFs is read, and how those without text, unreadable and hostile ones end. Each reader is one
 * long-lived process with a heap of 128 MB, as in a Worker; where it dies or hangs, another goes on after that file.
 *
 * The first row is the text that reaches nuggets. The truth holds what two other programs find in a file, running
 * heads and text that nobody sees among it, so two more rows add those again; "canaries" counts the files whose
 * hidden instructions a row shows.
 *
 *   npx tsx bench/ingestion/pdf.ts             DATA, SCORE_TOOL name other places
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Ask, READERS, type Views } from './pdf-reader.ts';
import { figure, type Outcome, type Prediction, type Row, scored, share, whenAlone } from './scored.ts';

/** Megabytes of JavaScript objects; a Worker has 128 for everything. */
const HEAP = 128;
/** Milliseconds for one file: what a hostile one must have ended in, and what a long one gets on a busy machine. */
const PATIENCE = { hostile: 30_000, other: 180_000 };
const CANARY = /H5-CANARY/;

const Manifest = z.record(z.string(), z.object({ password: z.string().optional() }));
const Answer = z.object({
  views: z.record(
    z.string(),
    z.union([z.string(), z.object({ text: z.string() }), z.object({ error: z.string() })]),
  ),
  peakMb: z.number(),
});

type Served = {
  predictions: Record<string, Record<string, Prediction>>;
  deaths: number;
  peakMb: number;
  seconds: number;
};

async function serveAll(
  reader: string,
  views: readonly string[],
  asks: ReadonlyMap<string, Ask>,
): Promise<Served> {
  const served: Served = {
    predictions: Object.fromEntries(views.map((view) => [view, {}])),
    deaths: 0,
    peakMb: 0,
    seconds: 0,
  };
  const started = performance.now();
  let child = await start(reader);
  for (const [name, ask] of asks) {
    const answer = await answerOf(
      child,
      ask,
      name.startsWith('hostile/') ? PATIENCE.hostile : PATIENCE.other,
    );
    if (answer === null) {
      served.deaths += 1;
      child.kill('SIGKILL');
      child = await start(reader);
    }
    served.peakMb = Math.max(served.peakMb, answer?.peakMb ?? 0);
    for (const view of views) {
      const predictions = served.predictions[view];
      if (predictions !== undefined) predictions[name] = answer?.views[view] ?? { error: 'died' };
    }
  }
  child.kill();
  served.seconds = Math.round((performance.now() - started) / 100) / 10;
  return served;
}

/** A process that is ready to read; one that does not even start is the bench's fault, not the reader's. */
async function start(reader: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./pdf-reader.ts', import.meta.url)), [reader], {
    execArgv: [`--max-old-space-size=${HEAP}`, '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => {
      child.removeAllListeners();
      resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`The reader ${reader} did not start (${code}).`)));
  });
}

/** Null where the process died or gave no answer in time. */
async function answerOf(
  child: ChildProcess,
  ask: Ask,
  patience: number,
): Promise<{ views: Views; peakMb: number } | null> {
  return new Promise((resolve) => {
    const end = (answer: { views: Views; peakMb: number } | null): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), patience);
    child.once('message', (message) => end(Answer.parse(message)));
    child.once('exit', () => end(null));
    child.send(ask);
  });
}

function rowOf(reader: string, served: Served, dataDir: string): Row {
  const predictions = served.predictions[reader] ?? {};
  const said = scored('pdf', dataDir, predictions);
  const categories = z.record(z.string(), z.number()).parse(said['recallByCategory']);
  const texts = Object.values(predictions).map((value) =>
    typeof value === 'string' ? value : 'text' in value ? value.text : '',
  );
  return {
    reader,
    recall: figure(said['recall']),
    precision: figure(said['precision']),
    'under 0.9': figure(said['below090']),
    'CJK, right to left': figure(categories['RTL / CJK']),
    reports: figure(categories['real-world report/table']),
    'no text': share(said['noText']),
    unreadable: share(said['unreadable']),
    hostile: share(said['hostile']),
    canaries: texts.filter((text) => CANARY.test(text)).length,
    deaths: served.deaths,
    'peak MB': served.peakMb,
    seconds: served.seconds,
  };
}

export async function run(dataDir: string): Promise<Outcome> {
  const folder = join(dataDir, 'pdf');
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const asks = new Map(
    Object.entries(manifest).map(([name, { password }]): [string, Ask] => {
      const file = join(folder, name.startsWith('hostile/') ? '' : 'files', name);
      return [name, password === undefined ? { file } : { file, password }];
    }),
  );
  const rows: Row[] = [];
  for (const [reader, { views }] of Object.entries(READERS)) {
    const served = await serveAll(reader, views, asks);
    for (const view of views) rows.push(rowOf(view, served, dataDir));
  }
  return { set: 'pdf', rows };
}

await whenAlone(import.meta.url, run);
