import type { Budget, Hold } from './budget.ts';
import type { CallSettings } from './call-settings.ts';
import type { Caller } from './port.ts';
import { costOf } from './prices.ts';
import { NO_USAGE, sumUsage, type Usage } from './provider.ts';

/** A call inside its reservation: what it used is added up by model, recorded at its end and settled. */
export type MeteringNeeds = {
  budget: Budget;
  /** Keeps what was used; never throws, never waits. */
  record: (event: UsageEvent) => void;
};

export type UsageEvent = Usage & { caller: Caller; model: string; costUsd: number };

export type MeteredCall = {
  caller: Caller;
  model: string;
  /** What the call may come to. */
  guess: Usage;
  /** Whether it counts against the calls a minute. */
  counts: boolean;
  signal?: AbortSignal | undefined;
};

export type Bill = {
  add: (model: string, usage: Usage) => void;
  close: () => void;
};

/** Reserves; throws `rate_limited` where there is nothing left. Whoever opens a bill closes it. */
export async function openBill(
  needs: MeteringNeeds,
  { caps, image }: CallSettings,
  { caller, model, guess, counts, signal }: MeteredCall,
): Promise<Bill> {
  const usd = costOf(model, guess, image.quality);
  const hold: Hold = await needs.budget.reserve({ caller, usd, counts, caps, signal });
  const byModel = new Map<string, Usage>();
  return {
    add: (by, usage) => byModel.set(by, sumUsage(byModel.get(by) ?? NO_USAGE, usage)),
    close: () => {
      const events = [...byModel].map(([by, usage]) => ({
        ...usage,
        caller,
        model: by,
        costUsd: costOf(by, usage, image.quality),
      }));
      for (const event of events) needs.record(event);
      hold.settle(events.reduce((sum, { costUsd }) => sum + costUsd, 0));
    },
  };
}

/** Runs a call; it says what it used, if need be of several models and several times. */
export async function metered<T>(
  needs: MeteringNeeds,
  settings: CallSettings,
  ask: MeteredCall,
  call: (used: Bill['add']) => Promise<T>,
): Promise<T> {
  const bill = await openBill(needs, settings, ask);
  try {
    return await call(bill.add);
  } finally {
    bill.close();
  }
}
