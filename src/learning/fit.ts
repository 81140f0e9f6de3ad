/**
 * Fits a population to an organization's attempts: how easy its concepts and items are, how far they vary, and
 * what evidence on a learner is worth there.
 *
 * Penalised maximum likelihood in turns: the weights by Newton's method with everything else held fixed, then each
 * concept, then each item; a few rounds, because what a learner's evidence amounts to depends on
 * difficulties. Every figure is drawn towards the one it started from by as much as the data leave open,
 * so ten attempts hardly move it and a hundred thousand decide. Some eighty passes over the
 * attempts: 170,000 take a few seconds, so a cron step can do it.
 */
import { abilityEstimate, emptyAbility, learnAbility } from './ability.ts';
import { type Attempt, inOrder } from './evidence.ts';
import { type Columns, gatherColumns, ROW } from './fit-columns.ts';
import {
  type Factors,
  type Figure,
  type Figures,
  figure,
  improve,
  makeFactors,
  varianceOf,
} from './fit-figures.ts';
import {
  type ConceptKnowledge,
  forgotten,
  learnConcept,
  logistic,
  overrideConcept,
  practiceOf,
  UNKNOWN,
} from './mastery.ts';
import { conceptEasiness, DEFAULT_POPULATION, type Effect, type Population } from './population.ts';

/** How sure the weights of the start are, as 1/variance: what some thousand answers can outweigh. */
const WEIGHT_PRECISION = 100;
/** How far what the fitted offsets are worth may turn out other than 1 on the answers that come. */
const DIFFICULTY_VARIANCE = 0.1;
/** How often evidence is summed up anew under the figures so far, and how many times over they are then improved. */
const ROUNDS = 4;
const STEPS_A_ROUND = 3;

/**
 * Sums up, under the figures so far, what was known of each learner before each answer. An override counts as history, but
 * is no answer to learn from, nor is what follows on it.
 */
function sumUp(columns: Columns, figures: Figures, factors: Factors): void {
  const population = populationOf({ ...columns, itemIds: [] }, figures, 'in the making');
  let ability = emptyAbility();
  let knowledge = new Map<number, ConceptKnowledge>();
  for (let row = 0; row < columns.count; row += 1) {
    const bits = columns.bits[row] ?? 0;
    if ((bits & ROW.startsLearner) !== 0) {
      ability = emptyAbility();
      knowledge = new Map();
    }
    const concept = columns.concept[row] ?? 0;
    const conceptId = columns.conceptIds[concept] ?? '';
    const known = knowledge.get(concept) ?? UNKNOWN;
    const evidence = { success: columns.success[row] ?? 0, failure: columns.failure[row] ?? 0 };
    if ((bits & ROW.isOverride) !== 0) {
      knowledge.set(concept, overrideConcept(known, evidence.success));
      continue;
    }
    const declared = columns.declared[row] ?? 0;
    const lost = forgotten(known, conceptId, population, columns.recall[row] ?? 1);
    const practice = practiceOf(known);
    factors.ability[row] = abilityEstimate(ability).mean;
    factors.known[row] = practice.known;
    factors.success[row] = practice.success;
    factors.failure[row] = practice.failure;
    factors.traced[row] = practice.traced;
    factors.offset[row] = known.lost + lost + declared;
    const isAnswer = (bits & ROW.isAnswer) !== 0 && evidence.success + evidence.failure > 0;
    factors.isLearntFrom[row] = isAnswer && known.anchor === null ? 1 : 0;

    const item = figures.items[columns.item[row] ?? -1]?.value ?? 0;
    const easiness = conceptEasiness(population, conceptId) + declared + item;
    const isReview = (bits & ROW.isReview) !== 0;
    knowledge.set(
      concept,
      learnConcept(known, evidence, { ease: logistic(easiness), lost: isReview ? lost : 0 }),
    );
    ability = learnAbility(ability, easiness, evidence);
  }
}

const effectsOf = (ids: readonly string[], figures: readonly Figure[]): Record<string, Effect> =>
  Object.fromEntries(
    ids.flatMap((id, place) => {
      const own = figures[place];
      return own === undefined || own.learnt === 0
        ? []
        : [[id, { offset: own.value, variance: own.variance }]];
    }),
  );

function populationOf(
  { conceptIds, itemIds }: Pick<Columns, 'conceptIds' | 'itemIds'>,
  { overall, weights, concepts, items, conceptVariance, itemVariance }: Figures,
  version: string,
): Population {
  return {
    version,
    overall: { offset: overall.value, variance: overall.variance },
    concepts: effectsOf(conceptIds, concepts),
    items: effectsOf(itemIds, items),
    conceptVariance,
    itemVariance,
    weights: {
      ability: weights.ability.value,
      known: weights.known.value,
      success: weights.success.value,
      failure: weights.failure.value,
      traced: weights.traced.value,
      difficulty: 1,
    },
    weightVariances: {
      ability: weights.ability.variance,
      known: weights.known.variance,
      success: weights.success.variance,
      failure: weights.failure.variance,
      traced: weights.traced.variance,
      difficulty: DIFFICULTY_VARIANCE,
    },
  };
}

function figuresFrom(start: Population, { conceptIds, itemIds }: Columns): Figures {
  const weight = (value: number): Figure => figure(value, value, WEIGHT_PRECISION, 0);
  return {
    overall: figure(start.overall.offset, start.overall.offset, 1 / start.overall.variance),
    weights: {
      ability: weight(start.weights.ability),
      known: weight(start.weights.known),
      success: weight(start.weights.success),
      failure: weight(start.weights.failure),
      traced: weight(start.weights.traced ?? 0),
    },
    concepts: conceptIds.map(() => figure(0, 0, 1 / start.conceptVariance)),
    items: itemIds.map(() => figure(0, 0, 1 / start.itemVariance)),
    conceptVariance: start.conceptVariance,
    itemVariance: start.itemVariance,
  };
}

/**
 * The population that gathered attempts speak for. `start` is what is believed where they say little; its concepts and
 * items are found anew. Score targets are partial where answers were; only answers are learnt from.
 */
export function fitColumns(
  columns: Columns,
  version: string,
  start: Population = DEFAULT_POPULATION,
): Population {
  const figures = figuresFrom(start, columns);
  const factors = makeFactors(columns.count);
  for (let round = 0; round < ROUNDS; round += 1) {
    sumUp(columns, figures, factors);
    for (let step = 0; step < STEPS_A_ROUND; step += 1) improve(columns, factors, figures);
    figures.conceptVariance = varianceOf(figures.concepts, start.conceptVariance);
    figures.itemVariance = varianceOf(figures.items, start.itemVariance);
    for (const each of figures.concepts) each.precision = 1 / figures.conceptVariance;
    for (const each of figures.items) each.precision = 1 / figures.itemVariance;
  }
  // A few learners may answer a lot and still be stronger or weaker than the rest of their organization.
  figures.overall.variance += figures.weights.ability.value ** 2 / Math.max(1, columns.learners);
  return populationOf(columns, figures, version);
}

/** The same of attempts at hand, in any order and with repeats. Pure. */
export function fitPopulation(
  attempts: readonly Attempt[],
  version: string,
  start: Population = DEFAULT_POPULATION,
): Population {
  const { columns, add } = gatherColumns({ attempts: attempts.length, items: attempts.length });
  const byLearner = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const own = byLearner.get(attempt.learnerId);
    if (own === undefined) byLearner.set(attempt.learnerId, [attempt]);
    else own.push(attempt);
  }
  for (const own of byLearner.values()) for (const attempt of inOrder(own)) add(attempt);
  return fitColumns(columns, version, start);
}
