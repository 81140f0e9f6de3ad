/** Evidence in Postgres: attempts and their history, written once each. */
import { sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { AttemptId, ConceptId, LearnerId, SessionId } from '../base/ids.ts';
import { normaliseName } from './concepts.ts';
import type { EvidenceKind } from './evidence.ts';
import { historyIdOf } from './history-queries.ts';
import { attempts, concepts, progress } from './tables.ts';

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
              id: historyIdOf(attempt.id),
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
