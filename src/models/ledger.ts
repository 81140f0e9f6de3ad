import type { Caps } from '../settings/resolve.ts';
import type { Kind, Refusal } from './budget.ts';

/** The meter's judgement, apart from where it keeps its figures: months, caps, and calls a minute. */

/** US dollars of one month. `held` is reserved or leased and not spent yet. */
export type Sums = { spent: number; held: number };
export type Standing = { organization: Sums; learner: Sums };

/** Sums of floating-point cents miss a round figure by less than this. */
const HAIR = 1e-9;

/** What may still be reserved; infinite where there is no cap. */
export function roomFor({ organization, learner }: Standing, caps: Caps): number {
  const left = ({ spent, held }: Sums, cap: number | null) =>
    cap === null ? Number.POSITIVE_INFINITY : cap - spent - held;
  return Math.min(left(organization, caps.organization), left(learner, caps.learner));
}

/** Whose cap is in the way of so much more. */
export function inTheWay(
  { organization, learner }: Standing,
  caps: Caps,
  usd: number,
): 'organization' | 'learner' | undefined {
  const over = ({ spent, held }: Sums, cap: number | null) => cap !== null && spent + held + usd > cap + HAIR;
  if (over(organization, caps.organization)) return 'organization';
  return over(learner, caps.learner) ? 'learner' : undefined;
}

/** Calendar months, UTC: `2026-11`. */
export const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7);

export function secondsToNextMonth(now: number): number {
  const date = new Date(now);
  return Math.ceil((Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) - now) / 1000);
}

export const refusalFor = (why: 'organization' | 'learner', now: number): Refusal => ({
  why,
  retryAfter: secondsToNextMonth(now),
});

/** How much of a cap is spent, in the marks that are told of. */
export type Mark = 0 | 0.8 | 1;

export const markOf = (spent: number, cap: number | null): Mark =>
  cap === null ? 0 : spent + HAIR >= cap ? 1 : spent + HAIR >= cap * 0.8 ? 0.8 : 0;

export function warningFor(mark: Mark, whose: 'organization' | 'learner'): string {
  const owner = whose === 'organization' ? 'The organization' : 'A learner';
  return mark === 1
    ? `${owner} has used up this month’s budget for model calls.`
    : `${owner} has used 80% of this month’s budget for model calls.`;
}

const MINUTE_MS = 60_000;

/** Background work gets many times the learners' calls a minute: one document is hundreds of small calls. */
const BACKGROUND_FACTOR = 20;

export const callsAMinute = (kind: Kind, limit: number): number =>
  kind === 'learner' ? limit : limit * BACKGROUND_FACTOR;

/** Calls within a minute that begins at its first call. In memory only: a minute forgotten is a minute forgiven. */
export class CallCount {
  private start = 0;
  private used = 0;

  usedAt(now: number): number {
    if (now >= this.start + MINUTE_MS) {
      this.start = now;
      this.used = 0;
    }
    return this.used;
  }

  add(calls: number, now: number): void {
    this.used = this.usedAt(now) + calls;
  }

  /** Milliseconds until the count begins anew. */
  resetIn(now: number): number {
    return Math.max(0, this.start + MINUTE_MS - now);
  }
}
