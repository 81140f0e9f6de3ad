import { createHash } from 'node:crypto';
import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import { AppError } from '../base/errors.ts';
import { LearnerId, newId, OrganizationId, UserId } from '../base/ids.ts';
import type { Person } from '../base/person.ts';
import { audit } from '../base/queries.ts';
import { type Gate, type Issued, type Rate, tooMany } from './gate.ts';
import { hashPassword, verifyPassword } from './password.ts';
import {
  type Account,
  type AccountWithPassword,
  claimByInvite,
  createOrganization,
  emailTaken,
  findAccount,
  findAccountByEmail,
  findOpenInvite,
  joinByInvite,
  setPassword,
} from './queries.ts';
import { signToken } from './token.ts';

/** How people get in and stay in: register, log in, refresh, a new password. */
export type SignInNeeds = {
  config: Pick<Config, 'jwtSecret' | 'tokenLifetime' | 'rates'>;
  databases: Databases;
  gate: Gate;
  clock: () => Date;
};

export type Token = { token: string; expiresAt: Date };
export type SignedIn = Token & { account: Account };

/** SHA-256, hex: what is kept of an invite's token, and what names a pair of account and address. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export type Credentials = { email: string; password: string; address: string };

/**
 * Same answer and same time for an unknown e-mail and a wrong password. Throws `authentication_error`; returns the
 * rate where the pair of account and address has failed too often.
 */
export async function signIn(
  needs: SignInNeeds,
  credentials: Credentials,
): Promise<SignedIn | { limited: Rate }> {
  const asOf = needs.clock().getTime();
  const checked = await checkPassword(needs, credentials, () =>
    findAccountByEmail(needs.databases.system, credentials.email),
  );
  if ('limited' in checked) return checked;
  if (checked.account === undefined)
    throw new AppError('authentication_error', 'E-mail or password is not right.');
  return start(needs, checked.account, asOf);
}

type Checked = { account: AccountWithPassword | undefined } | { limited: Rate };

/** The account where the password is right; every wrong one counts against the pair of account and address. */
async function checkPassword(
  { gate, config }: SignInNeeds,
  { email, password, address }: Credentials,
  find: () => Promise<AccountWithPassword | undefined>,
): Promise<Checked> {
  const pair = sha256(`${email}\n${address}`);
  const admission = await gate.beginLogin(pair, config.rates.logins);
  if (admission.verdict === 'limited') return { limited: admission.rate };
  let outcome: 'right' | 'wrong' = 'right';
  try {
    const account = await find();
    if (await verifyPassword(password, account?.passwordHash)) return { account };
    outcome = 'wrong';
    return { account: undefined };
  } finally {
    await gate.endLogin(pair, outcome);
  }
}

type Registration = { email: string; password: string; name: string };

/** Makes an organization with this person as its admin. Throws `conflict` where the e-mail is taken. */
export async function registerOrganization(
  needs: SignInNeeds,
  { email, password, name, organizationName }: Registration & { organizationName: string },
): Promise<SignedIn> {
  const asOf = needs.clock().getTime();
  const admin = {
    id: newId(UserId),
    learnerId: newId(LearnerId),
    organizationId: newId(OrganizationId),
    role: 'admin' as const,
    email,
    name,
    passwordHash: await hashPassword(password),
  };
  await createOrganization(needs.databases.forOrganization(admin.organizationId), {
    name: organizationName,
    admin,
  });
  return start(needs, admin, asOf);
}

/** Joins an organization with the invited role. Throws `validation_error` for an invite that is unknown, used or over. */
export async function registerByInvite(
  needs: SignInNeeds,
  { email, password, name, inviteToken }: Registration & { inviteToken: string },
): Promise<SignedIn> {
  const { databases, clock } = needs;
  const tokenHash = sha256(inviteToken);
  const asOf = clock();
  const [invite, holder] = await Promise.all([
    findOpenInvite(databases.system, { tokenHash, email, now: asOf }),
    findAccountByEmail(databases.system, email),
  ]);
  if (invite === undefined) throw inviteRefused();
  if (holder !== undefined && holder.organizationId !== invite.organizationId) throw emailTaken();
  const db = databases.forOrganization(invite.organizationId);
  const passwordHash = await hashPassword(password);
  const id = holder?.id ?? newId(UserId);
  const joined =
    holder === undefined
      ? await joinByInvite(db, { id, learnerId: newId(LearnerId), tokenHash, email, name, passwordHash })
      : await claimByInvite(db, { id, tokenHash, email, passwordHash });
  if (!joined) throw holder === undefined ? inviteRefused() : emailTaken();
  const [account] = await Promise.all([
    findAccount(db, id),
    audit(db, { actorId: id, action: 'invite.used', subject: id }),
  ]);
  if (account === undefined) throw inviteRefused();
  return start(needs, account, asOf.getTime());
}

const inviteRefused = (): AppError =>
  new AppError('validation_error', 'This invite is unknown, used, over, or for another e-mail address.', {
    details: [{ path: 'inviteToken', message: 'not valid for this e-mail address' }],
  });

/** A first token. Throws `authentication_error` where role or password changed while it was being made. */
async function start(needs: SignInNeeds, account: Account, asOf: number): Promise<SignedIn> {
  const person: Person = { ...account, userId: account.id };
  const { token, expiresAt, issued } = await makeToken(needs, person);
  if (!(await needs.gate.issue(account.id, issued, asOf))) throw new AppError('authentication_error');
  return { token, expiresAt, account };
}

/** A new token for the old one, which stops working. Throws `authentication_error` where it has stopped already. */
export async function refresh(needs: SignInNeeds, person: Person, jti: string): Promise<Token> {
  const { token, expiresAt, issued } = await makeToken(needs, person);
  if (!(await needs.gate.rotate(person.userId, jti, issued))) throw new AppError('authentication_error');
  return { token, expiresAt };
}

async function makeToken(
  { config, clock }: SignInNeeds,
  person: Person,
): Promise<Token & { issued: Issued }> {
  const { userId, organizationId, learnerId, role } = person;
  const iat = Math.floor(clock().getTime() / 1000);
  const issued = {
    jti: crypto.randomUUID(),
    organizationId,
    learnerId,
    role,
    exp: iat + config.tokenLifetime,
  };
  const token = await signToken({ sub: userId, iat, ...issued }, config.jwtSecret);
  return { token, expiresAt: new Date(issued.exp * 1000), issued };
}

/** Throws `authorization_error` where the password is not the person's own, `rate_limited` after too many tries. */
export async function confirmPassword(
  needs: SignInNeeds,
  person: Person,
  { password, address }: { password: string; address: string },
): Promise<void> {
  // The pair is of the account's id: whoever holds a token may not use it to guess the password any faster.
  const checked = await checkPassword(needs, { email: person.userId, password, address }, () =>
    findAccount(needs.databases.forOrganization(person.organizationId), person.userId),
  );
  if ('limited' in checked) throw tooMany(checked.limited, needs.clock());
  if (checked.account === undefined) throw new AppError('authorization_error', 'The password is not right.');
}

/** Every other token of the person stops working. */
export async function changePassword(
  needs: SignInNeeds,
  person: Person,
  { newPassword, jti }: { newPassword: string; jti: string },
): Promise<void> {
  const passwordHash = await hashPassword(newPassword);
  await setPassword(needs.databases.forOrganization(person.organizationId), person.userId, passwordHash);
  await needs.gate.revokeAll(person.userId, jti);
}
