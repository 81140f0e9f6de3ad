import { AppError } from '../base/errors.ts';
import type { Caps } from '../settings/resolve.ts';
import type { Caller } from './port.ts';

/** Money is reserved before a call and settled after it; learners' calls are counted, background work is paced. */
export type BudgetAsk = {
  caller: Caller;
  /** US dollars that the call may cost. */
  usd: number;
  /** Whether it counts against the calls a minute: speaking a sentence of an answer does not. */
  counts: boolean;
  caps: Caps;
  signal?: AbortSignal | undefined;
};

export type Hold = {
  /** What it did cost. Never throws, never waits. */
  settle: (usd: number) => void;
};

export type Budget = {
  /** Throws `rate_limited` where a cap is reached or, for a learner, the calls of this minute are used up. */
  reserve: (ask: BudgetAsk) => Promise<Hold>;
};

export type Kind = 'learner' | 'background';

/** Jobs and cron are background: they wait for their turn and never take the lesson's. */
export const kindOf = ({ learnerId, sessionId, jobId }: Caller): Kind =>
  jobId === undefined && (learnerId !== undefined || sessionId !== undefined) ? 'learner' : 'background';

export type Refusal = {
  why: 'organization' | 'learner' | 'calls';
  /** Seconds. */
  retryAfter: number;
};

const WORDS = {
  organization: 'The organization’s budget for this month is used up.',
  learner: 'Your budget for this month is used up.',
  calls: 'Too many questions to the model at once. Please try again in a moment.',
} as const satisfies Record<Refusal['why'], string>;

export const refused = ({ why, retryAfter }: Refusal): AppError =>
  new AppError('rate_limited', WORDS[why], { retryAfter });
