/** Fits the parameters of mastery to organizations' own attempts, by night and within bounds. */
import type { Databases } from '../base/db.ts';
import { describeError, type Log } from '../base/log.ts';
import { fitColumns } from './fit.ts';
import { gatherColumns } from './fit-columns.ts';
import { compactPopulation } from './population.ts';
import { attemptsToFit, keepPopulation, listOrganizationsToFit } from './refit-queries.ts';

export type RefitNeeds = { databases: Databases; clock: () => Date; log: Log };

/** Under so many attempts the shipped default is the better guess. */
const FEWEST_ATTEMPTS = 200;
/** A new fit is worth its while when there is so much more to fit it to. */
const GROWTH = 1.2;
/**
 * Attempts a night, over all organizations: some seconds of CPU, of the thirty that a clock's call has. Of memory they
 * take little: 500,000 were gathered and fitted with a heap of 70 MB, of the 128 that a Worker has.
 */
const MOST_ATTEMPTS = 150_000;
/** Different items told apart in one fit. */
const MOST_ITEMS = 20_000;

/** Fits what has grown most first; what is left over waits for the next night. Returns how many were fitted. */
export async function refitPopulations({ databases, clock, log }: RefitNeeds): Promise<number> {
  let left = MOST_ATTEMPTS;
  let fitted = 0;
  const grown = await listOrganizationsToFit(databases.system, { fewest: FEWEST_ATTEMPTS, growth: GROWTH });
  for (const { organizationId, attempts } of grown) {
    if (left < FEWEST_ATTEMPTS) break;
    const db = databases.forOrganization(organizationId);
    try {
      const { columns, add } = gatherColumns({ attempts: Math.min(left, attempts), items: MOST_ITEMS });
      for await (const page of attemptsToFit(db, left)) page.forEach(add);
      left -= columns.count;
      const version = `${clock().toISOString().slice(0, 10)}-${columns.count}`;
      await keepPopulation(db, compactPopulation(fitColumns(columns, version)), attempts);
      fitted += 1;
    } catch (error) {
      log('population.unfitted', { organizationId, error: describeError(error) });
    }
  }
  return fitted;
}
