/**
 * The chance that a learner would answer an average question on a concept right, and how sure that is.
 *
 * A logistic model in the family of performance factors analysis (Pavlik et al. 2009) and DAS3H (Choffin et
 * al. 2019): concept and item difficulty, the learner's general ability, fading sums of successes and failures
 * at the concept, each weighed by how surprising it was. Every weight has a sign, so a right answer never lowers and a wrong one never raises.
 */
import type { AbilityEstimate } from './ability.ts';
import type { Evidence } from './evidence.ts';
import {
  conceptEasiness,
  type Factors,
  type Item,
  itemEasiness,
  knownDifficulty,
  type Population,
} from './population.ts';

/** What the evidence on one concept amounts to. */
export type ConceptKnowledge = {
  /** Pieces of evidence, and their weights added up. */
  count: number;
  weight: number;
  /** Fading sums: of how hard what was got right was (0–1 each), and of how easy what was got wrong was. */
  success: number;
  failure: number;
  /**
   * Logit of knowing the concept rather than not, as knowledge tracing follows it. None in a state of before it was kept: 0.
   */
  traced?: number;
  /** Logits lost to forgetting at earlier attempts and not yet won back; 0 or less. */
  lost: number;
  /** Logit an instructor set the concept to; it stands in for what is known of concept and learner. */
  anchor: number | null;
};

export const UNKNOWN: ConceptKnowledge = {
  count: 0,
  weight: 0,
  success: 0,
  failure: 0,
  traced: 0,
  lost: 0,
  anchor: null,
};

export type Estimate = {
  /** Expected score today, 0–1, forgetting included. */
  probability: number;
  /** The middle 80 % of what the truth may be. */
  low: number;
  high: number;
  /** Pieces of evidence on this very concept. */
  evidence: number;
};

/** What one full piece of evidence leaves of those before it: about three answers are remembered. */
const FADE = 0.7;

/** Half of "has been right at all" is reached here: one right answer to a fairly easy item. */
const KNOWN_AT = 0.1;

/** The chance to get right what has been forgotten: one in five, between an open question and one of four options. */
const GUESS = 0.2;

/** An override may say "surely", not "for ever": 2–98 %. */
const OVERRIDE_LIMIT = 0.02;

/**
 * Spread of a learner's knowledge of one concept around what is expected of them, in logits, and the Fisher
 * information of one answer on it. On the training half of ASSISTments 2009–2010 the sums of the next four to six
 * answers vary as if the truth lay .9–1.0 logits around the estimate for a learner and concept hardly known, and
 * .6–.8 for well known ones; these two figures give .93 and .67.
 */
const CONCEPT_SPREAD = 0.75;
const ANSWER_INFORMATION = 0.2;
/** Standard normal deviate that bounds the middle 80 %. */
const Z80 = 1.2816;

/**
 * Knowledge tracing (Corbett & Anderson 1995) with one set of parameters for all concepts: who knows slips so often, who does
 * not guesses so often (GUESS), and so often one answer teaches. What it is worth is a weight, which follows the answers.
 */
const SLIP = 0.12;
const LEARNS = 0.08;
/** Nothing is traced surer than 99 %. */
const TRACED_LIMIT = 4.6;

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
export const logit = (p: number): number => Math.log(p / (1 - p));

/**
 * A fading sum after new evidence. Evidence of its own kind never lowers it (an easy item after hard ones would,
 * by fading more than it adds), evidence of the other kind only fades it.
 */
const faded = (sum: number, gain: number, other: number, weight: number): number =>
  Math.max(sum * FADE ** other, sum * FADE ** weight + gain);

/** Knowing after evidence, in logits. A wrong answer may teach, but never more than it shows is lacking. */
function traceOn(before: number, { success, failure }: Evidence): number {
  const shown = before + success * Math.log((1 - SLIP) / GUESS) + failure * Math.log(SLIP / (1 - GUESS));
  const knows = logistic(shown);
  const after = logit(knows + (1 - knows) * LEARNS * (success + failure));
  const held = success === 0 ? Math.min(before, after) : after;
  return Math.min(TRACED_LIMIT, Math.max(-TRACED_LIMIT, held));
}

/**
 * Folds one piece of evidence into what is known. `ease` is an average learner's chance (0–1) at the item: being
 * right counts the more the harder it was, being wrong the more the easier. `lost` is what forgetting took since
 * the last review, in logits (0 or less).
 */
export function learnConcept(
  known: ConceptKnowledge,
  { success, failure }: Evidence,
  { ease, lost }: { ease: number; lost: number },
): ConceptKnowledge {
  const weight = success + failure;
  return {
    count: known.count + 1,
    weight: known.weight + weight,
    success: faded(known.success, success * (1 - ease), failure, weight),
    failure: faded(known.failure, failure * ease, success, weight),
    traced: traceOn(known.traced ?? 0, { success, failure }),
    // Only success wins back: were failure to fade the loss too, a wrong answer could raise the level.
    lost: (known.lost + lost) * FADE ** success,
    anchor: known.anchor,
  };
}

/** What is known after an instructor set the level: their word, and nothing of what came before. */
export function overrideConcept(known: ConceptKnowledge, score: number): ConceptKnowledge {
  const p = Math.min(1 - OVERRIDE_LIMIT, Math.max(OVERRIDE_LIMIT, score));
  return { ...UNKNOWN, count: known.count + 1, weight: known.weight, anchor: logit(p) };
}

/** What multiplies the weights of the same names. */
export type Practice = { known: number; success: number; failure: number; traced: number };

/**
 * The shapes in which evidence on a concept speaks, each growing with its sum. One failure among
 * successes says little, failure upon failure much: hence the square, straightened out where it grows large.
 */
export function practiceOf({ success, failure, traced = 0 }: ConceptKnowledge): Practice {
  return {
    known: success / (success + KNOWN_AT),
    success,
    failure: failure ** 2 / (1 + failure),
    traced,
  };
}

function practised(known: ConceptKnowledge, { weights }: Population): number {
  const practice = practiceOf(known);
  return (
    weights.known * practice.known +
    weights.success * practice.success -
    weights.failure * practice.failure +
    (weights.traced ?? 0) * practice.traced +
    known.lost
  );
}

/**
 * What forgetting takes at the given retrievability, in logits (0 or less): remembered with that chance, else a
 * guess. It is reckoned for an average learner, so that it depends on nothing but this concept's own evidence
 * and evidence on other concepts stays free of order.
 */
export function forgotten(
  known: ConceptKnowledge,
  conceptId: string,
  population: Population,
  retrievability: number,
): number {
  return lostAt(averageOf(known, conceptId, population), retrievability);
}

const averageOf = (known: ConceptKnowledge, conceptId: string, population: Population): number =>
  (known.anchor ?? conceptEasiness(population, conceptId)) + practised(known, population);

function lostAt(average: number, retrievability: number): number {
  if (retrievability >= 1) return 0;
  const p = logistic(average);
  return logit(p * retrievability + Math.min(p, GUESS) * (1 - retrievability)) - average;
}

/** What a level is without forgetting: logits to expect of this learner, and of an average one with the same evidence. */
export type Lasting = { own: number; average: number };

export function lastingOf(
  known: ConceptKnowledge,
  ability: AbilityEstimate,
  population: Population,
  conceptId: string,
): Lasting {
  const own = expectedLogit(known, ability.mean, population, { conceptId, retrievability: 1 });
  return { own, average: averageOf(known, conceptId, population) };
}

/** The expected score (0–1) at a retrievability, from what lasts alone: what `estimate` gives, without the evidence. */
export const expectedFrom = ({ own, average }: Lasting, retrievability: number): number =>
  logistic(own + lostAt(average, retrievability));

export type Question = { conceptId: string; item?: Item; retrievability: number };

/** What the weights multiply where this learner meets this question. */
export function factorsOf(
  known: ConceptKnowledge,
  ability: AbilityEstimate,
  population: Population,
  { conceptId, item }: Omit<Question, 'retrievability'>,
): Factors {
  const practice = practiceOf(known);
  const difficulty = knownDifficulty(population, conceptId, item?.itemId ?? null);
  return { ...practice, failure: -practice.failure, ability: ability.mean, difficulty };
}

function expectedLogit(
  known: ConceptKnowledge,
  ability: number,
  population: Population,
  question: Question,
): number {
  const { conceptId, item, retrievability } = question;
  const base = known.anchor ?? conceptEasiness(population, conceptId) + population.weights.ability * ability;
  const easiness = item === undefined ? 0 : itemEasiness(population, item);
  return (
    base + practised(known, population) + forgotten(known, conceptId, population, retrievability) + easiness
  );
}

/** The expected score with its uncertainty: of the learner's ability, and of how this concept departs from it. */
export function estimate(
  known: ConceptKnowledge,
  ability: AbilityEstimate,
  population: Population,
  question: Question,
): Estimate {
  const x = expectedLogit(known, ability.mean, population, question);
  // Old evidence fades from the interval as it does from the estimate: people change.
  const remembered = (1 - FADE ** known.weight) / (1 - FADE);
  const own = 1 / (1 / CONCEPT_SPREAD ** 2 + ANSWER_INFORMATION * remembered);
  const general = known.anchor === null ? (population.weights.ability * ability.deviation) ** 2 : 0;
  const reach = Z80 * Math.sqrt(own + general);
  return {
    probability: logistic(x),
    low: logistic(x - reach),
    high: logistic(x + reach),
    evidence: known.count,
  };
}

/** A probability as the level that is shown, 0–100. */
export const masteryLevel = (probability: number): number => Math.round(100 * probability);
