import { randomBytes } from 'node:crypto';
import { InviteId, newId } from '../base/ids.ts';
import type { Role } from '../base/person.ts';
import type { NewInvite } from './people-queries.ts';
import { sha256 } from './sign-in.ts';

/** An invite as it is kept, and the token that is told once. */
export type MadeInvite = { row: NewInvite; token: string };

type Invitation = { email: string | null; role: Role; expiresInHours: number; now: Date };

export function makeInvite({ email, role, expiresInHours, now }: Invitation): MadeInvite {
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(now.getTime() + expiresInHours * 3_600_000);
  return { row: { id: newId(InviteId), email, role, tokenHash: sha256(token), expiresAt }, token };
}

/** The token stands after `#`, which browsers keep to themselves: no server's log ever holds it. */
export const inviteUrl = (requestUrl: string, token: string): string =>
  `${new URL(requestUrl).origin}/join#${token}`;

/** For accounts made without a password: their owners choose one by this invite. */
export const CLAIM_HOURS = 7 * 24;
