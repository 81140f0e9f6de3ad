/** The learner's standing in Postgres: rebuilt from all attempts, and kept as the projection others read. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { learners } from '../accounts/tables.ts';
import type { OrganizationDb } from '../base/db.ts';
import type { LearnerId } from '../base/ids.ts';
import { underCurrentConcepts } from './concept-set.ts';
import type { Attempt, EvidenceKind } from './evidence.ts';
import { addHistory, selectUntold } from './history-queries.ts';
import { mergeMap, selectMerges } from './merge-queries.ts';
import { type Population, populationFrom } from './population.ts';
import { type LearnerState, project } from './project.ts';
import type { ProgressRow, Projection } from './standing.ts';
import { attempts, populations, reviews } from './tables.ts';

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
    selectMerges(db),
    db.sql.select().from(populations).where(eq(populations.organizationId, organizationId)),
  ]);
  const evidence = rows.flatMap((row): Attempt[] => {
    const kind = KINDS.find((known) => known === row.kind);
    return kind === undefined ? [] : [{ ...row, kind }];
  });
  const population = populationFrom(fitted[0]?.parameters);
  return {
    ...project(underCurrentConcepts(evidence.map(plain), mergeMap(merges)), population, now),
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

/**
 * Rebuilds and keeps the projection: mastery map, gaps and review cards, and what the history lacks. Two that write at once both
 * end with all attempts.
 */
export async function refreshStanding(
  db: OrganizationDb,
  learnerId: LearnerId,
  now: Date,
): Promise<Standing> {
  for (let round = 0; ; round++) {
    const [standing, untold] = await Promise.all([
      findStanding(db, learnerId, now),
      selectUntold(db, learnerId),
    ]);
    const lacking = new Set<string>(untold.map(({ id }) => id));
    await addHistory(
      db,
      standing.progressRows.filter(({ attemptId }) => lacking.has(attemptId)),
    );
    if ((await keepStanding(db, learnerId, standing)) || round === 2) return standing;
  }
}

/** False where attempts came in since the standing was read: then it would put back an older one. */
async function keepStanding(db: OrganizationDb, learnerId: LearnerId, standing: Standing): Promise<boolean> {
  const { organizationId } = db;
  const isCurrent = sql`(select count(*) from attempts a where a.organization_id = ${organizationId} and a.learner_id = ${learnerId}) = ${standing.attempts}`;
  const cards = Object.entries(standing.cards).map(([concept, card]) => ({
    concept,
    ...card,
    ...standing.lasting[concept],
  }));
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
