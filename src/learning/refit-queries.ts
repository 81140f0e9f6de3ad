import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationDb, SystemDb } from '../base/db.ts';
import { OrganizationId } from '../base/ids.ts';
import { underCurrentConcepts } from './concept-set.ts';
import type { Attempt, EvidenceKind } from './evidence.ts';
import type { Population } from './population.ts';
import { attempts, concepts, populations } from './tables.ts';

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

/** The latest attempts of an organization, oldest first, under the concepts of today. */
export async function listAttemptsToFit(db: OrganizationDb, most: number): Promise<Attempt[]> {
  const { organizationId } = db;
  const [rows, merges] = await db.sql.batch([
    db.sql
      .select({
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
      })
      .from(attempts)
      .where(eq(attempts.organizationId, organizationId))
      .orderBy(desc(attempts.at), desc(attempts.id))
      .limit(most),
    db.sql
      .select({ id: concepts.id, into: concepts.mergedInto })
      .from(concepts)
      .where(and(eq(concepts.organizationId, organizationId), isNotNull(concepts.mergedInto)))
      .orderBy(asc(concepts.id)),
  ]);
  const mergedInto = Object.fromEntries(
    merges.flatMap(({ id, into }) => (into === null ? [] : [[id, into]])),
  );
  const known = rows.flatMap((row): Attempt[] => {
    const kind = KINDS.find((one) => one === row.kind);
    return kind === undefined ? [] : [{ ...row, kind }];
  });
  return underCurrentConcepts(known.toReversed(), mergedInto);
}

export const keepPopulation = (db: OrganizationDb, parameters: Population, fittedFrom: number) =>
  db.sql
    .insert(populations)
    .values({ organizationId: db.organizationId, parameters, attempts: fittedFrom })
    .onConflictDoUpdate({ target: populations.organizationId, set: { parameters, attempts: fittedFrom } });
