/** The projections in Postgres, thrown away and rebuilt: 100 simulated learners, or 1,000 where `LONG=1`. */
import { expect, inject, test } from 'vitest';
import { CONCEPTS, simulateHistory } from '../../dev/test-history.ts';
import { signUp } from '../../dev/test-people.ts';
import { learners, users } from '../accounts/tables.ts';
import { openDatabases } from '../base/db.ts';
import { AttemptId, contentId, LearnerId, type OrganizationId, UserId } from '../base/ids.ts';
import { conceptIdOf } from './concept-id.ts';
import { DEFAULT_POPULATION } from './population.ts';
import { applyAttempt, emptyLearner, project } from './project.ts';
import { refreshStanding } from './standing-queries.ts';
import { attempts, concepts, populations, progress, reviews } from './tables.ts';

const { forOrganization } = openDatabases(inject('databaseUrl'));
const LEARNERS = inject('isLong') ? 1000 : 100;

const nameOf = (place: number) => `Topic number ${place}`;
const personOf = (organizationId: OrganizationId, learner: number) => ({
  userId: contentId(UserId, organizationId, 'user', String(learner)),
  learnerId: contentId(LearnerId, organizationId, 'learner', String(learner)),
});

/** The learner's evidence, filed as it arrives; what a lesson's own state makes of it; and the moment it is looked at. */
function evidenceOf(organizationId: OrganizationId, learner: number) {
  const { learnerId } = personOf(organizationId, learner);
  const { arrivals, after } = simulateHistory(learner, {
    learnerId,
    conceptId: (place) => conceptIdOf(organizationId, nameOf(place)),
    id: (step) => contentId(AttemptId, learnerId, String(step)),
  });
  const live = arrivals.reduce((state, attempt, step) => {
    const applied = applyAttempt(state, attempt, DEFAULT_POPULATION, after);
    if (applied.kind === 'applied') return applied.state;
    return applied.kind === 'known'
      ? state
      : project(arrivals.slice(0, step + 1), DEFAULT_POPULATION, after).state;
  }, emptyLearner(DEFAULT_POPULATION));
  return { learnerId, arrivals, after, live };
}

test(`the stored numbers of ${LEARNERS} learners follow from their attempts alone, to the last bit`, async () => {
  const { organizationId } = await signUp('Rebuilt');
  const db = forOrganization(organizationId);
  const ids = Array.from({ length: CONCEPTS }, (_, place) => conceptIdOf(organizationId, nameOf(place)));
  const named = ids.map((id, place) => ({
    id,
    organizationId,
    name: nameOf(place),
    normalizedName: nameOf(place).toLowerCase(),
  }));
  const people = Array.from({ length: LEARNERS }, (_, learner) => personOf(organizationId, learner));
  await db.sql.batch([
    db.sql.insert(concepts).values(named),
    // Other tests let the night fit every organization that has grown: this one must look as if it had not.
    db.sql
      .insert(populations)
      .values({ organizationId, parameters: DEFAULT_POPULATION, attempts: 1_000_000_000 }),
    db.sql.insert(users).values(
      people.map(({ userId: id }) => ({
        id,
        organizationId,
        email: `${id}@people.test`,
        name: 'Simulated',
        passwordHash: '',
        role: 'learner' as const,
      })),
    ),
    db.sql
      .insert(learners)
      .values(people.map(({ userId, learnerId: id }) => ({ id, userId, organizationId }))),
  ]);
  const stored = async () => {
    const [maps, cards, history] = await db.sql.batch([
      db.sql
        .select({ id: learners.id, map: learners.masteryMap, gaps: learners.knowledgeGaps })
        .from(learners)
        .orderBy(learners.id),
      db.sql
        .select({
          learner: reviews.learnerId,
          concept: reviews.conceptId,
          due: reviews.due,
          stability: reviews.stability,
          difficulty: reviews.difficulty,
          state: reviews.state,
          lastReview: reviews.lastReview,
        })
        .from(reviews)
        .orderBy(reviews.learnerId, reviews.conceptId),
      db.sql.select().from(progress).orderBy(progress.id),
    ]);
    return { maps, cards, history };
  };
  for (let learner = 0; learner < LEARNERS; learner += 1) {
    const { learnerId, arrivals, after, live } = evidenceOf(organizationId, learner);
    await db.sql
      .insert(attempts)
      .values(
        arrivals.map(({ id, conceptId, learnerId: _, ...rest }) => ({
          ...rest,
          id: AttemptId.parse(id),
          conceptId: ids.find((known) => known === conceptId) ?? conceptIdOf(organizationId, 'none'),
          learnerId,
          organizationId,
        })),
      )
      .onConflictDoNothing();
    // What a lesson carries along is what Postgres makes of the rows.
    expect((await refreshStanding(db, learnerId, after)).state).toEqual(live);
  }
  const before = await stored();
  expect(before.cards.length).toBeGreaterThan(LEARNERS);
  const filed = await db.sql.select({ id: attempts.id }).from(attempts);
  expect(before.history).toHaveLength(filed.length);
  await db.sql.batch([
    db.sql.update(learners).set({ masteryMap: {}, knowledgeGaps: [] }),
    db.sql.delete(reviews),
    db.sql.delete(progress),
  ]);
  for (let learner = 0; learner < LEARNERS; learner += 1) {
    const { learnerId, after } = evidenceOf(organizationId, learner);
    await refreshStanding(db, learnerId, after);
  }
  expect(await stored()).toEqual(before);
}, 600_000);
