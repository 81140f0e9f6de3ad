/** Sign-in: found past the walls, because whoever signs in has not said yet to which organization they belong. */
import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { type OrganizationDb, orTaken, type SystemDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import type { LearnerId, OrganizationId, UserId } from '../base/ids.ts';
import type { Role } from '../base/person.ts';
import { audit } from '../base/queries.ts';
import { NO_PASSWORD } from './password.ts';
import { invites, learners, organizations, users } from './tables.ts';

export type Account = {
  id: UserId;
  email: string;
  name: string;
  role: Role;
  organizationId: OrganizationId;
  learnerId: LearnerId;
};

const account = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  organizationId: users.organizationId,
  learnerId: learners.id,
};

export type AccountWithPassword = Account & { passwordHash: string };

export async function findAccountByEmail(
  db: SystemDb,
  email: string,
): Promise<AccountWithPassword | undefined> {
  const [found] = await db.sql
    .select({ ...account, passwordHash: users.passwordHash })
    .from(users)
    .innerJoin(learners, eq(learners.userId, users.id))
    .where(eq(users.email, email));
  return found;
}

export async function findAccount(db: OrganizationDb, id: UserId): Promise<AccountWithPassword | undefined> {
  const [found] = await db.sql
    .select({ ...account, passwordHash: users.passwordHash })
    .from(users)
    .innerJoin(learners, eq(learners.userId, users.id))
    .where(and(eq(users.organizationId, db.organizationId), eq(users.id, id)));
  return found;
}

export type NewAccount = Account & { passwordHash: string };

/** A new organization with its first admin. Throws `conflict` where the e-mail is taken. */
export async function createOrganization(
  db: OrganizationDb,
  { name, admin }: { name: string; admin: NewAccount },
): Promise<void> {
  await refusingTakenEmail(
    db.sql.batch([
      db.sql.insert(organizations).values({ id: db.organizationId, name }),
      db.sql.insert(users).values(admin),
      db.sql
        .insert(learners)
        .values({ id: admin.learnerId, userId: admin.id, organizationId: db.organizationId }),
      audit(db, { actorId: admin.id, action: 'organization.created', subject: db.organizationId }),
    ]),
  );
}

export async function setPassword(db: OrganizationDb, id: UserId, passwordHash: string): Promise<void> {
  await db.sql.batch([
    db.sql
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.organizationId, db.organizationId), eq(users.id, id))),
    audit(db, { actorId: id, action: 'password.changed', subject: id }),
  ]);
}

export type OpenInvite = { organizationId: OrganizationId; role: Role };

/** An invite that may be used by this e-mail now. */
export async function findOpenInvite(
  db: SystemDb,
  { tokenHash, email, now }: { tokenHash: string; email: string; now: Date },
): Promise<OpenInvite | undefined> {
  const [found] = await db.sql
    .select({ organizationId: invites.organizationId, role: invites.role })
    .from(invites)
    .where(
      and(
        eq(invites.tokenHash, tokenHash),
        isNull(invites.usedAt),
        gt(invites.expiresAt, now),
        or(isNull(invites.email), eq(invites.email, email)),
      ),
    );
  return found;
}

export type Joining = {
  tokenHash: string;
  id: UserId;
  learnerId: LearnerId;
  email: string;
  name: string;
  passwordHash: string;
};

/** Marks the invite as used where it still may be: the head of one statement, so that two holders don't both get in. */
const usingInvite = (db: OrganizationDb, { tokenHash, email }: Pick<Joining, 'tokenHash' | 'email'>) => sql`
  with invite as (
    update ${invites} set used_at = now()
    where ${invites.organizationId} = ${db.organizationId} and ${invites.tokenHash} = ${tokenHash}
      and ${invites.usedAt} is null and ${invites.expiresAt} > now()
      and (${invites.email} is null or ${invites.email} = ${email})
    returning organization_id, role, email
  )`;

/** Makes the invited person. False where the invite was used meanwhile; throws `conflict` where the e-mail is taken. */
export async function joinByInvite(db: OrganizationDb, joining: Joining): Promise<boolean> {
  const { id, learnerId, email, name, passwordHash } = joining;
  const { rows } = await refusingTakenEmail(
    db.sql.execute(sql`${usingInvite(db, joining)}, joined as (
        insert into ${users} (id, email, password_hash, name, role, organization_id)
        select ${id}::uuid, ${email}, ${passwordHash}, ${name}, role, organization_id from invite
        returning id, organization_id
      )
      insert into ${learners} (id, user_id, organization_id)
      select ${learnerId}::uuid, id, organization_id from joined returning id`),
  );
  return rows.length > 0;
}

/** Takes over an account that an admin made without a password, by the invite made out to its e-mail. */
export async function claimByInvite(
  db: OrganizationDb,
  { id, tokenHash, email, passwordHash }: Omit<Joining, 'learnerId' | 'name'>,
): Promise<boolean> {
  const { rows } = await db.sql.execute(sql`${usingInvite(db, { tokenHash, email })}
    update ${users} set password_hash = ${passwordHash} from invite
    where ${users.id} = ${id} and ${users.organizationId} = ${db.organizationId}
      and ${users.passwordHash} = ${NO_PASSWORD} and invite.email = ${email}
    returning ${users.id}`);
  return rows.length > 0;
}

export const emailTaken = (): AppError =>
  new AppError('conflict', 'This e-mail address has an account already.', {
    details: [{ path: 'email', message: 'taken' }],
  });

/** The query's result; a duplicate key among people is an e-mail that is taken. */
export const refusingTakenEmail = <Result>(query: Promise<Result>): Promise<Result> =>
  query.catch(orTaken(emailTaken()));

/** Which of these have an account anywhere. */
export async function findTakenEmails(db: SystemDb, emails: readonly string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set();
  const taken = await db.sql
    .select({ email: users.email })
    .from(users)
    .where(inArray(users.email, [...emails]));
  return new Set(taken.map(({ email }) => email));
}
