/** A learner's standing as the API gives it: the same numbers for learner and instructor. */
import { time, z } from '../base/http.ts';
import type { LearnerRow } from './learner-queries.ts';
import { standingOf } from './project.ts';
import { forecastForgetting, masteryOverTime } from './report.ts';
import type { Standing } from './standing-queries.ts';

const Level = z.number().int().min(0).max(100);

export const NamedLevel = z.object({ concept: z.string(), name: z.string(), masteryLevel: Level });

export const ConceptStanding = z
  .object({
    concept: z.string(),
    name: z.string(),
    /** What one would expect today, forgetting included. */
    masteryLevel: Level,
    probability: z.number(),
    /** The middle 80 % of what the truth may be, 0–100. */
    low: z.number(),
    high: z.number(),
    /** In words: what the last change followed from. */
    evidence: z.string(),
    /** How much there is of it. */
    evidenceCount: z.number().int(),
    lastUpdated: time.nullable(),
    history: z.array(
      z.object({
        at: time,
        masteryLevel: Level,
        change: z.number().int(),
        attemptId: z.string(),
        evidence: z.string(),
      }),
    ),
    /** Levels to expect if nothing is done till then. */
    forecast: z.array(z.object({ inDays: z.number().int(), masteryLevel: Level })),
    /** Whole days until what builds on it closes; null if not within a year. */
    daysAboveThreshold: z.number().int().nullable(),
  })
  .openapi('ConceptStanding');

export const StandingView = z.object({
  concepts: z.array(ConceptStanding),
  knowledgeGaps: z.array(NamedLevel),
});
export type StandingView = z.infer<typeof StandingView>;

/** `words` says in words what each attempt showed, by its id. */
export function standingView(
  standing: Standing,
  names: ReadonlyMap<string, string>,
  words: ReadonlyMap<string, string>,
  now: Date,
): StandingView {
  const { estimates, masteryMap, state, population, progressRows } = standing;
  const history = masteryOverTime(progressRows);
  const forecasts = new Map(
    forecastForgetting(standingOf(state, population), population, now).map((one) => [one.conceptId, one]),
  );
  const named = (concept: string) => ({
    concept,
    name: names.get(concept) ?? 'A concept that is gone',
    masteryLevel: masteryMap[concept] ?? 0,
  });
  const concepts = Object.entries(estimates).map(([concept, estimate]) => {
    const points = (history[concept] ?? []).map(({ at, level, change, attemptId }) => ({
      at: at.toISOString(),
      masteryLevel: level,
      change,
      attemptId,
      evidence: words.get(attemptId) ?? '',
    }));
    const forecast = forecasts.get(concept);
    return {
      ...named(concept),
      probability: estimate.probability,
      low: Math.round(100 * estimate.low),
      high: Math.round(100 * estimate.high),
      evidence: points.at(-1)?.evidence ?? '',
      evidenceCount: estimate.evidence,
      lastUpdated: points.at(-1)?.at ?? null,
      history: points,
      forecast: forecast?.levels.map(({ inDays, level }) => ({ inDays, masteryLevel: level })) ?? [],
      daysAboveThreshold: forecast?.daysAboveThreshold ?? null,
    };
  });
  return {
    concepts: concepts.sort(
      (a, b) => (b.lastUpdated ?? '').localeCompare(a.lastUpdated ?? '') || (a.concept < b.concept ? -1 : 1),
    ),
    knowledgeGaps: standing.knowledgeGaps.map(named),
  };
}

export const LearnerView = z
  .object({
    id: z.uuid(),
    userId: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.string(),
    profile: z.unknown(),
    masteryMap: z.array(NamedLevel),
    knowledgeGaps: z.array(NamedLevel),
    lastActivity: time.nullable(),
    createdAt: time,
  })
  .openapi('Learner');

/** Levels and gaps are those of the row. */
export function learnerView(learner: LearnerRow, names: ReadonlyMap<string, string>) {
  const named = (concept: string) => {
    const name = names.get(concept);
    return name === undefined ? [] : [{ concept, name, masteryLevel: learner.masteryMap[concept] ?? 0 }];
  };
  return {
    id: learner.id,
    userId: learner.userId,
    name: learner.name,
    email: learner.email,
    role: learner.role,
    profile: learner.profile,
    masteryMap: Object.keys(learner.masteryMap).flatMap(named),
    knowledgeGaps: learner.knowledgeGaps.flatMap(named),
    lastActivity: learner.lastActivity?.toISOString() ?? null,
    createdAt: learner.createdAt.toISOString(),
  };
}
