/**
 * Fits a population to an organization's attempts: how easy its concepts and items are, how far they vary, and
 * what evidence on a learner is worth there.
 *
 * Penalised maximum likelihood in turns: the weights by Newton's method with everything else held fixed, then each
 * concept, then each item; a few rounds, because what a learner's evidence amounts to depends on
 * difficulties. Every figure is drawn towards the one it started from by as much as the data leave open,
 * so ten attempts hardly move it and a hundred thousand decide. Some thirty passes over the
 * attempts: 170,000 take a few seconds, so a cron step can do it.
 */

import { abilityEstimate, emptyAbility, learnAbility } from './ability.ts';
import { type Attempt, inOrder, weigh } from './evidence.ts';
import {
  type Figure,
  type Figures,
  figure,
  figureIn,
  improve,
  kindsOf,
  type Row,
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
import {
  conceptEasiness,
  DEFAULT_POPULATION,
  type Effect,
  itemEasiness,
  type Population,
} from './population.ts';
import { type ReviewCard, ratingOf, retrievability, schedule } from './review.ts';

/** How sure the weights of the start are, as 1/variance: what some thousand answers can outweigh. */
const WEIGHT_PRECISION = 100;
/** How often evidence is summed up anew under the figures so far, and how many times over they are then improved. */
const ROUNDS = 4;
const STEPS_A_ROUND = 3;

type Timed = { attempt: Attempt; recall: number };

/** Each learner's attempts in order, with what FSRS says was still retrievable: that depends on no parameter here, so it is done once. */
function histories(attempts: readonly Attempt[]): Timed[][] {
  const byLearner = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const own = byLearner.get(attempt.learnerId);
    if (own === undefined) byLearner.set(attempt.learnerId, [attempt]);
    else own.push(attempt);
  }
  return [...byLearner.values()].map((own) => {
    const cards = new Map<string, ReviewCard>();
    return inOrder(own).map((attempt) => {
      const at = attempt.at.getTime();
      const card = cards.get(attempt.conceptId) ?? null;
      const rating = ratingOf(attempt);
      if (rating !== null) cards.set(attempt.conceptId, schedule(card, rating, at));
      return { attempt, recall: retrievability(card, at) };
    });
  });
}

/** The rows of one learner. An override counts as history, but is no answer to learn from, nor is what follows on it. */
function rowsOf(history: readonly Timed[], population: Population, figures: Figures): Row[] {
  const { concepts, items, conceptVariance, itemVariance } = figures;
  let ability = emptyAbility();
  const knowledge = new Map<string, ConceptKnowledge>();
  const rows: Row[] = [];
  for (const { attempt, recall } of history) {
    const { conceptId, itemId, kind } = attempt;
    const known = knowledge.get(conceptId) ?? UNKNOWN;
    if (kind === 'override') {
      knowledge.set(conceptId, overrideConcept(known, attempt.score));
      continue;
    }
    const evidence = weigh(attempt);
    const weight = evidence.success + evidence.failure;
    const lost = forgotten(known, conceptId, population, recall);
    if (kind === 'answer' && known.anchor === null && weight > 0) {
      rows.push({
        concept: figureIn(concepts, conceptId, conceptVariance),
        item: itemId === null ? null : figureIn(items, itemId, itemVariance),
        ability: abilityEstimate(ability).mean,
        ...practiceOf(known),
        offset: known.lost + lost + itemEasiness(population, { ...attempt, itemId: null }),
        score: evidence.success / weight,
        weight,
      });
    }
    const easiness = conceptEasiness(population, conceptId) + itemEasiness(population, attempt);
    const reviewed = ratingOf(attempt) !== null;
    knowledge.set(
      conceptId,
      learnConcept(known, evidence, { ease: logistic(easiness), lost: reviewed ? lost : 0 }),
    );
    ability = learnAbility(ability, easiness, evidence);
  }
  return rows;
}

const effectsOf = (figures: ReadonlyMap<string, Figure>): Record<string, Effect> =>
  Object.fromEntries([...figures].map(([id, { value, variance }]) => [id, { offset: value, variance }]));

function populationOf(figures: Figures, version: string): Population {
  const { overall, weights, concepts, items, conceptVariance, itemVariance } = figures;
  return {
    version,
    overall: { offset: overall.value, variance: overall.variance },
    concepts: effectsOf(concepts),
    items: effectsOf(items),
    conceptVariance,
    itemVariance,
    weights: {
      ability: weights.ability.value,
      known: weights.known.value,
      success: weights.success.value,
      failure: weights.failure.value,
    },
  };
}

/**
 * The population that the attempts of an organization speak for. Pure: the same attempts, in any order, give the
 * same population. `start` is what is believed where they say little; its concepts and items are found anew.
 * Score targets are partial where answers were; only answers are learnt from.
 */
export function fitPopulation(
  attempts: readonly Attempt[],
  version: string,
  start: Population = DEFAULT_POPULATION,
): Population {
  const learners = histories(attempts);
  const weight = (value: number): Figure => figure(value, value, WEIGHT_PRECISION, 0);
  const figures: Figures = {
    overall: figure(start.overall.offset, start.overall.offset, 1 / start.overall.variance),
    weights: {
      ability: weight(start.weights.ability),
      known: weight(start.weights.known),
      success: weight(start.weights.success),
      failure: weight(start.weights.failure),
    },
    concepts: new Map(),
    items: new Map(),
    conceptVariance: start.conceptVariance,
    itemVariance: start.itemVariance,
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const population = populationOf(figures, version);
    const rows = learners.flatMap((history) => rowsOf(history, population, figures));
    for (let step = 0; step < STEPS_A_ROUND; step += 1) {
      for (const kind of kindsOf(figures)) improve(rows, figures, kind);
    }
    figures.conceptVariance = varianceOf(figures.concepts, start.conceptVariance);
    figures.itemVariance = varianceOf(figures.items, start.itemVariance);
    for (const each of figures.concepts.values()) each.precision = 1 / figures.conceptVariance;
    for (const each of figures.items.values()) each.precision = 1 / figures.itemVariance;
  }
  // A few learners may answer a lot and still be stronger or weaker than the rest of their organization.
  figures.overall.variance += figures.weights.ability.value ** 2 / Math.max(1, learners.length);
  return populationOf(figures, version);
}
