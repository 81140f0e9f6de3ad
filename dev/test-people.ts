/** People for tests in workerd: a fresh organization each, made through the product's own front door. */
import { SELF } from 'cloudflare:test';
import { z } from 'zod';
import { LearnerId, OrganizationId, UserId } from '../src/base/ids.ts';
import { Role } from '../src/base/person.ts';

export const ORIGIN = 'https://nuggets.test';

const SignedIn = z.object({
  token: z.string(),
  user: z.object({
    id: UserId,
    email: z.string(),
    name: z.string(),
    role: Role,
    organizationId: OrganizationId,
    learnerId: LearnerId,
  }),
});

export type TestPerson = {
  token: string;
  user: z.infer<typeof SignedIn>['user'];
  password: string;
  organizationId: OrganizationId;
  learnerId: LearnerId;
  /** As this person; `json` becomes the body. */
  fetch: (path: string, init?: RequestInit & { json?: unknown }) => Promise<Response>;
  /** The body of a request that must succeed. */
  ask: (path: string, init?: RequestInit & { json?: unknown }) => Promise<unknown>;
};

export const PASSWORD = 'correct horse battery';

/** A request as anybody; `json` becomes the body. */
export function call(
  path: string,
  { json, ...init }: RequestInit & { json?: unknown } = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (json !== undefined) headers.set('content-type', 'application/json');
  return SELF.fetch(`${ORIGIN}${path}`, {
    ...init,
    headers,
    ...(json === undefined ? {} : { body: JSON.stringify(json), method: init.method ?? 'POST' }),
  });
}

export const newEmail = (name = 'person') => `${name.toLowerCase()}-${crypto.randomUUID()}@people.test`;

/** A new organization and its first admin. */
export function signUp(name = 'Ada'): Promise<TestPerson> {
  return register({ name, organizationName: `${name}'s organization` });
}

/** Another person in the same organization. */
export async function invite(admin: TestPerson, role: Role, name: string = role): Promise<TestPerson> {
  const { token } = z
    .object({ token: z.string() })
    .parse(await admin.ask('/api/admin/invites', { json: { role, expiresInHours: 1 } }));
  return register({ name, inviteToken: token });
}

async function register(body: Record<string, string>): Promise<TestPerson> {
  const response = await call('/api/auth/register', {
    json: { email: newEmail(), password: PASSWORD, ...body },
  });
  if (response.status !== 201) throw new Error(`not registered: ${response.status} ${await response.text()}`);
  return person(SignedIn.parse(await response.json()));
}

export function person({ token, user }: z.infer<typeof SignedIn>): TestPerson {
  const fetch: TestPerson['fetch'] = (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return call(path, { ...init, headers });
  };
  return {
    token,
    user,
    password: PASSWORD,
    organizationId: user.organizationId,
    learnerId: user.learnerId,
    fetch,
    ask: async (path, init) => {
      const response = await fetch(path, init);
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}
