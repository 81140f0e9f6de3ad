import { and, asc, desc, eq, gt, gte, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationDb, SystemDb } from '../base/db.ts';
import { type LearnerId, OrganizationId } from '../base/ids.ts';
import { underCurrentConcepts } from './concept-set.ts';
import type { Attempt, EvidenceKind } from './evidence.ts';
import type { NewEvidence } from './follow.ts';
import { mergeMap, selectMerges } from './merge-queries.ts';
import type { Population } from './population.ts';
import { attempts, populations } from './tables.ts';

const Grown = z.array(z.object({ organizationId: OrganizationId, attempts: z.number() }));

/** Organizations with so many more attempts than their last fit had, the most grown first. */
export async function listOrganizationsToFit(
  db: SystemDb,
  { fewest, growth }: { fewest: number; growth: number },
): Promise<z.infer<typeof Grown>> {
  const { rows } = await db.sql.execute(sql`
    select a.organization_id as "organizationId", count(*)::integer as attempts
    from ${attempts} a left join ${populations} p on p.organization_id = a.organization_id
    group by a.organization_id, p.attempts
    having count(*) >= greatest(${fewest}::integer, ${growth}::double precision * coalesce(p.attempts, 0))
    order by count(*) - coalesce(p.attempts, 0) desc, a.organization_id`);
  return Grown.parse(rows);
}

const KINDS: readonly EvidenceKind[] = ['answer', 'choice', 'observation', 'override'];

const fitColumns = {
  id: attempts.id,
  learnerId: attempts.learnerId,
  conceptId: attempts.conceptId,
  itemId: attempts.itemId,
  kind: attempts.kind,
  score: attempts.score,
  confidence: attempts.confidence,
  hintsUsed: attempts.hintsUsed,
  difficulty: attempts.difficulty,
  at: attempts.at,
};

/** The row with its kind known; none for a kind of another version. */
function withKind<Row extends { kind: string }>(row: Row): (Omit<Row, 'kind'> & { kind: EvidenceKind })[] {
  const kind = KINDS.find((one) => one === row.kind);
  return kind === undefined ? [] : [{ ...row, kind }];
}

/** How far back answers are looked for that have just come in: a device may have been without a network for a while. */
const RECENT_MS = 2 * 86_400_000;

/** Organizations in which anybody answered since their population was last touched. */
export async function listOrganizationsToFollow(
  db: SystemDb,
  now: Date,
  limit: number,
): Promise<OrganizationId[]> {
  const since = new Date(now.getTime() - RECENT_MS).toISOString();
  const { rows } = await db.sql.execute(sql`
    select o.id from organizations o left join ${populations} p on p.organization_id = o.id
    where exists (
      select from ${attempts} a
      where a.organization_id = o.id and a.at > ${since}::timestamptz
        and a.created_at > coalesce(p.updated_at, '-infinity'::timestamptz))
    order by p.updated_at nulls first, o.id limit ${limit}`);
  return z
    .array(z.object({ id: OrganizationId }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Learners and attempts read at most when a population follows; what is over is left to the next fit. */
const MOST_FOLLOWED = { learners: 200, attempts: 20_000 };

/**
 * The population as it stands (null for the shipped one), and all evidence on learners who have answered since it was last
 * touched, under the concepts of today: learner after learner, each in order of time.
 */
export async function findNewEvidence(
  db: OrganizationDb,
): Promise<{ population: typeof populations.$inferSelect | null; evidence: NewEvidence[] }> {
  const own = eq(attempts.organizationId, db.organizationId);
  const [[population], merges] = await db.sql.batch([
    db.sql.select().from(populations).where(eq(populations.organizationId, db.organizationId)),
    selectMerges(db),
  ]);
  const isNew = gt(attempts.createdAt, population?.updatedAt ?? new Date(0));
  const active = db.sql
    .select({ id: attempts.learnerId })
    .from(attempts)
    .where(and(own, isNew))
    .groupBy(attempts.learnerId)
    .orderBy(desc(sql`max(${attempts.createdAt})`))
    .limit(MOST_FOLLOWED.learners);
  const rows = await db.sql
    .select({ ...fitColumns, isNew: sql<boolean>`${isNew}` })
    .from(attempts)
    .where(and(own, inArray(attempts.learnerId, active)))
    .orderBy(asc(attempts.learnerId), asc(attempts.at), asc(attempts.id))
    .limit(MOST_FOLLOWED.attempts);
  return {
    population: population ?? null,
    evidence: underCurrentConcepts(rows.flatMap(withKind), mergeMap(merges)),
  };
}

/** Attempts fetched at once: some megabytes on their way from the database. */
const PAGE = 10_000;

/**
 * The latest attempts of an organization under the concepts of today, page by page: learner after learner, each in order
 * of time. `most` bounds them all; a page holds whole learners, up to `PAGE` attempts or one learner.
 */
export async function* attemptsToFit(db: OrganizationDb, most: number): AsyncGenerator<Attempt[]> {
  const { learners, mergedInto, since } = await planPages(db, most);
  for (const ids of pagesOf(learners)) {
    const rows = await db.sql
      .select(fitColumns)
      .from(attempts)
      .where(
        and(
          eq(attempts.organizationId, db.organizationId),
          inArray(attempts.learnerId, ids),
          gte(attempts.at, since),
        ),
      )
      .orderBy(asc(attempts.learnerId), asc(attempts.at), asc(attempts.id))
      .limit(most);
    yield underCurrentConcepts(rows.flatMap(withKind), mergedInto);
  }
}

/** Who answered how often since the moment from which on there are `most` attempts. */
async function planPages(db: OrganizationDb, most: number) {
  const own = eq(attempts.organizationId, db.organizationId);
  const [[cut], merges] = await db.sql.batch([
    db.sql
      .select({ at: attempts.at })
      .from(attempts)
      .where(own)
      .orderBy(desc(attempts.at))
      .offset(Math.max(0, most - 1))
      .limit(1),
    selectMerges(db),
  ]);
  const since = cut?.at ?? new Date(0);
  const learners = await db.sql
    .select({ id: attempts.learnerId, attempts: sql<number>`count(*)::integer` })
    .from(attempts)
    .where(and(own, gte(attempts.at, since)))
    .groupBy(attempts.learnerId)
    .orderBy(asc(attempts.learnerId));
  return { learners, mergedInto: mergeMap(merges), since };
}

function* pagesOf(learners: readonly { id: LearnerId; attempts: number }[]): Generator<LearnerId[]> {
  let page: LearnerId[] = [];
  let held = 0;
  for (const { id, attempts: count } of learners) {
    if (page.length > 0 && held + count > PAGE) {
      yield page;
      page = [];
      held = 0;
    }
    page.push(id);
    held += count;
  }
  if (page.length > 0) yield page;
}

export const keepPopulation = (db: OrganizationDb, parameters: Population, fittedFrom: number) =>
  db.sql
    .insert(populations)
    .values({ organizationId: db.organizationId, parameters, attempts: fittedFrom })
    .onConflictDoUpdate({ target: populations.organizationId, set: { parameters, attempts: fittedFrom } });
