/**
 * A learner's standing, folded from their attempts: mastery, gaps and review cards.
 *
 * Everything is a fold over the attempts in one order (time, then id), so the projection can be thrown away and
 * rebuilt to the same numbers. The last few attempts are kept unfolded, so that one that arrives late
 * slides into its place; one later than that asks for a rebuild.
 */
import {
  type Ability,
  type AbilityEstimate,
  abilityEstimate,
  emptyAbility,
  learnAbility,
} from './ability.ts';
import { type Attempt, compareEvidence, type Evidence, inOrder, weigh } from './evidence.ts';
import { gapAfter } from './gaps.ts';
import {
  type ConceptKnowledge,
  type Estimate,
  estimate,
  forgotten,
  learnConcept,
  logistic,
  masteryLevel,
  overrideConcept,
  UNKNOWN,
} from './mastery.ts';
import { conceptEasiness, type Item, itemEasiness, type Population } from './population.ts';
import { type ReviewCard, ratingOf, retrievability, schedule } from './review.ts';

export type ConceptRecord = { knowledge: ConceptKnowledge; card: ReviewCard | null; gap: boolean };

/** What a run of attempts amounts to. */
export type Standing = { ability: Ability; concepts: Record<string, ConceptRecord> };

/** An attempt as the state keeps it; `at` in ms since 1970, so that the state is plain JSON. */
type RecentAttempt = Omit<Attempt, 'at'> & { at: number };

/** Plain JSON: some dozens of numbers per concept and the last attempts. */
export type LearnerState = {
  /** Version of the population it was folded with. */
  population: string;
  settled: Standing;
  /** The last attempt that was folded into `settled`; nothing older can be added. */
  settledThrough: { at: number; id: string } | null;
  /** In order, not in `settled` yet. */
  recent: RecentAttempt[];
};

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
};

/**
 * How many attempts stay open to late company: more than a lesson's outbox or a second device holds back,
 * few enough to fold again at every answer.
 */
const RECENT_KEPT = 32;

/** A standing without evidence. */
export const emptyStanding = (): Standing => ({ ability: emptyAbility(), concepts: {} });

/** The state of a learner without evidence. */
export function emptyLearner(population: Population): LearnerState {
  return { population: population.version, settled: emptyStanding(), settledThrough: null, recent: [] };
}

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

const dated = ({ at, ...rest }: RecentAttempt): Attempt => ({ ...rest, at: new Date(at) });

/** The standing after all of a state's attempts; not shared with the state. */
export function standingOf(state: LearnerState, population: Population): Standing {
  const standing = { ability: state.settled.ability, concepts: { ...state.settled.concepts } };
  for (const attempt of state.recent) fold(standing, dated(attempt), population);
  return standing;
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
  };
  for (const [conceptId, record] of Object.entries(standing.concepts)) {
    const { card, gap } = record;
    const today = expected(record, ability, population, { conceptId }, at);
    const level = masteryLevel(today.probability);
    projection.estimates[conceptId] = today;
    projection.masteryMap[conceptId] = level;
    if (gapAfter(gap, level)) projection.knowledgeGaps.push(conceptId);
    if (card !== null) projection.cards[conceptId] = card;
  }
  projection.knowledgeGaps.sort();
  return projection;
}

function settle(state: LearnerState, population: Population): LearnerState {
  const surplus = state.recent.length - RECENT_KEPT;
  const newest = state.recent[surplus - 1];
  if (newest === undefined) return state;
  const settled = { ability: state.settled.ability, concepts: { ...state.settled.concepts } };
  for (const attempt of state.recent.slice(0, surplus)) fold(settled, dated(attempt), population);
  return {
    population: state.population,
    settled,
    settledThrough: { at: newest.at, id: newest.id },
    recent: state.recent.slice(surplus),
  };
}

/**
 * The full rebuild: all attempts of one learner, in any order and with repeats, to where they stand at `now`.
 * The state is what `applyAttempt` goes on from; the rows are the history as these attempts write it.
 */
export function project(
  attempts: readonly Attempt[],
  population: Population,
  now: Date,
): Projection & { state: LearnerState; progressRows: ProgressRow[] } {
  const ordered = inOrder(attempts);
  const recent = ordered.map((attempt) => ({ ...attempt, at: attempt.at.getTime() }));
  const state = settle({ ...emptyLearner(population), recent }, population);
  const standing = emptyStanding();
  const progressRows = ordered.map((attempt) => fold(standing, attempt, population));
  return { ...projectionOf(standing, population, now), state, progressRows };
}

export type Applied =
  | { kind: 'applied'; state: LearnerState; projection: Projection; row: ProgressRow }
  /** The evidence was folded in before; nothing changes. */
  | { kind: 'known' }
  /** Only `project` from all attempts can tell: older than the state remembers, another population, or no real time. */
  | { kind: 'rebuild'; because: 'late' | 'population' | 'untimed' };

/**
 * Adds one attempt to a state, to the very numbers that `project` gives for all attempts. Pure: the state given
 * stays as it was. An attempt earlier than the newest one slides into its place; its row says what it changed
 * at that place.
 */
export function applyAttempt(
  state: LearnerState,
  attempt: Attempt,
  population: Population,
  now: Date,
): Applied {
  if (state.population !== population.version) return { kind: 'rebuild', because: 'population' };
  if (!Number.isFinite(attempt.at.getTime())) return { kind: 'rebuild', because: 'untimed' };
  if (state.recent.some(({ id }) => id === attempt.id)) return { kind: 'known' };
  const { settledThrough } = state;
  if (settledThrough !== null) {
    const settledUpTo = { at: new Date(settledThrough.at), id: settledThrough.id };
    if (compareEvidence(attempt, settledUpTo) <= 0) return { kind: 'rebuild', because: 'late' };
  }
  const ordered = inOrder([...state.recent.map(dated), attempt]);
  const standing = { ability: state.settled.ability, concepts: { ...state.settled.concepts } };
  const rows = ordered.map((each) => fold(standing, each, population));
  const row = rows.find(({ attemptId }) => attemptId === attempt.id);
  if (row === undefined) return { kind: 'known' };
  const recent = ordered.map((each) => ({ ...each, at: each.at.getTime() }));
  return {
    kind: 'applied',
    state: settle({ ...state, recent }, population),
    projection: projectionOf(standing, population, now),
    row,
  };
}
