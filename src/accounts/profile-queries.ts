import { and, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import type { LearnerId } from '../base/ids.ts';
import { Profile, type ProfilePatch } from './people.ts';
import { learners } from './tables.ts';

const isLearner = (db: OrganizationDb, id: LearnerId) =>
  and(eq(learners.organizationId, db.organizationId), eq(learners.id, id));

/** With defaults for what was never said. */
export async function getProfile(db: OrganizationDb, id: LearnerId): Promise<Profile> {
  const [row] = await db.sql.select({ profile: learners.profile }).from(learners).where(isLearner(db, id));
  return Profile.parse(required(row).profile ?? {});
}

/** One statement, so that two tabs that change different fields both keep their change. */
export async function patchProfile(db: OrganizationDb, id: LearnerId, patch: ProfilePatch): Promise<Profile> {
  const [row] = await db.sql
    .update(learners)
    .set({ profile: sql`coalesce(${learners.profile}, '{}'::jsonb) || ${JSON.stringify(patch)}::jsonb` })
    .where(isLearner(db, id))
    .returning({ profile: learners.profile });
  return Profile.parse(required(row).profile ?? {});
}
