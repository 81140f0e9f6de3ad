/** Fits the parameters of mastery to organizations' own attempts, by night and within bounds. */
import type { Databases } from '../base/db.ts';
import { describeError, type Log } from '../base/log.ts';
import { fitPopulation } from './fit.ts';
import { keepPopulation, listAttemptsToFit, listOrganizationsToFit } from './refit-queries.ts';

export type RefitNeeds = { databases: Databases; clock: () => Date; log: Log };

/** Under so many attempts the shipped default is the better guess. */
const FEWEST_ATTEMPTS = 200;
/** A new fit is worth its while when there is so much more to fit it to. */
const GROWTH = 1.2;
/** Attempts a night, over all organizations: some seconds of CPU, of the thirty that a clock's call has. */
const MOST_ATTEMPTS = 150_000;

/** Fits what has grown most first; what is left over waits for the next night. Returns how many were fitted. */
export async function refitPopulations({ databases, clock, log }: RefitNeeds): Promise<number> {
  let left = MOST_ATTEMPTS;
  let fitted = 0;
  const grown = await listOrganizationsToFit(databases.system, { fewest: FEWEST_ATTEMPTS, growth: GROWTH });
  for (const { organizationId, attempts } of grown) {
    if (left < FEWEST_ATTEMPTS) break;
    const db = databases.forOrganization(organizationId);
    try {
      const own = await listAttemptsToFit(db, Math.min(left, attempts));
      left -= own.length;
      const version = `${clock().toISOString().slice(0, 10)}-${own.length}`;
      await keepPopulation(db, fitPopulation(own, version), attempts);
      fitted += 1;
    } catch (error) {
      log('population.unfitted', { organizationId, error: describeError(error) });
    }
  }
  return fitted;
}
