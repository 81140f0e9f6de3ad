/** What stands in Postgres of a learner's progress: the session's outbox carries it there a moment after the lesson. */
import { eq } from 'drizzle-orm';
import type { Databases } from '../src/base/db.ts';
import { progress } from '../src/learning/tables.ts';
import type { TestPerson } from './test-people.ts';

const PATIENCE_MS = 15_000;

/** Waits for the first row. */
export async function progressOfLearner(databases: Databases, person: TestPerson) {
  const { sql } = databases.forOrganization(person.organizationId);
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const rows = await sql.select().from(progress).where(eq(progress.learnerId, person.learnerId));
    if (rows.length > 0 || Date.now() > until) return rows;
    await new Promise((wait) => setTimeout(wait, 200));
  }
}
