import { AppError } from '../base/errors.ts';
import type { LearnerId, OrganizationId, UserId } from '../base/ids.ts';
import type { Role } from '../base/person.ts';

/**
 * The request gate as a pure idea: an allow-list of the tokens issued to one user, and a count of their requests.
 * One question per request answers both, and who the learner is, so that no query is needed to authenticate.
 */
export type Issued = {
  jti: string;
  organizationId: OrganizationId;
  learnerId: LearnerId;
  role: Role;
  /** Seconds since 1970. */
  exp: number;
};

export type Bucket = 'requests' | 'uploads' | 'media';

export type Ask = {
  jti: string;
  organizationId: OrganizationId;
  role: Role;
  bucket: Bucket;
  /** A minute. */
  limit: number;
};

/** `reset` is the moment at which the count begins anew, in seconds since 1970. */
export type Rate = { limit: number; remaining: number; reset: number };

export const tooMany = (rate: Rate, now: Date): AppError =>
  new AppError('rate_limited', undefined, { retryAfter: rate.reset - now.getTime() / 1000 });

export type Admission =
  | { verdict: 'unknown' }
  | { verdict: 'admitted'; learnerId: LearnerId; exp: number; rate: Rate }
  | { verdict: 'limited'; rate: Rate };

/** An object with open sockets that a token opened; it hears when the token ends. `object` is its id in hexadecimal. */
export type Watcher = { jti: string; kind: 'session' | 'feed'; object: string };

export type LoginAdmission = { verdict: 'admitted' } | { verdict: 'limited'; rate: Rate };

/** What sign-in and the front hall ask of the gate's objects. */
export type Gate = {
  /**
   * Notes a token as issued. False where the user's tokens were all ended after `asOf` (milliseconds), the moment
   * at which role and password were read: a log-in under way while an admin changes the role must not bring the old one back.
   */
  issue: (user: UserId, issued: Issued, asOf: number) => Promise<boolean>;
  /** Puts a new token in an old one's place; false where the old one has ended already. */
  rotate: (user: UserId, old: string, issued: Issued) => Promise<boolean>;
  admit: (user: UserId, ask: Ask) => Promise<Admission>;
  /** Ends one token; its sockets hear of it. */
  revoke: (user: UserId, jti: string) => Promise<void>;
  /** Ends every token of the user but, where given, one. */
  revokeAll: (user: UserId, except?: string) => Promise<void>;
  watch: (user: UserId, watcher: Watcher) => Promise<void>;
  unwatch: (user: UserId, object: string) => Promise<void>;
  /** May this pair of account and address try a password now? Whoever is admitted must say how it ended. */
  beginLogin: (pair: string, limit: number) => Promise<LoginAdmission>;
  endLogin: (pair: string, outcome: 'right' | 'wrong') => Promise<void>;
};

const WINDOW_MS = 60_000;

/** A count within a minute that begins at its first request. */
export type Window = { start: number; count: number };

/** Counts one request; over the limit it is refused and not counted. Times in milliseconds. */
export function hit(
  window: Window | undefined,
  limit: number,
  now: number,
): { window: Window; allowed: boolean; rate: Rate } {
  const current = window !== undefined && now < window.start + WINDOW_MS ? window : { start: now, count: 0 };
  const allowed = current.count < limit;
  const count = current.count + (allowed ? 1 : 0);
  const reset = Math.ceil((current.start + WINDOW_MS) / 1000);
  return {
    window: { start: current.start, count },
    allowed,
    rate: { limit, remaining: Math.max(0, limit - count), reset },
  };
}

/** The issued token that the ask is about, where it is still good and says nothing else than what was issued. */
export function findIssued(
  issued: readonly Issued[],
  ask: Omit<Ask, 'bucket' | 'limit'>,
  now: number,
): Issued | undefined {
  return issued.find(
    (known) =>
      known.jti === ask.jti &&
      known.organizationId === ask.organizationId &&
      known.role === ask.role &&
      known.exp * 1000 > now,
  );
}

export const unexpired = (issued: readonly Issued[], now: number): Issued[] =>
  issued.filter(({ exp }) => exp * 1000 > now);
