/**
 * Answers of made-up schools whose shapes differ from the data the default was fitted to: few learners or many, one concept
 * or hundreds, items or none, nearly all right or nearly all wrong, blocks or mixtures, and learners of three kinds, none of
 * them made in the image of the mastery module.
 */
import { below, type Random } from '../random.ts';
import type { Answer } from './peers.ts';

type Shape = {
  learners: number;
  concepts: number;
  /** Answers of one learner. */
  answers: number;
  itemsPerConcept: number;
  /** Average logit of being right. */
  easiness: number;
  /**
   * `known`: each concept is known or not, and may become known (knowledge tracing). `strength`: nobody learns, all is
   * strength and difficulty (Rasch). `growth`: every answer to a concept makes the next one to it likelier to be right
   * (additive factors). `drift`: what is known wanders. `coin`: nothing can be foretold.
   */
  kind: 'known' | 'strength' | 'growth' | 'drift' | 'coin';
  /** A concept is practised in a run until three in a row are right, or in any order. */
  order: 'runs' | 'mixed';
  /** Learners take turns, as in an organization, or the file holds one after another. */
  files: 'turns' | 'whole';
  /** Concepts are met equally often, or a few of them most of the time (Zipf). */
  popularity: 'even' | 'steep';
};

const SHAPES: Record<string, Shape> = {
  'few learners, many concepts': shape({ learners: 12, concepts: 400, answers: 800 }),
  'no items': shape({ itemsPerConcept: 0 }),
  'nearly all right': shape({ easiness: 2.8 }),
  'nearly all wrong': shape({ easiness: -2.8 }),
  'long sequences': shape({ learners: 8, concepts: 40, answers: 2500 }),
  'one concept': shape({ learners: 400, concepts: 1, answers: 30 }),
  'a handful of answers each': shape({ learners: 3000, concepts: 60, answers: 6 }),
  'runs until three are right': shape({ kind: 'known', order: 'runs', itemsPerConcept: 0 }),
  'known or not': shape({ kind: 'known' }),
  'knowledge that wanders': shape({ kind: 'drift', concepts: 20 }),
  'tossed coins': shape({ kind: 'coin' }),
  'thousands of concepts': shape({ learners: 400, concepts: 3000, answers: 60, popularity: 'steep' }),
  'one learner after another': shape({ files: 'whole', itemsPerConcept: 0 }),
  'skill builders': shape({
    ...{ kind: 'known', order: 'runs', files: 'whole', itemsPerConcept: 0 },
    ...{ learners: 1500, concepts: 100, answers: 30 },
  }),
  'growing by practice': shape({ kind: 'growth', learners: 60, concepts: 30, answers: 500, files: 'whole' }),
  'growing, mostly right': shape({ kind: 'growth', easiness: 1.6, popularity: 'steep', concepts: 110 }),
  'hard and long': shape({
    kind: 'drift',
    easiness: -1,
    learners: 60,
    concepts: 100,
    answers: 500,
    files: 'whole',
  }),
  'known, mostly right': shape({
    kind: 'known',
    easiness: 2,
    concepts: 12,
    files: 'whole',
    itemsPerConcept: 0,
  }),
};

function shape(rest: Partial<Shape>): Shape {
  return {
    ...{ learners: 200, concepts: 50, answers: 80, itemsPerConcept: 12, easiness: 0.4 },
    ...{ kind: 'strength', order: 'mixed', files: 'turns', popularity: 'even' },
    ...rest,
  } as const;
}

/** Standard normal, by Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

type Truth = Record<'concept' | 'item' | 'guess' | 'slip' | 'learns' | 'gain', number[]>;

function makeTruth({ concepts, itemsPerConcept }: Shape, random: Random): Truth {
  const list = (count: number, make: () => number) => Array.from({ length: count }, make);
  return {
    concept: list(concepts, () => 0.9 * normal(random)),
    item: list(concepts * itemsPerConcept, () => 0.8 * normal(random)),
    guess: list(concepts, () => 0.05 + 0.25 * random()),
    slip: list(concepts, () => 0.03 + 0.2 * random()),
    learns: list(concepts, () => 0.03 + 0.2 * random()),
    gain: list(concepts, () => 0.25 * random()),
  };
}

/** One learner's answers, in order. */
function walk(name: string, of: Shape, truth: Truth, random: Random): Answer[] {
  const strength = normal(random);
  const offsets = Array.from({ length: of.concepts }, () => 0.6 * normal(random));
  const known = Array.from({ length: of.concepts }, () => random() < logistic(strength + of.easiness - 0.4));
  const practised = Array.from({ length: of.concepts }, () => 0);
  const pick = () =>
    of.popularity === 'even' ? below(random, of.concepts) : Math.floor(of.concepts ** random()) - 1;
  const answers: Answer[] = [];
  let concept = pick();
  let row = 0;
  while (answers.length < of.answers) {
    if (of.order === 'mixed' || row === 3) {
      concept = pick();
      row = 0;
    }
    const item =
      of.itemsPerConcept === 0 ? -1 : concept * of.itemsPerConcept + below(random, of.itemsPerConcept);
    const level = of.easiness + (truth.concept[concept] ?? 0) + (truth.item[item] ?? 0);
    const chance = {
      known: known[concept] === true ? 1 - (truth.slip[concept] ?? 0) : (truth.guess[concept] ?? 0),
      strength: logistic(level + strength + (offsets[concept] ?? 0)),
      growth: logistic(level + strength + (truth.gain[concept] ?? 0) * (practised[concept] ?? 0) - 0.5),
      drift: logistic(level + (offsets[concept] ?? 0)),
      coin: 0.5,
    }[of.kind];
    const correct = random() < chance ? 1 : 0;
    row = correct === 1 ? row + 1 : 0;
    practised[concept] = (practised[concept] ?? 0) + 1;
    known[concept] = known[concept] === true || random() < (truth.learns[concept] ?? 0);
    if (of.kind === 'drift') offsets[concept] = (offsets[concept] ?? 0) + 0.5 * normal(random);
    answers.push({ learner: name, concept: `c${concept}`, item: item < 0 ? '' : `i${item}`, correct });
  }
  return answers;
}

/** Learners take turns, as they do in an organization. */
function interleaved(walks: readonly Answer[][]): Answer[] {
  const longest = Math.max(...walks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, step) => walks.flatMap((own) => own[step] ?? [])).flat();
}

export type World = { name: string; train: Answer[]; test: Answer[] };

/** Each shape twice, with the same concepts and items but other learners. */
export function makeWorlds(random: Random): World[] {
  return Object.entries(SHAPES).map(([name, of]) => {
    const truth = makeTruth(of, random);
    const school = (prefix: string) =>
      (of.files === 'turns' ? interleaved : (walks: Answer[][]) => walks.flat())(
        Array.from({ length: of.learners }, (_, i) => walk(`${prefix}${i}`, of, truth, random)),
      );
    return { name, train: school('a'), test: school('b') };
  });
}
