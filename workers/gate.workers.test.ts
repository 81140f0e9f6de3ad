import { createExecutionContext, env, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { call, invite, ORIGIN, signUp } from '../dev/test-people.ts';
import { signToken } from '../src/accounts/token.ts';
import { makeApp } from '../src/app/app.ts';
import { edgeDeps } from '../src/app/deps.ts';
import { LearnerId, newId, OrganizationId, UserId } from '../src/base/ids.ts';
import type { RequestGate } from './gate.ts';

const deps = () => edgeDeps(env, createExecutionContext());

const claims = (about: { id: UserId; organizationId: OrganizationId }) => {
  const iat = Math.floor(Date.now() / 1000);
  return {
    sub: about.id,
    organizationId: about.organizationId,
    role: 'admin' as const,
    jti: crypto.randomUUID(),
    iat,
    exp: iat + 60,
  };
};

const statusOf = async (token: string) =>
  (await call('/api/auth/me', { headers: { authorization: `Bearer ${token}` } })).status;

describe('the allow-list', () => {
  test('knows what was issued: a well-signed token that never was, or says something else, is refused', async () => {
    const { jwtSecret } = deps().config;
    const [ada, eve] = [await signUp(), await signUp()];
    expect(await statusOf(await signToken(claims(ada.user), jwtSecret))).toBe(401);
    const payload = JSON.parse(atob(ada.token.split('.')[1] ?? ''));
    expect(await statusOf(await signToken(payload, jwtSecret))).toBe(200);
    for (const lie of [
      { organizationId: eve.organizationId },
      { role: 'learner' },
      { sub: eve.user.id },
      { exp: 1 },
    ])
      expect([lie, await statusOf(await signToken({ ...payload, ...lie }, jwtSecret))]).toEqual([lie, 401]);
    expect(await statusOf(await signToken(payload, 'another secret, also of thirty-two characters'))).toBe(
      401,
    );
  });

  test('outlives its object', async () => {
    const ada = await signUp();
    const stub = env.GATE.get(env.GATE.idFromName(`user:${ada.user.id}`));
    const kept = await runInDurableObject(stub, (_, state) => state.storage.get('data'));
    expect(kept).toMatchObject({ issued: [{ organizationId: ada.organizationId, role: 'admin' }] });
  });

  test('a log-in that read the old role is refused after the role changed', async () => {
    const { gate } = deps();
    const user = newId(UserId);
    const issued = {
      jti: crypto.randomUUID(),
      organizationId: newId(OrganizationId),
      learnerId: newId(LearnerId),
      role: 'admin' as const,
      exp: Date.now() / 1000 + 60,
    };
    const read = Date.now() - 5;
    await gate.revokeAll(user);
    expect(await gate.issue(user, issued, read)).toBe(false);
    expect(await gate.issue(user, issued, Date.now() + 5)).toBe(true);
  });
});

test('whoever could not be told that a token has ended is told when they can be reached again', async () => {
  const { gate } = deps();
  const user = newId(UserId);
  const jti = crypto.randomUUID();
  const issued = {
    ...{ jti, organizationId: newId(OrganizationId), learnerId: newId(LearnerId) },
    ...{ role: 'learner' as const, exp: Date.now() / 1000 + 60 },
  };
  await gate.issue(user, issued, Date.now() + 5);
  await gate.watch(user, { jti, kind: 'session', object: env.SESSIONS.newUniqueId().toString() });
  const stub = env.GATE.get(env.GATE.idFromName(`user:${user}`));
  const told: string[] = [];
  const breakLine = (isBroken: boolean) =>
    runInDurableObject(stub, (object: RequestGate) => {
      const tokenEnded = async (ended: string) => {
        if (isBroken) throw new Error('The object cannot be reached.');
        told.push(ended);
      };
      Object.assign(object.bindings, { SESSIONS: { idFromString: String, get: () => ({ tokenEnded }) } });
    });
  await breakLine(true);
  await gate.revoke(user, jti);
  expect(told).toEqual([]);
  // Ever more seldom: the second try is two seconds after the first, the third four after that.
  const tries = () => runInDurableObject(stub, (object: RequestGate) => object.untold[0]?.tries);
  const pause = async () =>
    ((await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())) ?? 0) - Date.now();
  expect(await tries()).toBe(1);
  await expect.poll(tries, { timeout: 10_000 }).toBe(2);
  expect(await pause()).toBeGreaterThan(2000);
  await breakLine(false);
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([jti]);
  await expect.poll(() => runInDurableObject(stub, (object: RequestGate) => object.untold)).toEqual([]);
});

describe('the count', () => {
  test('refuses what is over the limit of a minute, says until when, and counts kinds apart', async () => {
    const ada = await signUp();
    const base = deps();
    const config = { ...base.config, rates: { ...base.config.rates, requests: 3, uploads: 1 } };
    const app = makeApp();
    const ask = (path: string, method = 'GET') =>
      app.fetch(
        new Request(`${ORIGIN}${path}`, { method, headers: { authorization: `Bearer ${ada.token}` } }),
        { ...base, config },
        createExecutionContext(),
      );
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push(await ask('/api/auth/me'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => headers.get('X-RateLimit-Remaining'))).toEqual([
      '2',
      '1',
      '0',
      '0',
      '0',
    ]);
    const over = answers.at(-1);
    expect(await over?.json()).toMatchObject({ errorType: 'rate_limited' });
    expect(Number(over?.headers.get('Retry-After'))).toBeGreaterThan(50);
    expect(Number(over?.headers.get('X-RateLimit-Reset')) * 1000).toBeGreaterThan(Date.now());
    const upload = () => ask('/api/admin/files/upload', 'POST');
    expect((await upload()).status).not.toBe(429);
    expect((await upload()).status).toBe(429);
    expect((await ask('/api/media/none')).headers.get('X-RateLimit-Limit')).toBe('30');
  });
});

describe('open sockets', () => {
  const open = (token: string, protocols = `nuggets.v1, bearer.${token}`) =>
    call('/api/admin/feed', { headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': protocols } });

  test('hear that their token ended', async () => {
    const ada = await signUp();
    const response = await open(ada.token);
    expect(response.status).toBe(101);
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBe('nuggets.v1');
    expect(response.headers.get('X-Request-Id')).toBeTruthy();
    const socket = response.webSocket;
    const closed = new Promise<number>((done) => socket?.addEventListener('close', ({ code }) => done(code)));
    const heard = vi.fn();
    socket?.addEventListener('message', ({ data }) => heard(data));
    socket?.accept();
    await deps().feed.publish(ada.organizationId, {
      event: 'notice',
      data: { level: 'info', message: 'hello' },
    });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(expect.stringContaining('hello')));
    await ada.ask('/api/auth/logout', { method: 'POST' });
    expect(await closed).toBe(4401);
  });

  test('are for staff with a token', async () => {
    const ada = await signUp();
    const learner = await invite(ada, 'learner');
    expect((await open('none')).status).toBe(401);
    expect((await open(learner.token)).status).toBe(403);
    expect((await ada.fetch('/api/admin/feed')).status).toBe(400);
  });
});
