/**
 * How well the Worker's own mastery module predicts answers it has not seen.
 *
 *   npm run bench -- mastery [--train A.csv] [--test B.csv] [--population fixed] [--peers] [--predictions OUT.csv]
 *
 * Files have the columns learner,concept,item,correct in time order; item may be empty. Learners of the two files
 * are different people even where their numbers are the same. Every answer is predicted before it is shown. After it,
 * the learner's standing folds it in, and the population follows it (`observe`), as the organization's
 * difficulties do between two fits; `--population fixed` leaves that out. Without --train the population
 * starts from the default that is shipped. With --peers others predict the same answers, fitted to the training file, or
 * without one to the very answers they are tested on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Attempt } from '../src/learning/evidence.ts';
import { fitPopulation } from '../src/learning/fit.ts';
import { copyPopulation, DEFAULT_POPULATION, observe, type Population } from '../src/learning/population.ts';
import { emptyStanding, expectation, fold, type Standing } from '../src/learning/project.ts';
import { type Answer, peers } from './learning/peers.ts';
import { type Prediction, type Scores, scoresOf } from './scores.ts';

const DATA = '../shared/data/mastery';

function readAnswers(path: string): Answer[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const columns = (header ?? '').split(',').map((name) => name.trim());
  for (const name of ['learner', 'concept', 'correct']) {
    if (!columns.includes(name)) throw new Error(`${path} has no column ${name}`);
  }
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? '';
    const correct = Number(cell('correct')) >= 0.5 ? 1 : 0;
    return { learner: cell('learner'), concept: cell('concept'), item: cell('item'), correct };
  });
}

/** The data have order but no clock: a second from answer to answer, too short to forget anything in. */
const attemptOf = (answer: Answer, place: number): Attempt => ({
  id: String(place).padStart(9, '0'),
  learnerId: answer.learner,
  conceptId: answer.concept,
  itemId: answer.item === '' ? null : answer.item,
  kind: 'answer',
  score: answer.correct,
  confidence: 1,
  hintsUsed: 0,
  at: new Date(place * 1000),
});

/** Predicts every answer in file order, then shows it. */
export function predictAnswers(
  answers: readonly Answer[],
  start: Population,
  follows: boolean,
): Prediction[] {
  const population = copyPopulation(start);
  const standings = new Map<string, Standing>();
  return answers.map((answer, place) => {
    const attempt = attemptOf(answer, place);
    const standing = standings.get(answer.learner) ?? emptyStanding();
    standings.set(answer.learner, standing);
    const question = { conceptId: attempt.conceptId, item: attempt };
    const expected = expectation(standing, population, question, attempt.at.getTime()).probability;
    fold(standing, attempt, population);
    if (follows)
      observe(population, { ...question, itemId: attempt.itemId, score: answer.correct }, expected);
    return { expected, actual: answer.correct };
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

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      test: { type: 'string', default: `${DATA}/assist2009_test.csv` },
      population: { type: 'string', default: 'followed' },
      peers: { type: 'boolean', default: false },
      predictions: { type: 'string' },
    },
  });
  const started = performance.now();
  const train = values.train === undefined ? null : readAnswers(values.train);
  const population = train === null ? DEFAULT_POPULATION : fitPopulation(train.map(attemptOf), 'bench');
  const fitted = performance.now();
  const answers = readAnswers(values.test);
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
