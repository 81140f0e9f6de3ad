/**
 * How well the Worker's own mastery module predicts answers it has not seen.
 *
 *   npm run bench -- mastery [--train A.csv] [--test B.csv] [--population fixed] [--peers] [--predictions OUT.csv]
 *
 * Files have the columns learner,concept,item,correct in time order, in any order of columns; item may be empty. Learners
 * of the two files are different people even where their numbers are the same. Every answer is predicted before it is shown.
 * After it, the learner's standing folds it in, and the population follows it, as an organization's does by the hour
 * (follow.ts; here at every answer); `--population fixed` leaves that out. Without --train the population starts from the
 * default that is shipped. With --peers others predict the same answers, fitted to the training file, or without one to the
 * very answers they are tested on. --worlds [--seed 1] takes made-up schools of other shapes instead of files: there BKT is
 * fitted to the answers it is tested on.
 */
import { createReadStream, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { Attempt } from '../src/learning/evidence.ts';
import { fitPopulation } from '../src/learning/fit.ts';
import { meet } from '../src/learning/follow.ts';
import { copyPopulation, DEFAULT_POPULATION, type Population } from '../src/learning/population.ts';
import { emptyStanding, expectation, fold, type Standing } from '../src/learning/standing.ts';
import { type Answer, peers } from './learning/peers.ts';
import { makeWorlds } from './learning/worlds.ts';
import { randomFrom } from './random.ts';
import { type Prediction, type Scores, scoresOf } from './scores.ts';

const DATA = '../shared/data/mastery';

const Row = z.object({
  learner: z.string(),
  concept: z.string(),
  item: z.string().optional(),
  correct: z.string(),
});

/** Any CSV: the columns in any order, among others, quoted or not, LF or CRLF, with a byte order mark or none. */
async function readAnswers(path: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  const rows = createReadStream(path).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  for await (const row of rows) {
    const { learner, concept, item = '', correct } = Row.parse(row);
    answers.push({ learner, concept, item, correct: Number(correct) >= 0.5 ? 1 : 0 });
  }
  return answers;
}

/**
 * The data have order but no clock: a second from one answer of a learner to their next, too short to forget anything in,
 * however many learners a file mixes.
 */
function attemptsOf(answers: readonly Answer[]): Attempt[] {
  const counts = new Map<string, number>();
  return answers.map((answer, place) => {
    const before = counts.get(answer.learner) ?? 0;
    counts.set(answer.learner, before + 1);
    return {
      id: String(place).padStart(9, '0'),
      learnerId: answer.learner,
      conceptId: answer.concept,
      itemId: answer.item === '' ? null : answer.item,
      kind: 'answer',
      score: answer.correct,
      confidence: 1,
      hintsUsed: 0,
      at: new Date(before * 1000),
    };
  });
}

/** Predicts every answer in file order, then shows it. */
function predictAnswers(answers: readonly Answer[], start: Population, follows: boolean): Prediction[] {
  const population = copyPopulation(start);
  const standings = new Map<string, Standing>();
  return attemptsOf(answers).map((attempt) => {
    const standing = standings.get(attempt.learnerId) ?? emptyStanding();
    standings.set(attempt.learnerId, standing);
    const actual = attempt.score === 1 ? 1 : 0;
    if (follows) return { expected: meet(standing, attempt, population), actual };
    const question = { conceptId: attempt.conceptId, item: attempt };
    const expected = expectation(standing, population, question, attempt.at.getTime()).probability;
    fold(standing, attempt, population);
    return { expected, actual };
  });
}

const rounded = (value: number): number => Number(value.toFixed(4));

const inDigits = ({ auc, logLoss, rmse, ece, n }: Scores): Scores => ({
  auc: rounded(auc),
  logLoss: rounded(logLoss),
  rmse: rounded(rmse),
  ece: rounded(ece),
  n,
});

/** The default and a fit on schools of other shapes, beside knowledge tracing and the plain logistic. */
function compareWorlds(seed: number): void {
  const table: Record<string, Record<string, number>> = {};
  for (const { name, train, test } of makeWorlds(randomFrom(seed))) {
    const fitted = fitPopulation(attemptsOf(train), 'bench');
    const scores = {
      BKT: scoresOf(peers['Bayesian knowledge tracing']?.(test, test) ?? []),
      logistic: scoresOf(peers['plain online logistic']?.(train, test) ?? []),
      default: scoresOf(predictAnswers(test, DEFAULT_POPULATION, true)),
      fitted: scoresOf(predictAnswers(test, fitted, true)),
    };
    table[name] = Object.fromEntries(
      Object.entries(scores).flatMap(([who, { auc, ece }]) => [
        [`${who} auc`, rounded(auc)],
        [`${who} ece`, rounded(ece)],
      ]),
    );
  }
  console.table(table);
  console.log(JSON.stringify(table));
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      test: { type: 'string', default: `${DATA}/assist2009_test.csv` },
      population: { type: 'string', default: 'followed' },
      peers: { type: 'boolean', default: false },
      predictions: { type: 'string' },
      worlds: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.worlds) return compareWorlds(Number(values.seed));
  const started = performance.now();
  const train = values.train === undefined ? null : await readAnswers(values.train);
  const population = train === null ? DEFAULT_POPULATION : fitPopulation(attemptsOf(train), 'bench');
  const fitted = performance.now();
  const answers = await readAnswers(values.test);
  const predictions = predictAnswers(answers, population, values.population !== 'fixed');
  const seconds = (performance.now() - started) / 1000;
  const scores = inDigits(scoresOf(predictions));
  if (values.predictions !== undefined) {
    const rows = answers.map(
      ({ learner, concept, correct }, row) =>
        `${learner},${concept},${correct},${predictions[row]?.expected.toFixed(6)}`,
    );
    writeFileSync(values.predictions, `learner,concept,correct,p\n${rows.join('\n')}\n`);
  }
  const table: Record<string, Scores> = {};
  if (values.peers) {
    for (const [name, peer] of Object.entries(peers))
      table[name] = inDigits(scoresOf(peer(train ?? answers, answers)));
  }
  table[train === null ? 'ours, shipped default' : 'ours, fitted'] = scores;
  console.table(table);
  console.log(`${((fitted - started) / 1000).toFixed(1)} s to read and fit, ${seconds.toFixed(1)} s in all`);
  console.log(JSON.stringify({ ...scores, seconds: rounded(seconds) }));
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
