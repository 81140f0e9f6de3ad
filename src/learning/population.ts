/** What is known of concepts and items in general: what mastery.ts reads an individual's evidence against. */

/** A shift in logits, and the variance of what is not known of it. */
export type Effect = { offset: number; variance: number };

/** Plain JSON: kept per organization, fitted by fit.ts, followed between fits by follow.ts. */
export type Population = {
  /** Changes with every fit: a learner's state is only good under the version it was folded with. */
  version: string;
  /** Logit of an average learner's first answer to an average item of an average concept. */
  overall: Effect;
  concepts: Record<string, Effect>;
  items: Record<string, Effect>;
  /** How far concepts, and items of one concept, differ in logits squared: the variance of one nothing is known of. */
  conceptVariance: number;
  itemVariance: number;
  weights: Weights;
};

/**
 * How much each thing known of a learner moves the logit. None may be negative: that is what keeps right answers
 * from lowering a level and wrong ones from raising it. What they multiply is defined in mastery.ts.
 */
export type Weights = {
  /** Per logit of general ability. */
  ability: number;
  /** For having been right at all, however little. */
  known: number;
  /** Per unit of recent success … */
  success: number;
  /** … and of recent failure beyond the first. */
  failure: number;
};

export type Item = { itemId: string | null; difficulty?: number | null | undefined };

/** Logits an item loses per step of its declared difficulty above the middle of 1–10: a rating is a hint, not a measurement. */
const LOGITS_PER_DIFFICULTY = 0.1;
const MIDDLE_DIFFICULTY = 5.5;

const effectIn = (effects: Readonly<Record<string, Effect>>, id: string, variance: number): Effect =>
  (Object.hasOwn(effects, id) ? effects[id] : undefined) ?? { offset: 0, variance };

/** How easy the concept is for an average learner, in logits. A concept never met is an average one. */
export function conceptEasiness(population: Population, conceptId: string): number {
  return population.overall.offset + effectIn(population.concepts, conceptId, 0).offset;
}

/** What a declared difficulty of 1–10 says, in logits; 0 where none is declared. */
export const declaredEasiness = (difficulty: number | null | undefined): number =>
  difficulty === null || difficulty === undefined
    ? 0
    : LOGITS_PER_DIFFICULTY * (MIDDLE_DIFFICULTY - difficulty);

/** How much easier the item is than its concept's average, in logits: what was declared, corrected by what was seen. */
export const itemEasiness = ({ items }: Population, { itemId, difficulty }: Item): number =>
  declaredEasiness(difficulty) + (itemId === null ? 0 : effectIn(items, itemId, 0).offset);

/**
 * Follows the difficulties with one answer, in place, between fits. `expected` is the score (0–1) that was expected
 * before the answer was seen, with all that was known of the learner: what still surprises lies with
 * the item, the concept or the organization, each in proportion to how little is known of it (a Kalman
 * filter that keeps only the variances). Success and failure are the answer's evidence, weighed.
 */
export function observe(
  population: Population,
  answer: { conceptId: string; itemId: string | null; success: number; failure: number },
  expected: number,
): void {
  const { overall, concepts, items, conceptVariance, itemVariance } = population;
  const { conceptId, itemId, success, failure } = answer;
  const concept = effectIn(concepts, conceptId, conceptVariance);
  const item = itemId === null ? null : effectIn(items, itemId, itemVariance);
  const weight = success + failure;
  const information = weight * expected * (1 - expected);
  const spread = 1 + information * (overall.variance + concept.variance + (item?.variance ?? 0));
  const moved = ({ offset, variance }: Effect): Effect => ({
    offset: offset + (variance * (success - weight * expected)) / spread,
    variance: variance - (variance * variance * information) / spread,
  });
  population.overall = moved(overall);
  concepts[conceptId] = moved(concept);
  if (itemId !== null && item !== null) items[itemId] = moved(item);
}

/** A copy that may be followed by `observe` without touching the original. */
export function copyPopulation(population: Population): Population {
  return { ...population, concepts: { ...population.concepts }, items: { ...population.items } };
}

const inDigits = ({ offset, variance }: Effect): Effect => ({
  offset: Number(offset.toPrecision(4)),
  variance: Number(variance.toPrecision(4)),
});

/**
 * A population small enough to be read with every lesson: of the items those most is known of (the others are average
 * ones), figures to four digits. 4,000 items take 300 kB as JSON.
 */
export function compactPopulation(population: Population, mostItems = 4000): Population {
  const items = Object.entries(population.items)
    .sort(([a, { variance: va }], [b, { variance: vb }]) => va - vb || (a < b ? -1 : 1))
    .slice(0, mostItems);
  return {
    ...population,
    overall: inDigits(population.overall),
    concepts: Object.fromEntries(
      Object.entries(population.concepts).map(([id, effect]) => [id, inDigits(effect)]),
    ),
    items: Object.fromEntries(items.map(([id, effect]) => [id, inDigits(effect)])),
  };
}

/**
 * The population of an organization nothing is known of. The weights, variances and the overall easiness are a
 * fit (fit.ts) to the training half of ASSISTments 2009–2010: 170,851 answers of 2,491 pupils to 15,921 items of
 * 133 (combinations of) skills; no single skill's or item's figures are taken over. `overall` is given the
 * variance by which organizations may differ, so that it soon follows the answers that come.
 */
export const DEFAULT_POPULATION: Population = {
  version: 'default-1',
  overall: { offset: -0.16, variance: 0.25 },
  concepts: {},
  items: {},
  conceptVariance: 0.82,
  itemVariance: 0.6,
  weights: { ability: 0.61, known: 0.73, success: 0.26, failure: 1.32 },
};
