/** Populations as the clock keeps them: followed by the hour, against the real database. */
import { expect, inject, test } from 'vitest';
import { signUp } from '../../dev/test-people.ts';
import { openDatabases } from '../base/db.ts';
import { AttemptId, ConceptId, newId } from '../base/ids.ts';
import { DEFAULT_POPULATION } from './population.ts';
import { followAnswers } from './refit.ts';
import { findStanding } from './standing-queries.ts';
import { attempts, concepts, populations } from './tables.ts';

const databases = openDatabases(inject('databaseUrl'));
const HOUR = 3_600_000;

test('difficulties follow the answers of the hour, once each, and leave the weights to the night', async () => {
  const { organizationId, learnerId } = await signUp('Followed');
  const db = databases.forOrganization(organizationId);
  const [hard, merged] = [newId(ConceptId), newId(ConceptId)];
  await db.sql.insert(concepts).values([
    { id: hard, organizationId, name: 'hard', normalizedName: 'hard' },
    { id: merged, organizationId, name: 'harder', normalizedName: 'harder', mergedInto: hard },
  ]);
  const failures: unknown[] = [];
  const needs = {
    databases,
    clock: () => new Date(),
    log: (...line: unknown[]) => failures.push(line),
  };
  const own = async () => (await db.sql.select().from(populations))[0];
  const fail = (conceptId: ConceptId, hoursAgo: number) =>
    db.sql.insert(attempts).values({
      id: newId(AttemptId),
      organizationId,
      learnerId,
      conceptId,
      itemId: 'the same question',
      kind: 'answer',
      score: 0,
      confidence: 1,
      at: new Date(Date.now() - hoursAgo * HOUR),
    });
  await followAnswers(needs);
  expect(await own()).toBeUndefined();

  await fail(hard, 3);
  await fail(merged, 2);
  await followAnswers(needs);
  const first = await own();
  const easiness = (row: Awaited<ReturnType<typeof own>>) => row?.parameters.concepts[hard]?.offset ?? 0;
  expect(easiness(first)).toBeLessThan(0);
  expect(first?.parameters.items['the same question']?.offset).toBeLessThan(0);
  expect(first?.attempts).toBe(0);
  // Two wrong answers hardly move what evidence is worth.
  for (const [name, weight] of Object.entries(DEFAULT_POPULATION.weights))
    expect(Object.entries(first?.parameters.weights ?? {}).find(([own]) => own === name)?.[1]).toBeCloseTo(
      weight,
      0,
    );
  expect(first?.parameters.concepts[merged]).toBeUndefined();

  // Nothing new: nothing changes. One more answer: it moves on from there.
  await followAnswers(needs);
  expect(await own()).toEqual(first);
  await fail(hard, 1);
  await followAnswers(needs);
  const second = await own();
  expect(easiness(second)).toBeLessThan(easiness(first));
  const standing = await findStanding(db, learnerId, new Date());
  expect(standing.population).toEqual(second?.parameters);
  expect(standing.state.population).toMatch(/^default-2~/);
  expect(failures).toEqual([]);
});
