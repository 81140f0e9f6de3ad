/**
 * How well the offline judge grades short answers: Pearson's r and RMSE against two human graders.
 * Data: UNT/Mohler 2011 v2.0 (development half). Peer: shared words with isotonic regression, r 0.469, RMSE 0.977.
 * The answers go through the same chat endpoint, schema and fences as the product's own judge requests.
 * The judge's own scale is a teacher's, the graders' is lenient (mean 4.2 of 5): like the peer, it is given twice, as it is
 * and with a monotone scale fitted on the other questions (isotonic regression, five folds by question).
 *
 * Run: npx tsx bench/grading.ts [folder of the data, default ../shared/data/grading] [--predictions FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { startModels } from '../dev/models/server.ts';

const Question = z.object({ id: z.string(), question: z.string(), reference: z.string() });
const Answer = z.object({ id: z.string(), question: z.string(), answer: z.string(), score: z.number() });
const Judgement = z.object({
  score: z.number().min(0).max(1),
  confidence: z.number().min(0).max(1),
  misconception: z.string().nullable(),
  feedback: z.string(),
});

const { values, positionals } = parseArgs({
  options: { predictions: { type: 'string' } },
  allowPositionals: true,
});
const folder = positionals[0] ?? join(import.meta.dirname, '../../shared/data/grading');

const readLines = (name: string): unknown[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line): unknown => JSON.parse(line));

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const spread = (list: readonly number[], m: number) => Math.sqrt(mean(list.map((v) => (v - m) ** 2)));
  return mean(x.map((v, i) => (v - mx) * ((y[i] ?? my) - my))) / (spread(x, mx) * spread(y, my));
}

const rmse = (x: readonly number[], y: readonly number[]): number =>
  Math.sqrt(mean(x.map((v, i) => (v - (y[i] ?? 0)) ** 2)));

type Point = { x: number; y: number };

/** Isotonic regression by pooling adjacent violators: the best-fitting steps that never fall. */
function fitSteps(points: readonly Point[]): (x: number) => number {
  const pools: { x: number; sum: number; count: number }[] = [];
  for (const { x, y } of points.toSorted((a, b) => a.x - b.x)) {
    pools.push({ x, sum: y, count: 1 });
    for (;;) {
      const [before, last] = pools.slice(-2);
      if (!before || !last || before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { x: last.x, sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  return (x) => {
    const pool = pools.find((one) => x <= one.x) ?? pools.at(-1);
    return pool ? pool.sum / pool.count : 0;
  };
}

const FOLDS = 5;

/** Each score on the graders' scale, as learnt from the answers to other questions. */
function calibrate(scores: readonly number[], truth: readonly number[], groups: readonly string[]): number[] {
  const names = [...new Set(groups)];
  const foldOf = (group: string): number => names.indexOf(group) % FOLDS;
  const steps = Array.from({ length: FOLDS }, (_, fold) =>
    fitSteps(scores.flatMap((x, i) => (foldOf(groups[i] ?? '') === fold ? [] : [{ x, y: truth[i] ?? 0 }]))),
  );
  return scores.map((x, i) => steps[foldOf(groups[i] ?? '')]?.(x) ?? x);
}

const questions = new Map(
  z
    .array(Question)
    .parse(readLines('questions.jsonl'))
    .map((one) => [one.id, one]),
);
const answers = z.array(Answer).parse(readLines('answers.jsonl'));
const models = await startModels({ pace: 0 });
const client = new OpenAI({ apiKey: 'offline', baseURL: models.url });

async function judge({ question: id, answer }: z.output<typeof Answer>): Promise<number> {
  const asked = questions.get(id);
  if (!asked) throw new Error(`no question ${id}`);
  const content = `<question kind="open">${asked.question}</question>\n<reference>${asked.reference}</reference>\n<answer>${answer}</answer>`;
  const completion = await client.chat.completions.parse({
    model: 'offline',
    messages: [
      { role: 'system', content: 'Judge the answer against the reference.' },
      { role: 'user', content },
    ],
    response_format: zodResponseFormat(Judgement, 'judgement'),
  });
  return (completion.choices[0]?.message.parsed?.score ?? 0) * 5;
}

const began = performance.now();
const given: number[] = [];
for (const answer of answers) given.push(await judge(answer));
const seconds = (performance.now() - began) / 1000;
await models.close();

const truth = answers.map(({ score }) => score);
const round = (x: number) => Math.round(x * 1000) / 1000;
if (values.predictions) {
  const byId = Object.fromEntries(answers.map(({ id }, i) => [id, given[i]]));
  writeFileSync(values.predictions, JSON.stringify(byId));
}
const scaled = calibrate(
  given,
  truth,
  answers.map(({ question }) => question),
);
const result = {
  bench: 'grading',
  answers: answers.length,
  r: round(pearson(given, truth)),
  rmse: round(rmse(given, truth)),
  calibrated: { r: round(pearson(scaled, truth)), rmse: round(rmse(scaled, truth)) },
  peer: { name: 'shared words, isotonic, folds by question', r: 0.469, rmse: 0.977 },
  seconds: round(seconds),
};
const row = (name: string, r: string, error: string) =>
  console.log(`${name.padEnd(44)} ${r.padEnd(6)} ${error}`);
row('grader', 'r', 'RMSE');
row('offline judge, its own scale', result.r.toFixed(3), result.rmse.toFixed(3));
row(
  'offline judge, isotonic, folds by question',
  result.calibrated.r.toFixed(3),
  result.calibrated.rmse.toFixed(3),
);
row('shared words, isotonic, folds by question', '0.469', '0.977');
row('constant', '–', '1.113');
console.log(JSON.stringify(result));
