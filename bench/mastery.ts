/**
 * How well the Worker's own mastery module predicts answers it has not seen.
 *
 *   npm run bench -- mastery [--train A.csv] [--test B.csv] [--population fixed] [--predictions OUT.csv]
 *
 * Files have the columns learner,concept,item,correct in time order; item may be empty. Learners of the two files
 * are different people even where their numbers are the same. Every answer is predicted before it is shown. After it,
 * the learner's standing folds it in, and the population follows it (`observe`), as the organization's
 * difficulties do between two fits; `--population fixed` leaves that out. Without --train the population
 * starts from the default that is shipped.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Attempt } from '../src/learning/evidence.ts';
import { fitPopulation } from '../src/learning/fit.ts';
import { copyPopulation, DEFAULT_POPULATION, observe, type Population } from '../src/learning/population.ts';
import { emptyStanding, expectation, fold, type Standing } from '../src/learning/project.ts';
import { type Prediction, scoresOf } from './scores.ts';

const DATA = '../shared/data/mastery';

type Answer = { learner: string; concept: string; item: string; correct: 0 | 1 };

function readAnswers(path: string): Answer[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const columns = (header ?? '').split(',').map((name) => name.trim());
  const column = (name: string): number => {
    const index = columns.indexOf(name);
    if (index < 0) throw new Error(`${path} has no column ${name}`);
    return index;
  };
  const [learner, concept, item, correct] = ['learner', 'concept', 'item', 'correct'].map(column);
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (index: number | undefined): string => cells[index ?? -1]?.trim() ?? '';
    return {
      learner: cell(learner),
      concept: cell(concept),
      item: cell(item),
      correct: cell(correct) === '1' ? 1 : 0,
    };
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

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      test: { type: 'string', default: `${DATA}/assist2009_test.csv` },
      population: { type: 'string', default: 'followed' },
      predictions: { type: 'string' },
    },
  });
  const started = performance.now();
  const population =
    values.train === undefined
      ? DEFAULT_POPULATION
      : fitPopulation(readAnswers(values.train).map(attemptOf), 'bench');
  const fitted = performance.now();
  const answers = readAnswers(values.test);
  const predictions = predictAnswers(answers, population, values.population !== 'fixed');
  const { auc, logLoss, rmse, ece, n } = scoresOf(predictions);
  const seconds = (performance.now() - started) / 1000;
  if (values.predictions !== undefined) {
    const rows = answers.map(
      ({ learner, concept, correct }, row) =>
        `${learner},${concept},${correct},${predictions[row]?.expected.toFixed(6)}`,
    );
    writeFileSync(values.predictions, `learner,concept,correct,p\n${rows.join('\n')}\n`);
  }
  console.table({
    [values.train === undefined ? 'shipped default' : 'fitted to the training file']: {
      auc: rounded(auc),
      'log loss': rounded(logLoss),
      rmse: rounded(rmse),
      ece: rounded(ece),
      answers: n,
      'fit, s': rounded((fitted - started) / 1000),
      'in all, s': rounded(seconds),
    },
  });
  console.log(
    JSON.stringify({
      overall: population.overall,
      weights: population.weights,
      conceptVariance: population.conceptVariance,
      itemVariance: population.itemVariance,
    }),
  );
  console.log(
    JSON.stringify({
      auc: rounded(auc),
      logLoss: rounded(logLoss),
      rmse: rounded(rmse),
      ece: rounded(ece),
      n,
      seconds: rounded(seconds),
    }),
  );
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
