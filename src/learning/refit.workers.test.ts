/** Populations as the clock keeps them: followed by the hour, against the real database. */
import { expect, inject, test } from 'vitest';
import { signUp } from '../../dev/test-people.ts';
import { openDatabases } from '../base/db.ts';
import { AttemptId, ConceptId, newId } from '../base/ids.ts';
import { DEFAULT_POPULATION } from './population.ts';
import { followAnswers, refitPopulations } from './refit.ts';
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

test('a row that was kept before populations had their present shape is read, followed and fitted anew', async () => {
  const { organizationId, learnerId } = await signUp('Kept');
  const db = databases.forOrganization(organizationId);
  const conceptId = newId(ConceptId);
  await db.sql.insert(concepts).values({ id: conceptId, organizationId, name: 'old', normalizedName: 'old' });
  const weights = { ability: 0.61, known: 0.73, success: 0.26, failure: 1.32 };
  const { version: _, weightVariances: _v, ...shape } = DEFAULT_POPULATION;
  const keep = (version: string) =>
    db.sql
      .insert(populations)
      .values({
        organizationId,
        parameters: { ...shape, version, weights },
        attempts: 100,
        updatedAt: new Date(0),
      })
      .onConflictDoUpdate({
        target: populations.organizationId,
        set: { parameters: { ...shape, version, weights }, attempts: 100 },
      });
  const answer = (hoursAgo: number) => ({
    ...{ id: newId(AttemptId), organizationId, learnerId, conceptId, kind: 'answer', confidence: 1 },
    score: hoursAgo % 3 === 0 ? 0 : 1,
    at: new Date(Date.now() - hoursAgo * HOUR),
  });
  await keep('2026-11-20-100');
  await db.sql.insert(attempts).values(Array.from({ length: 40 }, (_a, i) => answer(40 - i)));
  const fitted = await findStanding(db, learnerId, new Date());
  expect(fitted.population.weights).toEqual(weights);
  expect(fitted.masteryMap[conceptId]).toBeGreaterThan(0);
  const failures: unknown[] = [];
  const log = (...line: unknown[]) => failures.push(line);
  await followAnswers({ databases, clock: () => new Date(), log });
  expect((await findStanding(db, learnerId, new Date())).population).toMatchObject({
    version: expect.stringMatching(/^2026-11-20-100~/),
    weights,
  });

  await keep('default-1~2026-11-20T00:00:00.000Z');
  expect((await findStanding(db, learnerId, new Date())).population.weights).toEqual(
    DEFAULT_POPULATION.weights,
  );
  await db.sql.insert(attempts).values(Array.from({ length: 200 }, (_a, i) => answer(240 - i)));
  await refitPopulations({ databases, clock: () => new Date(), log });
  const [row] = await db.sql.select().from(populations);
  expect(row).toMatchObject({ attempts: 240, parameters: { version: expect.stringMatching(/-240$/) } });
  expect(row?.parameters.weightVariances?.traced).toBeGreaterThan(0);
  expect(failures).toEqual([]);
});
