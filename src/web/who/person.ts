import { effect, signal } from '@preact/signals';
import { ask, get } from '../api/client.ts';
import { forgetResources } from '../api/resource.ts';
import { whenIdle } from '../shell/idle.ts';
import { forgetKept } from '../shell/offline.ts';

/** Who is signed in. The token itself is in a cookie that no script can read; here is only what to show. */
export type Person = {
  id: string;
  email: string;
  name: string;
  role: 'admin' | 'instructor' | 'learner';
  organizationId: string;
  learnerId: string;
};

/** Undefined until it is known, null for nobody. */
export const person = signal<Person | null | undefined>(undefined);

const KEY = 'nuggets.person';
const FRONT_DOOR = new Set(['/', '/login', '/register', '/join']);

/** Kept on the device, so that the shell stands at once and offline too; the API decides what may be seen. */
effect(() => {
  if (person.value === undefined) return;
  if (person.value === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(person.value));
});

/**
 * Who was signed in when this device was last used, and behind it who really is. A device that knows nobody
 * does not ask at the front door, because a stranger's first page should fail at nothing.
 */
export async function recallPerson(path: string): Promise<void> {
  const kept = localStorage.getItem(KEY);
  if (kept !== null) {
    person.value = JSON.parse(kept);
    // Whatever is asked meanwhile is refused to whom it must be.
    await new Promise<void>(whenIdle);
  } else if (FRONT_DOOR.has(path)) {
    person.value = null;
    return;
  }
  try {
    const now = await get<Person>('/api/auth/me');
    // The same person again draws nothing anew.
    if (JSON.stringify(now) !== kept) person.value = now;
  } catch {
    // Signed out: with somebody on the page the shell asks over it; with nobody the sign-in page comes.
    if (kept === null) person.value = null;
  }
}

type SignedIn = { token: string; expiresAt: string; user: Person };

async function enter(path: string, body: unknown): Promise<Person> {
  const before = person.peek();
  await ask<SignedIn>('POST', path, { body });
  const now = await get<Person>('/api/auth/me');
  if (before?.id !== now.id) {
    forgetResources();
    await forgetKept();
  }
  person.value = now;
  return now;
}

export const signIn = (email: string, password: string): Promise<Person> =>
  enter('/api/auth/login', { email, password });

export const registerOrganization = (body: {
  email: string;
  password: string;
  name: string;
  organizationName: string;
}): Promise<Person> => enter('/api/auth/register', body);

export const joinOrganization = (body: {
  email: string;
  password: string;
  name: string;
  inviteToken: string;
}): Promise<Person> => enter('/api/auth/register', body);

/** Signs out here, even where the API cannot be reached to hear it. */
export async function signOut(): Promise<void> {
  await ask('POST', '/api/auth/logout').catch(() => undefined);
  person.value = null;
  forgetResources();
  await forgetKept();
}

/** Where a role's day begins. */
export const homeOf = (role: Person['role']): string =>
  ({ admin: '/sources', instructor: '/class', learner: '/' })[role];
