/** The figures a population consists of, and how one kind of them after another is moved towards what the answers say. */
import type { Columns } from './fit-columns.ts';
import { logistic } from './mastery.ts';
import type { Weights } from './population.ts';

/** What a fit finds; what the offsets of concepts and items are worth is 1 by definition there. */
export type FittedWeight = Exclude<keyof Weights, 'difficulty'>;

/** How many concepts or items the variances of the start count for. */
const VARIANCE_COUNTS = 20;

/** A figure to be found, drawn towards `start` with `precision`, and the sums its next step needs. */
export type Figure = {
  value: number;
  start: number;
  precision: number;
  least: number;
  variance: number;
  /** What the last step learnt of it from answers; 0 while none spoke of it. */
  learnt: number;
  gradient: number;
  information: number;
};

/** A figure as it stands before anything is known of it. */
export const figure = (
  value: number,
  start: number,
  precision: number,
  least = Number.NEGATIVE_INFINITY,
): Figure => ({
  value,
  start,
  precision,
  least,
  variance: 1 / precision,
  learnt: 0,
  gradient: 0,
  information: 0,
});

/** All figures of a population; concepts and items by their places in the columns. */
export type Figures = {
  overall: Figure;
  weights: Record<FittedWeight, Figure>;
  concepts: Figure[];
  items: Figure[];
  conceptVariance: number;
  itemVariance: number;
};

/** What multiplies the weights in each row, and what is added without a figure (forgetting, declared difficulty). */
export type Factors = Record<FittedWeight | 'offset', Float32Array> & {
  /** 1 where the row is an answer to learn from. */
  isLearntFrom: Uint8Array;
};

export const makeFactors = (rows: number): Factors => ({
  ability: new Float32Array(rows),
  known: new Float32Array(rows),
  success: new Float32Array(rows),
  failure: new Float32Array(rows),
  traced: new Float32Array(rows),
  offset: new Float32Array(rows),
  isLearntFrom: new Uint8Array(rows),
});

const at = (list: Float32Array, row: number): number => list[row] ?? 0;

/** The figure of a place; null for a place that is none. */
const figureAt = (figures: readonly Figure[], places: Int32Array, row: number): Figure | null =>
  figures[places[row] ?? -1] ?? null;

function expectedOf(row: number, { concept, item }: Columns, factors: Factors, figures: Figures): number {
  const { overall, weights, concepts, items } = figures;
  return logistic(
    at(factors.offset, row) +
      overall.value +
      weights.ability.value * at(factors.ability, row) +
      weights.known.value * at(factors.known, row) +
      weights.success.value * at(factors.success, row) -
      weights.failure.value * at(factors.failure, row) +
      weights.traced.value * at(factors.traced, row) +
      (figureAt(concepts, concept, row)?.value ?? 0) +
      (figureAt(items, item, row)?.value ?? 0),
  );
}

/** One kind of figure: which one a row has, and what multiplies it there. */
type Kind = { figureOf: (row: number) => Figure | null; factorOf: (row: number) => number };

const one = () => 1;

/** All kinds, in the order in which they are improved. */
const kindsOf = (
  { overall, weights, concepts, items }: Figures,
  columns: Columns,
  factors: Factors,
): Kind[] => [
  { figureOf: () => overall, factorOf: one },
  { figureOf: () => weights.ability, factorOf: (row) => at(factors.ability, row) },
  { figureOf: () => weights.known, factorOf: (row) => at(factors.known, row) },
  { figureOf: () => weights.success, factorOf: (row) => at(factors.success, row) },
  { figureOf: () => weights.failure, factorOf: (row) => -at(factors.failure, row) },
  { figureOf: () => weights.traced, factorOf: (row) => at(factors.traced, row) },
  { figureOf: (row) => figureAt(concepts, columns.concept, row), factorOf: one },
  { figureOf: (row) => figureAt(items, columns.item, row), factorOf: one },
];

/** One Newton step on all figures of each kind in turn, the other kinds held as they are. */
export function improve(columns: Columns, factors: Factors, figures: Figures): void {
  for (const { figureOf, factorOf } of kindsOf(figures, columns, factors)) {
    const touched = new Set<Figure>();
    for (let row = 0; row < columns.count; row += 1) {
      const own = factors.isLearntFrom[row] === 1 ? figureOf(row) : null;
      if (own === null) continue;
      const weight = at(columns.success, row) + at(columns.failure, row);
      const expected = expectedOf(row, columns, factors, figures);
      const factor = factorOf(row);
      // The weighed score is what of the weight was success.
      own.gradient += (at(columns.success, row) - weight * expected) * factor;
      own.information += weight * expected * (1 - expected) * factor * factor;
      touched.add(own);
    }
    for (const each of touched) step(each);
  }
}

function step(each: Figure): void {
  const pull = each.precision * (each.start - each.value);
  const precision = each.information + each.precision;
  each.value = Math.max(each.least, each.value + (each.gradient + pull) / precision);
  each.variance = 1 / precision;
  each.learnt = each.information;
  each.gradient = 0;
  each.information = 0;
}

/** How far effects vary: their squares and what is uncertain of them, on average, with the start counted in (one step of EM). */
export function varianceOf(effects: readonly Figure[], start: number): number {
  const met = effects.filter(({ learnt }) => learnt > 0);
  const sum = met.reduce((total, { value, variance }) => total + value ** 2 + variance, 0);
  return (VARIANCE_COUNTS * start + sum) / (VARIANCE_COUNTS + met.length);
}
