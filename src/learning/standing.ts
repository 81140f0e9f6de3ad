/** What a run of attempts amounts to: mastery, gaps and review cards, folded one attempt at a time. */
import {
  type Ability,
  type AbilityEstimate,
  abilityEstimate,
  emptyAbility,
  learnAbility,
} from './ability.ts';
import { type Attempt, type Evidence, weigh } from './evidence.ts';
import { gapAfter } from './gaps.ts';
import {
  type ConceptKnowledge,
  type Estimate,
  estimate,
  factorsOf,
  forgotten,
  type Lasting,
  lastingOf,
  learnConcept,
  logistic,
  masteryLevel,
  overrideConcept,
  UNKNOWN,
} from './mastery.ts';
import { conceptEasiness, type Factors, type Item, itemEasiness, type Population } from './population.ts';
import { type ReviewCard, ratingOf, retrievability, schedule } from './review.ts';

export type ConceptRecord = { knowledge: ConceptKnowledge; card: ReviewCard | null; gap: boolean };

/** What a run of attempts amounts to. */
export type Standing = { ability: Ability; concepts: Record<string, ConceptRecord> };

/** One row of the append-only history. */
export type ProgressRow = {
  attemptId: string;
  conceptId: string;
  previousLevel: number;
  masteryLevel: number;
  probability: number;
  /** Pieces of evidence on the concept, this one included. */
  evidence: number;
  at: Date;
};

export type Projection = {
  /** Level 0–100 today of every concept there is evidence on. */
  masteryMap: Record<string, number>;
  estimates: Record<string, Estimate>;
  /** Level 0–100 to expect of this learner on an average concept there is no evidence on. */
  priorLevel: number;
  /** Concept ids, sorted. */
  knowledgeGaps: string[];
  cards: Record<string, ReviewCard>;
  /** Of the concepts with a card: what their levels of any later day follow from, with it. */
  lasting: Record<string, Lasting>;
};

/** A standing without evidence. */
export const emptyStanding = (): Standing => ({ ability: emptyAbility(), concepts: {} });

const UNMET: ConceptRecord = { knowledge: UNKNOWN, card: null, gap: false };

const recordOf = (standing: Standing, conceptId: string): ConceptRecord =>
  Object.hasOwn(standing.concepts, conceptId) ? (standing.concepts[conceptId] ?? UNMET) : UNMET;

type Asked = { conceptId: string; item?: Item };

function expected(
  { knowledge, card }: ConceptRecord,
  ability: AbilityEstimate,
  population: Population,
  question: Asked,
  now: number,
): Estimate {
  return estimate(knowledge, ability, population, { ...question, retrievability: retrievability(card, now) });
}

/** What to expect of a learner on a concept (and item, where given) at `now` (ms). */
export function expectation(
  standing: Standing,
  population: Population,
  question: Asked,
  now: number,
): Estimate {
  const record = recordOf(standing, question.conceptId);
  return expected(record, abilityEstimate(standing.ability), population, question, now);
}

/** What the population's weights multiply in that expectation. */
export const factorsIn = (standing: Standing, population: Population, question: Asked): Factors =>
  factorsOf(
    recordOf(standing, question.conceptId).knowledge,
    abilityEstimate(standing.ability),
    population,
    question,
  );

function learnt(
  { knowledge, card, gap }: ConceptRecord,
  attempt: Attempt,
  { evidence, easiness }: { evidence: Evidence; easiness: number },
  population: Population,
): ConceptRecord {
  const at = attempt.at.getTime();
  const rating = ratingOf(attempt);
  const nextCard = rating === null ? card : schedule(card, rating, at);
  if (attempt.kind === 'override') {
    return { knowledge: overrideConcept(knowledge, attempt.score), card: nextCard, gap };
  }
  // A review starts the forgetting curve anew; what had been forgotten by then stays lost until won back.
  const lost =
    rating === null ? 0 : forgotten(knowledge, attempt.conceptId, population, retrievability(card, at));
  return {
    knowledge: learnConcept(knowledge, evidence, { ease: logistic(easiness), lost }),
    card: nextCard,
    gap,
  };
}

/** Folds one attempt into a standing, in place; only for standings nobody else holds. */
export function fold(standing: Standing, attempt: Attempt, population: Population): ProgressRow {
  const { conceptId } = attempt;
  const at = attempt.at.getTime();
  const before = recordOf(standing, conceptId);
  const previousLevel = masteryLevel(expectation(standing, population, { conceptId }, at).probability);
  // The level may have sunk below the line since the last attempt.
  const gapBefore = gapAfter(before.gap, previousLevel);
  const evidence = weigh(attempt);
  const easiness = conceptEasiness(population, conceptId) + itemEasiness(population, attempt);
  const after = learnt(before, attempt, { evidence, easiness }, population);
  standing.ability = learnAbility(standing.ability, easiness, evidence);
  standing.concepts[conceptId] = after;
  const { probability } = expectation(standing, population, { conceptId }, at);
  const level = masteryLevel(probability);
  standing.concepts[conceptId] = { ...after, gap: gapAfter(gapBefore, level) };
  return {
    attemptId: attempt.id,
    conceptId,
    previousLevel,
    masteryLevel: level,
    probability,
    evidence: after.knowledge.count,
    at: attempt.at,
  };
}

/** A standing as of `now`: levels with forgetting, gaps by hysteresis, the review cards. */
export function projectionOf(standing: Standing, population: Population, now: Date): Projection {
  const ability = abilityEstimate(standing.ability);
  const at = now.getTime();
  const prior = expected(UNMET, ability, population, { conceptId: '' }, at);
  const projection: Projection = {
    masteryMap: {},
    estimates: {},
    priorLevel: masteryLevel(prior.probability),
    knowledgeGaps: [],
    cards: {},
    lasting: {},
  };
  for (const [conceptId, record] of Object.entries(standing.concepts)) {
    const { card, gap } = record;
    const today = expected(record, ability, population, { conceptId }, at);
    const level = masteryLevel(today.probability);
    projection.estimates[conceptId] = today;
    projection.masteryMap[conceptId] = level;
    if (gapAfter(gap, level)) projection.knowledgeGaps.push(conceptId);
    if (card === null) continue;
    projection.cards[conceptId] = card;
    projection.lasting[conceptId] = lastingOf(record.knowledge, ability, population, conceptId);
  }
  projection.knowledgeGaps.sort();
  return projection;
}
