import { describe, expect, test } from 'vitest';
import { call, newEmail, ORIGIN, PASSWORD, signUp } from '../../dev/test-people.ts';

const login = (email: string, password: string, address = crypto.randomUUID()) =>
  call('/api/auth/login', { json: { email, password }, headers: { 'CF-Connecting-IP': address } });

describe('sign-in', () => {
  test('registration makes an organization, its admin and their learner profile', async () => {
    const ada = await signUp('Ada');
    expect(ada.user).toMatchObject({ name: 'Ada', role: 'admin' });
    expect(await ada.ask('/api/auth/me')).toEqual(ada.user);
  });

  test('an e-mail is one account, however it is spelt', async () => {
    const email = newEmail();
    const body = { email, password: PASSWORD, name: 'A', organizationName: 'O', role: 'learner' };
    expect((await call('/api/auth/register', { json: body })).status).toBe(201);
    const again = await call('/api/auth/register', { json: { ...body, email: email.toUpperCase() } });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ errorType: 'conflict' });
    expect((await login(email.toUpperCase(), PASSWORD)).status).toBe(200);
  });

  test('an unknown e-mail and a wrong password are answered alike', async () => {
    const ada = await signUp();
    const [unknown, wrong] = await Promise.all([
      login(newEmail(), PASSWORD),
      login(ada.user.email, 'wrong password'),
    ]);
    const [a, b] = [await unknown.json(), await wrong.json()];
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect({ ...Object(a), requestId: '' }).toEqual({ ...Object(b), requestId: '' });
  });

  test('refresh and log-out end the old token', async () => {
    const ada = await signUp();
    const refreshed = await ada.ask('/api/auth/refresh', { method: 'POST' });
    expect(refreshed).toMatchObject({ token: expect.any(String), expiresAt: expect.any(String) });
    expect((await ada.fetch('/api/auth/me')).status).toBe(401);
    const token = Object(refreshed).token;
    const withToken = (path: string, method = 'GET') =>
      call(path, { method, headers: { authorization: `Bearer ${token}` } });
    expect((await withToken('/api/auth/me')).status).toBe(200);
    expect(await (await withToken('/api/auth/logout', 'POST')).json()).toEqual({ success: true });
    expect((await withToken('/api/auth/me')).status).toBe(401);
  });

  test('a new password ends every other token', async () => {
    const ada = await signUp();
    const other = Object(await (await login(ada.user.email, PASSWORD)).json()).token;
    const wrong = await ada.fetch('/api/auth/password', {
      json: { currentPassword: 'no', newPassword: 'a new password' },
    });
    expect(wrong.status).toBe(403);
    await ada.ask('/api/auth/password', {
      json: { currentPassword: PASSWORD, newPassword: 'a new password' },
    });
    expect((await ada.fetch('/api/auth/me')).status).toBe(200);
    expect((await call('/api/auth/me', { headers: { authorization: `Bearer ${other}` } })).status).toBe(401);
    expect((await login(ada.user.email, PASSWORD)).status).toBe(401);
    expect((await login(ada.user.email, 'a new password')).status).toBe(200);
  });

  test('five failures of one account from one address shut it there, even when tried at once', async () => {
    const ada = await signUp();
    const address = '192.0.2.7';
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => login(ada.user.email, 'wrong password', address)),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429]);
    const shut = await login(ada.user.email, PASSWORD, address);
    expect(shut.status).toBe(429);
    expect(Number(shut.headers.get('Retry-After'))).toBeGreaterThan(890);
    expect(shut.headers.get('X-RateLimit-Limit')).toBe('5');
    expect((await login(ada.user.email, PASSWORD, '192.0.2.8')).status).toBe(200);
    expect((await ada.fetch('/api/auth/me')).status).toBe(200);
  });

  test('many right log-ins at once all succeed', async () => {
    const ada = await signUp();
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => login(ada.user.email, PASSWORD, '192.0.2.9')),
    );
    expect(tries.map(({ status }) => status)).toEqual(Array(9).fill(200));
  });
});

describe('the cookie', () => {
  const cookieOf = async () => {
    const ada = await signUp();
    const response = await login(ada.user.email, PASSWORD);
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
    expect(set).toMatch(/Secure/);
    return { cookie: set.split(';', 1)[0] ?? '' };
  };

  test('reads from our pages and from anywhere, changes things from our pages only', async () => {
    const headers = await cookieOf();
    expect((await call('/api/auth/me', { headers })).status).toBe(200);
    const post = (origin: Record<string, string>) =>
      call('/api/auth/refresh', { method: 'POST', headers: { ...headers, ...origin } });
    expect((await post({})).status).toBe(403);
    expect((await post({ origin: 'https://evil.test' })).status).toBe(403);
    expect((await post({ origin: ORIGIN })).status).toBe(200);
  });
});

describe('bad input', () => {
  test.each([
    ['malformed JSON', '{"email":'],
    [
      'a short password',
      JSON.stringify({ email: newEmail(), password: 'short', name: 'A', organizationName: 'O' }),
    ],
    ['no organization', JSON.stringify({ email: newEmail(), password: PASSWORD, name: 'A' })],
    [
      'NUL in a name',
      JSON.stringify({ email: newEmail(), password: PASSWORD, name: 'A\0', organizationName: 'O' }),
    ],
    [
      'a name of blanks',
      JSON.stringify({ email: newEmail(), password: PASSWORD, name: ' \t', organizationName: 'O' }),
    ],
    ['no e-mail', JSON.stringify({ email: 'ada', password: PASSWORD, name: 'A', organizationName: 'O' })],
    ['an array', '[]'],
    ['null', 'null'],
  ])('%s is a validation error', async (_, body) => {
    const response = await call('/api/auth/register', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errorType: 'validation_error',
      requestId: expect.any(String),
    });
  });

  test('a body over the limit is 413', async () => {
    const response = await call('/api/auth/register', { json: { name: 'x'.repeat(2_000_000) } });
    expect(response.status).toBe(413);
  });
});
