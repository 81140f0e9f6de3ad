import { type Budget, kindOf, refused } from './budget.ts';
import type { Meter } from './meter.ts';

/** The budget of whoever asks the meter before every call: requests, jobs, cron. */
export type MeteredBudgetNeeds = {
  meter: Meter;
  /** Learners' calls a minute. */
  limit: number;
  /** Work that outlives the answer. */
  later: (work: Promise<unknown>) => void;
  sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** A job's step would rather be sent again than wait longer, milliseconds. */
const LONGEST_WAIT_MS = 30_000;

export const meteredBudget = ({ meter, limit, later, sleep }: MeteredBudgetNeeds): Budget => ({
  reserve: async ({ caller, usd, counts, caps, signal }) => {
    const { organizationId, learnerId = null } = caller;
    const ask = { kind: kindOf(caller), learnerId, usd, counts, caps, limit };
    for (let waited = 0; ; ) {
      const answer = await meter.reserve(organizationId, ask);
      if (answer.verdict === 'refused') throw refused(answer.refusal);
      if (answer.verdict === 'granted') {
        return { settle: (spent) => later(meter.settle(organizationId, answer.hold, spent)) };
      }
      if (waited + answer.ms > LONGEST_WAIT_MS) throw refused({ why: 'calls', retryAfter: answer.ms / 1000 });
      waited += answer.ms;
      await sleep(answer.ms, signal);
    }
  },
});
