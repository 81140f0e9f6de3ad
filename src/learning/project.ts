/**
 * A learner's standing, folded from their attempts and kept between two answers.
 *
 * Everything is a fold over the attempts in one order (time, then id), so the projection can be thrown away and
 * rebuilt to the same numbers. The last few attempts are kept unfolded, so that one that arrives late
 * slides into its place; one later than that asks for a rebuild.
 */
import { type Attempt, compareEvidence, inOrder } from './evidence.ts';
import type { Population } from './population.ts';
import {
  emptyStanding,
  fold,
  type ProgressRow,
  type Projection,
  projectionOf,
  type Standing,
} from './standing.ts';

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

/**
 * How many attempts stay open to late company: more than a lesson's outbox or a second device holds back,
 * few enough to fold again at every answer.
 */
const RECENT_KEPT = 32;

/** The state of a learner without evidence. */
export function emptyLearner(population: Population): LearnerState {
  return { population: population.version, settled: emptyStanding(), settledThrough: null, recent: [] };
}

const dated = ({ at, ...rest }: RecentAttempt): Attempt => ({ ...rest, at: new Date(at) });

/** The standing after all of a state's attempts; not shared with the state. */
export function standingOf(state: LearnerState, population: Population): Standing {
  const standing = { ability: state.settled.ability, concepts: { ...state.settled.concepts } };
  for (const attempt of state.recent) fold(standing, dated(attempt), population);
  return standing;
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
