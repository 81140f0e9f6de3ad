/** The figures a population consists of, and how one kind of them after another is moved towards what the answers say. */
import { logistic } from './mastery.ts';
import type { Weights } from './population.ts';

/** How many concepts or items the variances of the start count for. */
const VARIANCE_COUNTS = 20;

/** A figure to be found, drawn towards `start` with `precision`, and the sums its next step needs. */
export type Figure = {
  value: number;
  start: number;
  precision: number;
  least: number;
  variance: number;
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
  gradient: 0,
  information: 0,
});

/** All figures of a population. */
export type Figures = {
  overall: Figure;
  weights: Record<keyof Weights, Figure>;
  concepts: Map<string, Figure>;
  items: Map<string, Figure>;
  conceptVariance: number;
  itemVariance: number;
};

/** One answer as the fit sees it: its figures, what multiplies the weights, and what is added without a figure (forgetting, declared difficulty). */
export type Row = {
  concept: Figure;
  item: Figure | null;
  ability: number;
  known: number;
  success: number;
  failure: number;
  offset: number;
  score: number;
  weight: number;
};

/** The figure of an id, made where there is none. */
export function figureIn(figures: Map<string, Figure>, id: string, variance: number): Figure {
  const known = figures.get(id);
  if (known !== undefined) return known;
  const fresh = figure(0, 0, 1 / variance);
  figures.set(id, fresh);
  return fresh;
}

function expectedOf(row: Row, { overall, weights }: Figures): number {
  return logistic(
    row.offset +
      overall.value +
      weights.ability.value * row.ability +
      weights.known.value * row.known +
      weights.success.value * row.success -
      weights.failure.value * row.failure +
      row.concept.value +
      (row.item?.value ?? 0),
  );
}

/** One kind of figure: which one a row has, and what multiplies it there. */
type Kind = { figureOf: (row: Row) => Figure | null; factorOf: (row: Row) => number };

/** All kinds, in the order in which they are improved. */
export const kindsOf = ({ overall, weights }: Figures): Kind[] => [
  { figureOf: () => overall, factorOf: () => 1 },
  { figureOf: () => weights.ability, factorOf: ({ ability }) => ability },
  { figureOf: () => weights.known, factorOf: ({ known }) => known },
  { figureOf: () => weights.success, factorOf: ({ success }) => success },
  { figureOf: () => weights.failure, factorOf: ({ failure }) => -failure },
  { figureOf: ({ concept }) => concept, factorOf: () => 1 },
  { figureOf: ({ item }) => item, factorOf: () => 1 },
];

/** One Newton step on all figures of a kind, the other kinds held as they are. */
export function improve(rows: readonly Row[], figures: Figures, { figureOf, factorOf }: Kind): void {
  const touched = new Set<Figure>();
  for (const row of rows) {
    const own = figureOf(row);
    if (own === null) continue;
    const expected = expectedOf(row, figures);
    const factor = factorOf(row);
    own.gradient += row.weight * (row.score - expected) * factor;
    own.information += row.weight * expected * (1 - expected) * factor * factor;
    touched.add(own);
  }
  for (const each of touched) {
    const pull = each.precision * (each.start - each.value);
    each.value = Math.max(
      each.least,
      each.value + (each.gradient + pull) / (each.information + each.precision),
    );
    each.variance = 1 / (each.information + each.precision);
    each.gradient = 0;
    each.information = 0;
  }
}

/** How far effects vary: their squares and what is uncertain of them, on average, with the start counted in (one step of EM). */
export function varianceOf(effects: ReadonlyMap<string, Figure>, start: number): number {
  const sum = [...effects.values()].reduce((total, { value, variance }) => total + value ** 2 + variance, 0);
  return (VARIANCE_COUNTS * start + sum) / (VARIANCE_COUNTS + effects.size);
}
