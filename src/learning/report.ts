/** What a learner and an instructor see of the same numbers: history, forecast of forgetting, who is at risk and why. */
import { GAP_CLOSES } from './gaps.ts';
import { masteryLevel } from './mastery.ts';
import type { Population } from './population.ts';
import { expectation, type ProgressRow, type Standing } from './standing.ts';

const DAY = 86_400_000;

export type HistoryPoint = { at: Date; level: number; change: number; attemptId: string };

/** Per concept the levels in time order, each with what it changed by and the attempt behind it. */
export function masteryOverTime(rows: readonly ProgressRow[]): Record<string, HistoryPoint[]> {
  const history: Record<string, HistoryPoint[]> = {};
  const inTime = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { conceptId, at, masteryLevel: level, previousLevel, attemptId } of inTime) {
    const points = history[conceptId] ?? [];
    points.push({ at, level, change: level - previousLevel, attemptId });
    history[conceptId] = points;
  }
  return history;
}

export type Forecast = {
  conceptId: string;
  /** Levels 0–100 at the days asked for, if nothing is done till then. */
  levels: { inDays: number; level: number }[];
  /** Whole days until the level is under 70 and what builds on it closes; null if not within a year, 0 if it is now. */
  daysAboveThreshold: number | null;
};

const HORIZON_DAYS = 365;

/** What will be left of every concept, soonest lost first; those already under the line come first. */
export function forecastForgetting(
  standing: Standing,
  population: Population,
  now: Date,
  days: readonly number[] = [0, 7, 30, 90],
): Forecast[] {
  const levelIn = (conceptId: string, inDays: number): number =>
    masteryLevel(expectation(standing, population, { conceptId }, now.getTime() + inDays * DAY).probability);
  const forecasts = Object.keys(standing.concepts).map((conceptId) => ({
    conceptId,
    levels: days.map((inDays) => ({ inDays, level: levelIn(conceptId, inDays) })),
    daysAboveThreshold: firstDayUnder((inDays) => levelIn(conceptId, inDays)),
  }));
  const order = ({ daysAboveThreshold }: Forecast): number => daysAboveThreshold ?? HORIZON_DAYS + 1;
  return forecasts.sort((a, b) => order(a) - order(b) || (a.conceptId < b.conceptId ? -1 : 1));
}

/** By halving, since levels only fall while nothing is done. */
function firstDayUnder(levelIn: (inDays: number) => number): number | null {
  if (levelIn(HORIZON_DAYS) >= GAP_CLOSES) return null;
  let above = -1;
  let under = HORIZON_DAYS;
  while (under - above > 1) {
    const middle = Math.floor((above + under) / 2);
    if (levelIn(middle) >= GAP_CLOSES) above = middle;
    else under = middle;
  }
  return under;
}

export type LearnerActivity = {
  learnerId: string;
  knowledgeGaps: readonly string[];
  /** The whole history or its last weeks. */
  rows: readonly ProgressRow[];
  /** Scores 0–1 of the last answers, newest last. */
  recentScores: readonly number[];
  /** Messages of the last weeks that the moderation stopped. */
  flagged: number;
  lastActivity: Date | null;
};

export type Risk = {
  kind: 'flagged' | 'gaps' | 'falling' | 'failing' | 'absent';
  detail: string;
  /** Of which `detail` speaks: messages, gaps, points lost an answer, per cent right, or days. */
  amount: number;
};
export type AtRisk = { learnerId: string; risks: Risk[] };

const ABSENT_DAYS = 7;
const TREND_DAYS = 14;
/** Levels move a few points with any answer; a mean loss beyond this over two weeks is a trend. */
const FALLING_BY = 3;
const FEWEST_ROWS = 5;
/** The lower edge of fruitful difficulty is .7; under half right, practice discourages. */
const FAILING_UNDER = 0.5;
const MANY_GAPS = 3;

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

function risksOf(
  { knowledgeGaps, rows, recentScores, flagged, lastActivity }: LearnerActivity,
  now: Date,
): Risk[] {
  const risks: Risk[] = [];
  if (flagged > 0) {
    const messages = flagged === 1 ? 'a message' : `${flagged} messages`;
    risks.push({ kind: 'flagged', detail: `${messages} with no place in a lesson`, amount: flagged });
  }
  if (knowledgeGaps.length >= MANY_GAPS) {
    const amount = knowledgeGaps.length;
    risks.push({ kind: 'gaps', detail: `${amount} open gaps`, amount });
  }
  const recent = rows.filter(({ at }) => now.getTime() - at.getTime() <= TREND_DAYS * DAY);
  if (recent.length >= FEWEST_ROWS) {
    const change = mean(recent.map((row) => row.masteryLevel - row.previousLevel));
    if (change <= -FALLING_BY) {
      const amount = Math.round(-change);
      risks.push({ kind: 'falling', detail: `levels fall by ${amount} points an answer on average`, amount });
    }
  }
  if (recentScores.length >= FEWEST_ROWS && mean(recentScores) < FAILING_UNDER) {
    const amount = Math.round(100 * mean(recentScores));
    const detail = `${amount} % right of the last ${recentScores.length} answers`;
    risks.push({ kind: 'failing', detail, amount });
  }
  if (lastActivity !== null) {
    const amount = Math.floor((now.getTime() - lastActivity.getTime()) / DAY);
    if (amount >= ABSENT_DAYS) {
      risks.push({ kind: 'absent', detail: `not seen for ${amount} days`, amount });
    }
  }
  return risks;
}

/** The learners somebody should look after, with every reason; most reasons first, then by id. Never having begun is no risk of its own. */
export function atRisk(learners: readonly LearnerActivity[], now: Date): AtRisk[] {
  return learners
    .map((learner) => ({ learnerId: learner.learnerId, risks: risksOf(learner, now) }))
    .filter(({ risks }) => risks.length > 0)
    .sort((a, b) => b.risks.length - a.risks.length || (a.learnerId < b.learnerId ? -1 : 1));
}
