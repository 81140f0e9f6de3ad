/** Fits the parameters of mastery to organizations' own attempts by night, and lets them follow by the hour, within bounds. */
import type { Databases } from '../base/db.ts';
import { describeError, type Log } from '../base/log.ts';
import { fitColumns } from './fit.ts';
import { gatherColumns } from './fit-columns.ts';
import { follow } from './follow.ts';
import { compactPopulation, populationFrom } from './population.ts';
import {
  attemptsToFit,
  findNewEvidence,
  keepPopulation,
  listOrganizationsToFit,
  listOrganizationsToFollow,
} from './refit-queries.ts';

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

/** Organizations an hour; those that have waited longest come first. */
const MOST_FOLLOWING = 100;

/**
 * Lets difficulties follow the answers of the last hour, from the shipped default on where there was no fit yet: a concept
 * nobody had met before is soon known for hard or easy. Returns how many organizations' populations changed.
 */
export async function followAnswers({ databases, clock, log }: RefitNeeds): Promise<number> {
  let changed = 0;
  const now = clock();
  for (const organizationId of await listOrganizationsToFollow(databases.system, now, MOST_FOLLOWING)) {
    const db = databases.forOrganization(organizationId);
    try {
      const { population: stored, evidence } = await findNewEvidence(db);
      const before = populationFrom(stored?.parameters);
      const [fit] = before.version.split('~');
      const after = follow(before, evidence, `${fit}~${now.toISOString()}`);
      await keepPopulation(db, compactPopulation(after), stored?.attempts ?? 0);
      changed += 1;
    } catch (error) {
      log('population.left_behind', { organizationId, error: describeError(error) });
    }
  }
  return changed;
}
