import type { Rate } from './gate.ts';

/**
 * Log-ins of one pair of account and address: so many failures in fifteen minutes, and tries at the same time can't
 * outrun the count, because each that is under way counts as a failure until it ends. Who would only be over the
 * limit for that reason waits.
 */
const WINDOW_MS = 15 * 60_000;

/** A try that never said how it ended (its isolate died) counts as a failure after this. */
const ABANDONED_MS = 20_000;

export type LoginLog = {
  /** When tries failed, and when those began that are under way; milliseconds. */
  failures: readonly number[];
  running: readonly number[];
};

export const emptyLoginLog: LoginLog = { failures: [], running: [] };

export type LoginVerdict =
  | { verdict: 'admitted'; log: LoginLog }
  | { verdict: 'wait' }
  | { verdict: 'limited'; rate: Rate };

export function settled({ failures, running }: LoginLog, now: number): LoginLog {
  const abandoned = running.filter((began) => began <= now - ABANDONED_MS);
  return {
    failures: [...failures, ...abandoned].filter((at) => at > now - WINDOW_MS),
    running: running.filter((began) => began > now - ABANDONED_MS),
  };
}

export function beginLogin(log: LoginLog, limit: number, now: number): LoginVerdict {
  const { failures, running } = settled(log, now);
  if (failures.length >= limit) {
    // The failure whose end makes room for one more try.
    const freeing = failures.toSorted((a, b) => a - b)[failures.length - limit] ?? now;
    return {
      verdict: 'limited',
      rate: { limit, remaining: 0, reset: Math.ceil((freeing + WINDOW_MS) / 1000) },
    };
  }
  if (failures.length + running.length >= limit) return { verdict: 'wait' };
  return { verdict: 'admitted', log: { failures, running: [...running, now] } };
}

export function endLogin(log: LoginLog, outcome: 'right' | 'wrong', now: number): LoginLog {
  const { failures, running } = settled(log, now);
  return {
    failures: outcome === 'wrong' ? [...failures, now] : failures,
    running: running.slice(1),
  };
}
