import type { LearnerId, OrganizationId, SessionId } from '../base/ids.ts';
import type { Caps } from '../settings/resolve.ts';
import { type Budget, refused } from './budget.ts';
import type { LeaseGrant, Meter } from './meter.ts';

/**
 * The budget of a session: prepaid from the meter and renewed after each call, so that the path from a learner's words
 * to the model asks nobody. Only a lease that is used up sends it to the meter, which then says why.
 */
export type LeaseNeeds = {
  meter: Pick<Meter, 'lease'>;
  organizationId: OrganizationId;
  sessionId: SessionId;
  /** The id of the session's object, hexadecimal. */
  object: string;
  learnerId: LearnerId;
  /** Learners' calls a minute. */
  limit: number;
  later: (work: Promise<unknown>) => void;
};

/** Several turns of the dearest default model. */
const LEASE_USD = 0.1;
/** A turn judges, answers and may look something up. */
const LEASE_CALLS = 3;

export type LeasedBudget = Budget & {
  /** Leases ahead of the first message. */
  prepare: (caps: Caps) => Promise<void>;
};

export function leasedBudget(needs: LeaseNeeds): LeasedBudget {
  const { meter, organizationId, sessionId, object, learnerId, limit } = needs;
  let grant: LeaseGrant = { usd: 0, calls: 0, refusal: null };
  /** Reserved by calls that are under way, and spent since the last lease. */
  let held = 0;
  let spent = { usd: 0, calls: 0 };
  let renewing: Promise<void> | undefined;

  async function ask(caps: Caps, usd: number): Promise<void> {
    const told = spent;
    const want = { usd: held + Math.max(LEASE_USD, usd * 2), calls: LEASE_CALLS };
    grant = await meter.lease(organizationId, {
      sessionId,
      object,
      learnerId,
      spent: told,
      want,
      caps,
      limit,
    });
    spent = { usd: spent.usd - told.usd, calls: spent.calls - told.calls };
  }

  function renew(caps: Caps, usd = 0): Promise<void> {
    renewing ??= ask(caps, usd).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  const covers = (usd: number, calls: number) =>
    grant.usd - held - spent.usd >= usd && grant.calls - spent.calls >= calls;

  return {
    prepare: (caps) => renew(caps),
    reserve: async ({ usd, counts, caps }) => {
      const calls = counts ? 1 : 0;
      if (!covers(usd, calls) && renewing !== undefined) await renewing;
      if (!covers(usd, calls)) await renew(caps, usd);
      if (!covers(usd, calls)) throw refused(grant.refusal ?? { why: 'calls', retryAfter: 1 });
      held += usd;
      spent = { ...spent, calls: spent.calls + calls };
      return {
        settle: (cost) => {
          held -= usd;
          spent = { ...spent, usd: spent.usd + cost };
          needs.later(renew(caps).catch(() => {}));
        },
      };
    },
  };
}
