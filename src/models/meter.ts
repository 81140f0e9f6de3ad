import type { LearnerId, OrganizationId, SessionId } from '../base/ids.ts';
import type { Caps } from '../settings/resolve.ts';
import type { Kind, Refusal } from './budget.ts';

/** What an organization's meter is asked. `limit` is of learners' calls a minute, as the deployment is configured. */
export type ReserveAsk = {
  kind: Kind;
  learnerId: LearnerId | null;
  usd: number;
  counts: boolean;
  caps: Caps;
  limit: number;
};

export type ReserveAnswer =
  | { verdict: 'granted'; hold: string }
  | { verdict: 'refused'; refusal: Refusal }
  /** Background work only: its turn comes later. */
  | { verdict: 'wait'; ms: number };

export type LeaseAsk = {
  sessionId: SessionId;
  /** The id of the session's object, hexadecimal: it is told when settings change. */
  object: string;
  learnerId: LearnerId;
  /** Since the last lease. */
  spent: { usd: number; calls: number };
  want: { usd: number; calls: number };
  caps: Caps;
  limit: number;
};

/** What a session may spend without asking again. `refusal` says why there is less than was wanted. */
export type LeaseGrant = { usd: number; calls: number; refusal: Refusal | null };

export type Meter = {
  reserve: (organizationId: OrganizationId, ask: ReserveAsk) => Promise<ReserveAnswer>;
  settle: (organizationId: OrganizationId, hold: string, usd: number) => Promise<void>;
  lease: (organizationId: OrganizationId, ask: LeaseAsk) => Promise<LeaseGrant>;
  /** US dollars that the organization may still reserve this month; infinite where it has no cap. */
  room: (organizationId: OrganizationId, caps: Caps) => Promise<number>;
  /** Tells the lessons under way that settings of their organization changed. */
  settingsChanged: (organizationId: OrganizationId) => Promise<void>;
};
