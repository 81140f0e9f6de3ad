import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { newModel, script } from '../dev/test-models.ts';
import { call, signUp, type TestPerson } from '../dev/test-people.ts';
import { edgeDeps } from '../src/app/deps.ts';
import { modelsOf, openMeter } from '../src/app/models.ts';
import { LearnerId, newId, OrganizationId, SessionId } from '../src/base/ids.ts';
import { leasedBudget } from '../src/models/lease.ts';

const meter = openMeter(env.METER);
const FREE = { organization: null, learner: null };
const ids = () => ({
  organization: newId(OrganizationId),
  learner: newId(LearnerId),
  session: newId(SessionId),
});
const ask = (
  learnerId: LearnerId | null,
  usd: number,
  caps: { organization: number | null; learner: number | null } = FREE,
) => ({
  kind: 'learner' as const,
  learnerId,
  usd,
  counts: true,
  caps,
  limit: 1000,
});

describe('money', () => {
  test('is reserved before and settled after, for the learner and the organization', async () => {
    const { organization, learner } = ids();
    const caps = { organization: 1, learner: 0.5 };
    const first = await meter.reserve(organization, ask(learner, 0.4, caps));
    expect(first.verdict).toBe('granted');
    expect(await meter.reserve(organization, ask(learner, 0.2, caps))).toMatchObject({
      verdict: 'refused',
      refusal: { why: 'learner' },
    });
    if (first.verdict === 'granted') await meter.settle(organization, first.hold, 0.1);
    expect(await meter.reserve(organization, ask(learner, 0.4, caps))).toMatchObject({ verdict: 'granted' });
    expect(await meter.reserve(organization, ask(newId(LearnerId), 0.5, caps))).toMatchObject({
      verdict: 'granted',
    });
    const full = await meter.reserve(organization, ask(null, 0.2, caps));
    expect(full).toMatchObject({ verdict: 'refused', refusal: { why: 'organization' } });
  });

  test('caps hold when many ask at once', async () => {
    const { organization, learner } = ids();
    const caps = { organization: 1, learner: null };
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => meter.reserve(organization, ask(learner, 0.1, caps))),
    );
    expect(answers.filter(({ verdict }) => verdict === 'granted')).toHaveLength(10);
  });

  test('one organization knows nothing of another', async () => {
    const [a, b] = [ids(), ids()];
    const caps = { organization: 0.1, learner: null };
    expect((await meter.reserve(a.organization, ask(a.learner, 0.1, caps))).verdict).toBe('granted');
    expect((await meter.reserve(a.organization, ask(a.learner, 0.1, caps))).verdict).toBe('refused');
    expect((await meter.reserve(b.organization, ask(b.learner, 0.1, caps))).verdict).toBe('granted');
  });
});

describe('calls a minute', () => {
  test('are counted for learners, and background work waits by itself', async () => {
    const { organization, learner } = ids();
    const limited = { ...ask(learner, 0), limit: 3 };
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await meter.reserve(organization, limited));
    expect(answers.map(({ verdict }) => verdict)).toEqual(['granted', 'granted', 'granted', 'refused']);
    expect(answers.at(-1)).toMatchObject({ refusal: { why: 'calls', retryAfter: expect.any(Number) } });
    expect((await meter.reserve(organization, { ...limited, counts: false })).verdict).toBe('granted');
    const work = { ...limited, kind: 'background' as const, learnerId: null };
    const paced = await Promise.all(Array.from({ length: 61 }, () => meter.reserve(organization, work)));
    expect(paced.filter(({ verdict }) => verdict === 'granted')).toHaveLength(60);
    expect(paced.find(({ verdict }) => verdict === 'wait')).toMatchObject({ ms: expect.any(Number) });
  });
});

describe('a lease', () => {
  const session = (limit = 1000) => {
    const { organization, learner, session: sessionId } = ids();
    const lease = vi.fn(meter.lease);
    const pending: Promise<unknown>[] = [];
    const object = env.SESSIONS.idFromName(sessionId).toString();
    const budget = leasedBudget({
      meter: { lease },
      organizationId: organization,
      sessionId,
      object,
      learnerId: learner,
      limit,
      later: (work) => pending.push(work),
    });
    const caller = { organizationId: organization, learnerId: learner, sessionId, task: 'tutoring' as const };
    const spend = async (
      usd: number,
      caps: { organization: number | null; learner: number | null } = FREE,
    ) => {
      const hold = await budget.reserve({ caller, usd, counts: true, caps });
      const asked = lease.mock.calls.length;
      hold.settle(usd);
      await Promise.all(pending.splice(0));
      return asked;
    };
    return { organization, learner, budget, lease, spend };
  };

  test('lets the next calls through without asking anybody', async () => {
    const { budget, lease, spend } = session();
    await budget.prepare(FREE);
    expect(lease).toHaveBeenCalledTimes(1);
    // One renewal a call, and all of them after it.
    expect([await spend(0.01), await spend(0.01), await spend(0.01)]).toEqual([1, 2, 3]);
  });

  test('does not let a cap be passed', async () => {
    const { organization, learner, budget, spend } = session();
    const caps = { organization: 0.3, learner: null };
    await budget.prepare(caps);
    let calls = 0;
    const failure = await (async () => {
      for (; calls < 100; calls += 1) await spend(0.04, caps);
    })().catch((error: unknown) => error);
    expect(calls).toBe(7);
    expect(failure).toMatchObject({ errorType: 'rate_limited', retryAfter: expect.any(Number) });
    expect(await meter.reserve(organization, ask(learner, 0.03, caps))).toMatchObject({ verdict: 'refused' });
  });

  test('counts the calls of a minute across sessions', async () => {
    const { budget, spend } = session(3);
    await budget.prepare(FREE);
    for (let i = 0; i < 3; i += 1) await spend(0);
    await expect(spend(0)).rejects.toMatchObject({ errorType: 'rate_limited' });
  });

  test('prepaid money is not somebody else’s', async () => {
    const { organization, learner, budget } = session();
    const caps = { organization: 0.1, learner: null };
    await budget.prepare(caps);
    expect((await meter.reserve(organization, ask(learner, 0.05, caps))).verdict).toBe('refused');
  });
});

describe('the whole way', () => {
  const tell = async (admin: TestPerson) => {
    const context = createExecutionContext();
    const deps = edgeDeps(env, context);
    const caller = {
      organizationId: admin.organizationId,
      learnerId: admin.learnerId,
      task: 'tutoring' as const,
    };
    const events = modelsOf(deps).streamChat({
      caller,
      messages: [{ role: 'user', content: 'Hello' }],
      tools: [],
      maxRounds: 0,
      signal: new AbortController().signal,
    });
    for await (const _ of events);
    await waitOnExecutionContext(context);
  };

  test('at 80 % and at 100 % staff are warned in the feed, once each', async () => {
    const admin = await signUp();
    const feed = await call('/api/admin/feed', {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': `nuggets.v1, bearer.${admin.token}` },
    });
    const notices: string[] = [];
    feed.webSocket?.addEventListener('message', ({ data }) => notices.push(String(data)));
    feed.webSocket?.accept();
    for (let i = 0; i < 10; i += 1) {
      const answer = await meter.reserve(
        admin.organizationId,
        ask(null, 0.1, { organization: 1, learner: null }),
      );
      if (answer.verdict === 'granted') await meter.settle(admin.organizationId, answer.hold, 0.1);
    }
    await vi.waitFor(() => expect(notices).toHaveLength(2));
    expect(notices[0]).toMatch(/"event":"notice".*80%/);
    expect(notices[1]).toMatch(/used up/);
  });

  test('calls go through until the cap is reached, and again when it is lifted', async () => {
    const admin = await signUp();
    const model = newModel('gpt-4.1');
    await script(model, { text: 'Hello.' });
    await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
    const cap = (monthlyUsd: number | null) =>
      admin.ask('/api/admin/organization', { method: 'PATCH', json: { usage: { monthlyUsd } } });
    await cap(0.02);
    await tell(admin);
    await cap(0.0002);
    await expect(tell(admin)).rejects.toMatchObject({
      errorType: 'rate_limited',
      message: expect.stringMatching(/budget/),
    });
    await cap(null);
    await tell(admin);
  });

  test('a cap of nothing refuses the first call', async () => {
    const admin = await signUp();
    await admin.ask('/api/admin/organization', {
      method: 'PATCH',
      json: { usage: { learnerMonthlyUsd: 0 } },
    });
    await expect(tell(admin)).rejects.toMatchObject({ errorType: 'rate_limited' });
  });
});
