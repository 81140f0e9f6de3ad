/** Evidence in Postgres: attempts and their history written once each, and the learner's standing rebuilt from all of them. */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { learners } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import { AttemptId, type ConceptId, contentId, type LearnerId, type SessionId } from '../base/ids.ts';
import { underCurrentConcepts } from './concept-set.ts';
import { normaliseName } from './concepts.ts';
import type { Attempt, EvidenceKind } from './evidence.ts';
import { DEFAULT_POPULATION, type Population } from './population.ts';
import { type LearnerState, type ProgressRow, type Projection, project } from './project.ts';
import { attempts, concepts, populations, progress, reviews } from './tables.ts';

export type NewAttempt = {
  id: AttemptId;
  conceptId: ConceptId;
  conceptName: string;
  itemId: string | null;
  kind: EvidenceKind;
  /** 0–1. */
  score: number;
  confidence: number;
  hintsUsed: number;
  difficulty?: number | null | undefined;
  question: string | null;
  answer: string | null;
  evidence: string;
  misconception: string | null;
  at: Date;
  /** The row of history; null where only a rebuild can tell what it changed. */
  progress: { previousLevel: number; masteryLevel: number; probability: number } | null;
};

/**
 * Queries that store an attempt, its concept where it is new, and its row of history; for a batch. A repeat changes
 * nothing. A concept that another writer made first under another id is found by its name.
 */
export function storeAttempt(
  db: OrganizationDb,
  learnerId: LearnerId,
  sessionId: SessionId | null,
  attempt: NewAttempt,
) {
  const { organizationId } = db;
  const normalizedName = normaliseName(attempt.conceptName);
  const conceptId = sql`coalesce(
    (select c.id from concepts c where c.id = ${attempt.conceptId} and c.organization_id = ${organizationId}),
    (select c.id from concepts c where c.normalized_name = ${normalizedName} and c.organization_id = ${organizationId})
  )`;
  const { progress: history } = attempt;
  return [
    db.sql
      .insert(concepts)
      .values({ id: attempt.conceptId, organizationId, name: attempt.conceptName, normalizedName })
      .onConflictDoNothing(),
    db.sql
      .insert(attempts)
      .values({
        id: attempt.id,
        organizationId,
        learnerId,
        conceptId,
        itemId: attempt.itemId,
        sessionId,
        kind: attempt.kind,
        score: attempt.score,
        confidence: attempt.confidence,
        hintsUsed: attempt.hintsUsed,
        difficulty: attempt.difficulty ?? null,
        question: attempt.question,
        answer: attempt.answer,
        evidence: attempt.evidence,
        misconception: attempt.misconception,
        at: attempt.at,
      })
      .onConflictDoNothing(),
    ...(history === null
      ? []
      : [
          db.sql
            .insert(progress)
            .values({
              id: contentId(AttemptId, 'progress', attempt.id),
              organizationId,
              learnerId,
              concept: sql`${conceptId}::text`,
              masteryLevel: history.masteryLevel,
              previousLevel: history.previousLevel,
              probability: history.probability,
              evidence: attempt.evidence,
              attemptId: attempt.id,
              sessionId,
              createdAt: attempt.at,
            })
            .onConflictDoNothing(),
        ]),
  ] as const;
}

export type Standing = Projection & {
  state: LearnerState;
  /** The history as these attempts write it, in their order. */
  progressRows: ProgressRow[];
  population: Population;
  /** How many attempts it was rebuilt from. */
  attempts: number;
};

const KINDS: readonly EvidenceKind[] = ['answer', 'choice', 'observation', 'override'];

/** Rebuilds a learner's standing at a moment from all attempts, under the concepts of today. One round trip. */
export async function findStanding(db: OrganizationDb, learnerId: LearnerId, now: Date): Promise<Standing> {
  const { organizationId } = db;
  const [rows, merges, fitted] = await db.sql.batch([
    db.sql
      .select()
      .from(attempts)
      .where(and(eq(attempts.organizationId, organizationId), eq(attempts.learnerId, learnerId)))
      .orderBy(asc(attempts.at), asc(attempts.id)),
    db.sql
      .select({ id: concepts.id, mergedInto: concepts.mergedInto })
      .from(concepts)
      .where(and(eq(concepts.organizationId, organizationId), isNotNull(concepts.mergedInto))),
    db.sql.select().from(populations).where(eq(populations.organizationId, organizationId)),
  ]);
  const mergedInto = Object.fromEntries(
    merges.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [[id, mergedInto]])),
  );
  const evidence = rows.flatMap((row): Attempt[] => {
    const kind = KINDS.find((known) => known === row.kind);
    return kind === undefined ? [] : [{ ...row, kind }];
  });
  const population = fitted[0]?.parameters ?? DEFAULT_POPULATION;
  return {
    ...project(underCurrentConcepts(evidence.map(plain), mergedInto), population, now),
    population,
    attempts: rows.length,
  };
}

const plain = ({
  id,
  learnerId,
  conceptId,
  itemId,
  kind,
  score,
  confidence,
  hintsUsed,
  difficulty,
  at,
}: Attempt): Attempt => ({
  id,
  learnerId,
  conceptId,
  itemId,
  kind,
  score,
  confidence,
  hintsUsed,
  difficulty: difficulty ?? null,
  at,
});

/** Rebuilds and keeps the projection: mastery map, gaps and review cards. Two that write at once both end with all attempts. */
export async function refreshStanding(
  db: OrganizationDb,
  learnerId: LearnerId,
  now: Date,
): Promise<Standing> {
  for (let round = 0; ; round++) {
    const standing = await findStanding(db, learnerId, now);
    if ((await keepStanding(db, learnerId, standing)) || round === 2) return standing;
  }
}

/** False where attempts came in since the standing was read: then it would put back an older one. */
async function keepStanding(db: OrganizationDb, learnerId: LearnerId, standing: Standing): Promise<boolean> {
  const { organizationId } = db;
  const isCurrent = sql`(select count(*) from attempts a where a.organization_id = ${organizationId} and a.learner_id = ${learnerId}) = ${standing.attempts}`;
  const cards = Object.entries(standing.cards).map(([concept, card]) => ({ concept, ...card }));
  const [kept] = await db.sql.batch([
    db.sql
      .update(learners)
      .set({ masteryMap: standing.masteryMap, knowledgeGaps: standing.knowledgeGaps })
      .where(and(eq(learners.organizationId, organizationId), eq(learners.id, learnerId), isCurrent))
      .returning({ id: learners.id }),
    // As one statement whatever their number: rows travel as one JSON parameter.
    db.sql.execute(sql`
      insert into ${reviews} (organization_id, learner_id, concept_id, due, stability, difficulty, state, last_review, updated_at)
      select ${organizationId}, ${learnerId}, (card->>'concept')::uuid,
             to_timestamp((card->>'due')::double precision / 1000), (card->>'stability')::double precision,
             (card->>'difficulty')::double precision, card,
             to_timestamp((card->>'lastReview')::double precision / 1000), now()
      from jsonb_array_elements(${JSON.stringify(cards)}::jsonb) as card
      where ${isCurrent}
        and exists (select 1 from concepts c where c.id = (card->>'concept')::uuid and c.organization_id = ${organizationId})
      on conflict (learner_id, concept_id) do update
        set due = excluded.due, stability = excluded.stability, difficulty = excluded.difficulty,
            state = excluded.state, last_review = excluded.last_review, updated_at = now()`),
    // A concept that became part of another has no card of its own any more.
    db.sql.execute(sql`
      delete from ${reviews}
      where organization_id = ${organizationId} and learner_id = ${learnerId} and ${isCurrent}
        and concept_id::text not in (select card->>'concept' from jsonb_array_elements(${JSON.stringify(cards)}::jsonb) as card)`),
  ]);
  return kept.length > 0;
}
