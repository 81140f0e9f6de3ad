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
  /** How uncertain each weight is: what lets it follow the answers that come. Weights without one stay as they are. */
  weightVariances?: Weights;
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
  /** Per logit that the concept is known rather than not (knowledge tracing). None in populations of before there was such a trace: 0. */
  traced?: number;
  /** What the offsets of concepts and items are worth here: 0 where they foretell nothing. None: 1. */
  difficulty?: number;
};

/** What each weight multiplied in one expectation. */
export type Factors = Required<Weights>;

/** Every weight as it counts, those that an older population lacks included. */
const weightOf = ({ weights }: Population, name: keyof Weights): number =>
  weights[name] ?? (name === 'difficulty' ? 1 : 0);

export type Item = { itemId: string | null; difficulty?: number | null | undefined };

/** Logits an item loses per step of its declared difficulty above the middle of 1–10: a rating is a hint, not a measurement. */
const LOGITS_PER_DIFFICULTY = 0.1;
const MIDDLE_DIFFICULTY = 5.5;

const effectIn = (effects: Readonly<Record<string, Effect>>, id: string, variance: number): Effect =>
  (Object.hasOwn(effects, id) ? effects[id] : undefined) ?? { offset: 0, variance };

/** How easy the concept is for an average learner, in logits. A concept never met is an average one. */
export function conceptEasiness(population: Population, conceptId: string): number {
  return (
    population.overall.offset + weightOf(population, 'difficulty') * conceptOffset(population, conceptId)
  );
}

const conceptOffset = ({ concepts }: Population, conceptId: string): number =>
  effectIn(concepts, conceptId, 0).offset;
const itemOffset = ({ items }: Population, itemId: string | null): number =>
  itemId === null ? 0 : effectIn(items, itemId, 0).offset;

/** What is known of how easy concept and item are, unweighed: the factor of the weight `difficulty`. */
export const knownDifficulty = (population: Population, conceptId: string, itemId: string | null): number =>
  conceptOffset(population, conceptId) + itemOffset(population, itemId);

/** What a declared difficulty of 1–10 says, in logits; 0 where none is declared. */
export const declaredEasiness = (difficulty: number | null | undefined): number =>
  difficulty === null || difficulty === undefined
    ? 0
    : LOGITS_PER_DIFFICULTY * (MIDDLE_DIFFICULTY - difficulty);

/** How much easier the item is than its concept's average, in logits: what was declared, corrected by what was seen. */
export const itemEasiness = (population: Population, { itemId, difficulty }: Item): number =>
  declaredEasiness(difficulty) + weightOf(population, 'difficulty') * itemOffset(population, itemId);

/**
 * Follows the difficulties and the weights with one answer, in place, between fits. `expected` is the score (0–1) that was
 * expected before the answer was seen, with all that was known of the learner, and `factors` what the weights multiplied in it:
 * what still surprises lies with the item, the concept, the organization or with what evidence is worth there, each in
 * proportion to how little is known of it (an extended Kalman filter that keeps only the variances). Success and failure are
 * the answer's evidence, weighed.
 */
export function observe(
  population: Population,
  answer: { conceptId: string; itemId: string | null; success: number; failure: number },
  expected: number,
  factors: Partial<Factors> = {},
): void {
  const { overall, concepts, items, conceptVariance, itemVariance, weightVariances } = population;
  const { conceptId, itemId, success, failure } = answer;
  const concept = effectIn(concepts, conceptId, conceptVariance);
  const item = itemId === null ? null : effectIn(items, itemId, itemVariance);
  const worth = weightOf(population, 'difficulty');
  const weights = WEIGHTS.map((name) => ({
    name,
    factor: factors[name] ?? 0,
    effect: { offset: weightOf(population, name), variance: weightVariances?.[name] ?? 0 },
  }));
  const weight = success + failure;
  const information = weight * expected * (1 - expected);
  const open = weights.reduce((sum, { factor, effect }) => sum + factor ** 2 * effect.variance, 0);
  const spread =
    1 + information * (overall.variance + worth ** 2 * (concept.variance + (item?.variance ?? 0)) + open);
  const moved = ({ offset, variance }: Effect, factor: number): Effect => ({
    offset: offset + (variance * factor * (success - weight * expected)) / spread,
    variance: variance - (variance ** 2 * factor ** 2 * information) / spread,
  });
  population.overall = moved(overall, 1);
  concepts[conceptId] = moved(concept, worth);
  if (itemId !== null && item !== null) items[itemId] = moved(item, worth);
  if (weightVariances === undefined) return;
  for (const { name, factor, effect } of weights) {
    if (effect.variance === 0) continue;
    const { offset, variance } = moved(effect, factor);
    // None may be negative, see Weights.
    population.weights[name] = Math.max(0, offset);
    weightVariances[name] = variance;
  }
}

const WEIGHTS = ['ability', 'known', 'success', 'failure', 'traced', 'difficulty'] as const;

/** A copy that may be followed by `observe` without touching the original. */
export function copyPopulation(population: Population): Population {
  const { concepts, items, weights, weightVariances } = population;
  return {
    ...population,
    concepts: { ...concepts },
    items: { ...items },
    weights: { ...weights },
    ...(weightVariances === undefined ? {} : { weightVariances: { ...weightVariances } }),
  };
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
 * A population as it was kept, which may be of an earlier shape. One that only followed answers from an earlier default goes
 * on from today's: what evidence is worth is the default's to know until a fit has found it. None: the default.
 */
export function populationFrom(stored: Population | undefined): Population {
  if (stored === undefined) return DEFAULT_POPULATION;
  const [begun = '', ...since] = stored.version.split('~');
  if (!begun.startsWith('default-') || begun === DEFAULT_POPULATION.version) return stored;
  const { overall, concepts, items } = stored;
  return {
    ...DEFAULT_POPULATION,
    ...{ overall, concepts, items },
    version: [DEFAULT_POPULATION.version, ...since].join('~'),
  };
}

/**
 * The population of an organization nothing is known of. The weights, variances and the overall easiness come from following
 * the training half of ASSISTments 2009–2010: 170,851 answers of 2,491 pupils to 15,921 items of 133 (combinations of) skills;
 * no single skill's or item's figures are taken over. `overall` is given the variance by which organizations may differ, and
 * the weights those by which what evidence is worth may, so that all soon follow the answers that come.
 */
export const DEFAULT_POPULATION: Population = {
  version: 'default-2',
  overall: { offset: -0.1, variance: 0.25 },
  concepts: {},
  items: {},
  conceptVariance: 0.75,
  itemVariance: 0.6,
  weights: { ability: 0.62, known: 0.45, success: 0.15, failure: 0.65, traced: 0.2, difficulty: 1 },
  weightVariances: { ability: 0.1, known: 0.1, success: 0.1, failure: 0.2, traced: 0.05, difficulty: 0.1 },
};
