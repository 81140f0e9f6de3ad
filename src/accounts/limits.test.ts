import { describe, expect, test } from 'vitest';
import { LearnerId, newId, OrganizationId } from '../base/ids.ts';
import { findIssued, hit, type Window } from './gate.ts';
import { beginLogin, emptyLoginLog, endLogin, type LoginLog } from './login-limit.ts';
import { hashPassword, NO_PASSWORD, verifyPassword } from './password.ts';

describe('a password', () => {
  test('verifies against its own hash only, and no two hashes are alike', async () => {
    const [a, b] = await Promise.all([hashPassword('grüße 🐝'), hashPassword('grüße 🐝')]);
    expect(a).toMatch(/^scrypt\$1\$/);
    expect(a).not.toBe(b);
    expect(await verifyPassword('grüße 🐝', a)).toBe(true);
    expect(await verifyPassword('grüße 🐝'.normalize('NFD'), a)).toBe(true);
    expect(await verifyPassword('grusse', a)).toBe(false);
  });

  test('of nobody, or not chosen yet, is never right', async () => {
    for (const stored of [undefined, NO_PASSWORD])
      for (const tried of ['', NO_PASSWORD, 'AAAA']) expect(await verifyPassword(tried, stored)).toBe(false);
  });
});

describe('requests', () => {
  test('are counted within a minute that begins at the first', () => {
    let window: Window | undefined;
    const ask = (at: number) => {
      const answer = hit(window, 2, at);
      window = answer.window;
      return [answer.allowed, answer.rate.remaining, answer.rate.reset];
    };
    expect([ask(1_000), ask(2_000), ask(3_000), ask(60_999), ask(61_000)]).toEqual([
      [true, 1, 61],
      [true, 0, 61],
      [false, 0, 61],
      [false, 0, 61],
      [true, 1, 121],
    ]);
  });

  test('are let in by what was issued, until it expires', () => {
    const issued = {
      jti: 'a',
      organizationId: newId(OrganizationId),
      learnerId: newId(LearnerId),
      role: 'learner' as const,
      exp: 100,
    };
    const { exp: _, learnerId: __, ...ask } = issued;
    expect(findIssued([issued], ask, 99_000)).toBe(issued);
    expect(findIssued([issued], ask, 100_000)).toBeUndefined();
    expect(findIssued([issued], { ...ask, role: 'admin' }, 0)).toBeUndefined();
    expect(findIssued([issued], { ...ask, organizationId: newId(OrganizationId) }, 0)).toBeUndefined();
  });
});

describe('log-ins', () => {
  const MINUTE = 60_000;
  const fail = (log: LoginLog, at: number): LoginLog => {
    const begun = beginLogin(log, 2, at);
    return begun.verdict === 'admitted' ? endLogin(begun.log, 'wrong', at) : log;
  };

  test('are shut after so many failures, until the oldest is fifteen minutes old', () => {
    const log = fail(fail(emptyLoginLog, 0), 5 * MINUTE);
    expect(beginLogin(log, 2, 6 * MINUTE)).toEqual({
      verdict: 'limited',
      rate: { limit: 2, remaining: 0, reset: 15 * 60 },
    });
    expect(beginLogin(log, 2, 15 * MINUTE).verdict).toBe('admitted');
  });

  test('under way count as failures until they end', () => {
    const begun = beginLogin(fail(emptyLoginLog, 0), 2, 0);
    if (begun.verdict !== 'admitted') throw new Error(begun.verdict);
    expect(beginLogin(begun.log, 2, 10).verdict).toBe('wait');
    expect(beginLogin(endLogin(begun.log, 'right', 10), 2, 10).verdict).toBe('admitted');
    // One that never said how it ended is a failure in the end.
    expect(beginLogin(begun.log, 2, 30_000).verdict).toBe('limited');
  });
});
