import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, invite, newEmail, PASSWORD, person, signUp } from '../../dev/test-people.ts';

const Items = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  nextCursor: z.string().nullable(),
});
const emailsOf = async (admin: Awaited<ReturnType<typeof signUp>>) =>
  z
    .object({ items: z.array(z.object({ email: z.string() })) })
    .parse(await admin.ask('/api/admin/users?limit=200'))
    .items.map(({ email }) => email);

const register = (inviteToken: unknown, email = newEmail()) =>
  call('/api/auth/register', { json: { email, password: PASSWORD, name: 'New', inviteToken } });

describe('invites', () => {
  test('let one person in with the invited role', async () => {
    const admin = await signUp();
    const made = Object(
      await admin.ask('/api/admin/invites', { json: { role: 'instructor', expiresInHours: 1 } }),
    );
    expect(made).toMatchObject({ id: expect.any(String), expiresAt: expect.any(String) });
    expect(made.url).toMatch(/\/join#./);
    const both = await Promise.all([register(made.token), register(made.token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 400]);
    const people = await admin.ask('/api/admin/users?role=instructor');
    expect(Items.parse(people).items).toHaveLength(1);
  });

  test('made out to an e-mail let in that one only, and a taken e-mail does not burn them', async () => {
    const [admin, other] = [await signUp(), await signUp()];
    const email = newEmail();
    const made = Object(
      await admin.ask('/api/admin/invites', { json: { email, role: 'learner', expiresInHours: 1 } }),
    );
    expect((await register(made.token)).status).toBe(400);
    const open = Object(
      await admin.ask('/api/admin/invites', { json: { role: 'learner', expiresInHours: 1 } }),
    );
    expect((await register(open.token, other.user.email)).status).toBe(409);
    expect((await register(open.token)).status).toBe(201);
    expect((await register(made.token, email)).status).toBe(201);
  });

  test('can be withdrawn, by their own organization only', async () => {
    const [admin, other] = [await signUp(), await signUp()];
    const { id, token } = Object(await admin.ask('/api/admin/invites', { json: { role: 'learner' } }));
    expect((await other.fetch(`/api/admin/invites/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await admin.fetch(`/api/admin/invites/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await register(token)).status).toBe(400);
  });
});

describe('people', () => {
  test('are listed page by page, each once', async () => {
    const admin = await signUp();
    await Promise.all(Array.from({ length: 4 }, () => invite(admin, 'learner')));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof Items> = Items.parse(
        await admin.ask(`/api/admin/users?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('a change of role ends the old tokens', async () => {
    const admin = await signUp();
    const lee = await invite(admin, 'learner');
    expect((await lee.fetch('/api/admin/users')).status).toBe(403);
    await admin.ask(`/api/admin/users/${lee.user.id}`, { method: 'PATCH', json: { role: 'admin' } });
    expect((await lee.fetch('/api/auth/me')).status).toBe(401);
    const login = await call('/api/auth/login', { json: { email: lee.user.email, password: PASSWORD } });
    const promoted = person(Object(await login.json()));
    expect((await promoted.fetch('/api/admin/users')).status).toBe(200);
  });

  test('a removed person is out at once', async () => {
    const admin = await signUp();
    const lee = await invite(admin, 'learner');
    await admin.ask(`/api/admin/users/${lee.user.id}`, { method: 'DELETE' });
    expect((await lee.fetch('/api/auth/me')).status).toBe(401);
    expect(
      (await call('/api/auth/login', { json: { email: lee.user.email, password: PASSWORD } })).status,
    ).toBe(401);
    expect((await admin.fetch(`/api/admin/users/${lee.user.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('the last admin stays, also when two admins demote each other at once', async () => {
    const ada = await signUp('Ada');
    const demote = (by: typeof ada, whom: typeof ada) =>
      by.fetch(`/api/admin/users/${whom.user.id}`, { method: 'PATCH', json: { role: 'learner' } });
    expect((await demote(ada, ada)).status).toBe(409);
    expect((await ada.fetch(`/api/admin/users/${ada.user.id}`, { method: 'DELETE' })).status).toBe(409);
    const bob = await invite(ada, 'admin');
    const both = await Promise.all([demote(ada, bob), demote(bob, ada)]);
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  });

  test('another organization is not there', async () => {
    const [ours, theirs] = [await signUp(), await signUp()];
    const path = `/api/admin/users/${theirs.user.id}`;
    expect((await ours.fetch(path, { method: 'PATCH', json: { role: 'learner' } })).status).toBe(404);
    expect((await ours.fetch(path, { method: 'DELETE' })).status).toBe(404);
    expect(await emailsOf(ours)).toEqual([ours.user.email]);
  });

  test('an account made without a password is taken over by its invite', async () => {
    const admin = await signUp();
    const email = newEmail();
    const made = Object(
      await admin.ask('/api/admin/users', { json: { email, name: 'Kim', role: 'instructor' } }),
    );
    expect(made).toMatchObject({ email, name: 'Kim', role: 'instructor' });
    expect((await call('/api/auth/login', { json: { email, password: '-' } })).status).toBe(401);
    const joined = await register(made.invite.url.split('#')[1], email);
    expect(joined.status).toBe(201);
    expect(Object(await joined.json()).user).toMatchObject({ id: made.id, name: 'Kim', role: 'instructor' });
    expect((await call('/api/auth/login', { json: { email, password: PASSWORD } })).status).toBe(200);
  });
});

describe('import', () => {
  const send = (admin: Awaited<ReturnType<typeof signUp>>, csv: string, query = '') =>
    admin.ask(`/api/admin/users/import${query}`, {
      method: 'POST',
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });

  test('says of each row what became of it', async () => {
    const admin = await signUp();
    const [a, b] = [newEmail('a'), newEmail('b')];
    const csv = `\uFEFFemail,name,role\n${a},"Ng, Ana",learner\nno-mail,X,learner\n${b},Bea,boss\n${a.toUpperCase()},Twin,learner\n${admin.user.email},Me,admin\n`;
    const tried = await send(admin, csv, '?atomic=true');
    expect(tried).toMatchObject({ created: 0, failed: 4 });
    expect(await emailsOf(admin)).toEqual([admin.user.email]);
    const done = Object(await send(admin, csv));
    expect(done).toMatchObject({ created: 1, failed: 4 });
    expect(done.results.map(({ row, status }: { row: number; status: string }) => [row, status])).toEqual([
      [2, 'created'],
      [3, 'failed'],
      [4, 'failed'],
      [5, 'failed'],
      [6, 'failed'],
    ]);
    expect(await emailsOf(admin)).toEqual([admin.user.email, a]);
    const joined = await register(done.results[0].inviteUrl.split('#')[1], a);
    expect(Object(await joined.json()).user).toMatchObject({ name: 'Ng, Ana', role: 'learner' });
  });

  test('takes a form as well', async () => {
    const admin = await signUp();
    const form = new FormData();
    form.set('file', new Blob([`role;name;email\nlearner;Zoë;${newEmail()}\n`]), 'people.csv');
    const response = await admin.fetch('/api/admin/users/import?dryRun=true', { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ created: 0, failed: 0, results: [{ status: 'skipped' }] });
  });

  test.each(['', 'email,name,role\n', 'a,b\n1,2\n', '"unclosed'])('refuses %j', async (csv) => {
    const admin = await signUp();
    const response = await admin.fetch('/api/admin/users/import', { method: 'POST', body: csv });
    expect(response.status).toBe(400);
  });
});

describe('the profile', () => {
  test('is empty at first, and keeps what a patch leaves out', async () => {
    const lee = await signUp();
    const empty = { interests: [], goals: [], learningStyle: null, preferences: {} };
    expect(await lee.ask('/api/learner/profile')).toEqual(empty);
    await lee.ask('/api/learner/profile', {
      method: 'PATCH',
      json: { interests: ['bees 🐝'], preferences: { theme: 'dark' } },
    });
    await lee.ask('/api/learner/profile', { method: 'PATCH', json: { learningStyle: 'by doing' } });
    const kept = {
      ...empty,
      interests: ['bees 🐝'],
      learningStyle: 'by doing',
      preferences: { theme: 'dark' },
    };
    expect(await lee.ask('/api/learner/profile')).toEqual(kept);
    const bad = await lee.fetch('/api/learner/profile', { method: 'PATCH', json: { goals: ['\0'] } });
    expect(bad.status).toBe(400);
  });
});
