/** The people of one organization and the invites that are out. */
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { AppError, notFound, required } from '../base/errors.ts';
import type { InviteId, LearnerId, UserId } from '../base/ids.ts';
import { type Cursor, pagesOf } from '../base/paging.ts';
import type { Role } from '../base/person.ts';
import { audit } from '../base/queries.ts';
import { refusingTakenEmail } from './queries.ts';
import { invites, learners, users } from './tables.ts';

const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  organizationId: users.organizationId,
  learnerId: learners.id,
  lastActivity: learners.lastActivity,
  createdAt: users.createdAt,
};

const ofOrganization = (db: OrganizationDb) => eq(users.organizationId, db.organizationId);

export const peoplePages = pagesOf('people');
export const invitePages = pagesOf('invites');

type Wanted = { limit: number; after: Cursor | undefined; role?: Role | undefined; q?: string | undefined };

/** Oldest first; `q` is looked for in name and e-mail, whatever its case. */
export async function listPeople(db: OrganizationDb, { limit, after, role, q }: Wanted) {
  const rows = await db.sql
    .select(person)
    .from(users)
    .innerJoin(learners, eq(learners.userId, users.id))
    .where(
      and(
        ofOrganization(db),
        role === undefined ? undefined : eq(users.role, role),
        q === undefined
          ? undefined
          : sql`position(lower(${q}) in lower(${users.name} || ' ' || ${users.email})) > 0`,
        after === undefined
          ? undefined
          : sql`(${users.createdAt}, ${users.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(limit + 1);
  return peoplePages.cut(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

export type PersonRow = Awaited<ReturnType<typeof listPeople>>['rows'][number];

export async function getPerson(db: OrganizationDb, id: UserId): Promise<PersonRow> {
  const [found] = await db.sql
    .select(person)
    .from(users)
    .innerJoin(learners, eq(learners.userId, users.id))
    .where(and(ofOrganization(db), eq(users.id, id)));
  return required(found);
}

export type NewPerson = {
  id: UserId;
  learnerId: LearnerId;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
};

/** All of them or none. Throws `conflict` where an e-mail is taken. */
export async function addPeople(
  db: OrganizationDb,
  actorId: UserId,
  people: readonly NewPerson[],
): Promise<void> {
  const { organizationId } = db;
  await refusingTakenEmail(
    db.sql.batch([
      db.sql.insert(users).values(people.map(({ learnerId: _, ...user }) => ({ ...user, organizationId }))),
      db.sql
        .insert(learners)
        .values(people.map(({ id, learnerId }) => ({ id: learnerId, userId: id, organizationId }))),
      audit(db, { actorId, action: 'people.added', details: { count: people.length } }),
    ]),
  );
}

/**
 * Whether the person may lose the role: an organization keeps an admin. The admins' rows are locked first, so that two
 * who demote each other at once don't both succeed.
 */
const keepsAnAdmin = (db: OrganizationDb, id: UserId) => sql`
  with admins as (
    select id from ${users} where organization_id = ${db.organizationId} and role = 'admin' for update
  ), spared as (
    select not exists (select 1 from admins where id = ${id}) or (select count(*) from admins) > 1 as ok
  )`;

export async function changePerson(
  db: OrganizationDb,
  {
    id,
    actorId,
    role,
    name,
  }: { id: UserId; actorId: UserId; role?: Role | undefined; name?: string | undefined },
): Promise<void> {
  const changed = db.sql.execute(sql`${keepsAnAdmin(db, id)}
    update ${users} set role = coalesce(${role ?? null}, role), name = coalesce(${name ?? null}, name), updated_at = now()
    where id = ${id} and organization_id = ${db.organizationId}
      and (coalesce(${role ?? null}, role) in (role, 'admin') or (select ok from spared))
    returning id`);
  const [{ rows }] = await db.sql.batch([
    changed,
    audit(db, {
      actorId,
      action: 'person.changed',
      subject: id,
      details: role === undefined ? {} : { role },
    }),
  ]);
  if (rows.length === 0) await refuseLastAdmin(db, id);
}

/** Removes the account and, with it, all that is held on the learner. */
export async function removePerson(
  db: OrganizationDb,
  { id, actorId }: { id: UserId; actorId: UserId },
): Promise<void> {
  const { rows } = await db.sql.execute(sql`${keepsAnAdmin(db, id)}
    delete from ${users} where id = ${id} and organization_id = ${db.organizationId} and (select ok from spared)
    returning id`);
  if (rows.length === 0) await refuseLastAdmin(db, id);
  await audit(db, { actorId, action: 'person.removed', subject: id });
}

async function refuseLastAdmin(db: OrganizationDb, id: UserId): Promise<never> {
  await getPerson(db, id);
  throw new AppError('conflict', 'An organization keeps at least one admin.');
}

export type NewInvite = {
  id: InviteId;
  email: string | null;
  role: Role;
  tokenHash: string;
  expiresAt: Date;
};

export async function addInvites(
  db: OrganizationDb,
  actorId: UserId,
  rows: readonly NewInvite[],
): Promise<void> {
  const { organizationId } = db;
  await db.sql.batch([
    db.sql.insert(invites).values(rows.map((row) => ({ ...row, organizationId }))),
    audit(db, { actorId, action: 'invites.made', details: { count: rows.length } }),
  ]);
}

/** Newest first. */
export async function listInvites(db: OrganizationDb, { limit, after }: Pick<Wanted, 'limit' | 'after'>) {
  const rows = await db.sql
    .select()
    .from(invites)
    .where(
      and(
        eq(invites.organizationId, db.organizationId),
        after === undefined
          ? undefined
          : sql`(${invites.createdAt}, ${invites.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(invites.createdAt), desc(invites.id))
    .limit(limit + 1);
  return invitePages.cut(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

export async function removeInvite(
  db: OrganizationDb,
  { id, actorId }: { id: InviteId; actorId: UserId },
): Promise<void> {
  const [gone] = await db.sql.batch([
    db.sql
      .delete(invites)
      .where(and(eq(invites.organizationId, db.organizationId), eq(invites.id, id)))
      .returning({ id: invites.id }),
    audit(db, { actorId, action: 'invite.withdrawn', subject: id }),
  ]);
  if (gone.length === 0) throw notFound();
}
