/** The demo organization, its people and the sample documents, made through the API as anybody would. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const DEMO_PEOPLE = [
  { role: 'admin', name: 'Ada Admin', email: 'admin@demo.test', password: 'admin-demo-1' },
  {
    role: 'instructor',
    name: 'Ines Instructor',
    email: 'instructor@demo.test',
    password: 'instructor-demo-1',
  },
  { role: 'learner', name: 'Leo Learner', email: 'learner@demo.test', password: 'learner-demo-1' },
] as const;

const [ADMIN, ...OTHERS] = DEMO_PEOPLE;
const Signed = z.object({ token: z.string() });

/** Signs the demo's admin in, having made organization and people if they are not there; returns the token. */
export async function makeDemoOrganization(url: string): Promise<string> {
  const login = await post(url, '/api/auth/login', { email: ADMIN.email, password: ADMIN.password });
  if (login.ok) return Signed.parse(await login.json()).token;
  const registered = await post(url, '/api/auth/register', { ...ADMIN, organizationName: 'Demo Academy' });
  const { token } = Signed.parse(await good(registered));
  for (const person of OTHERS) await good(await post(url, '/api/admin/users', person, token));
  return token;
}

/** Uploads the samples that are not there yet; says how many of them stand where. */
export async function ingestSamples(url: string, token: string): Promise<string> {
  const folder = fileURLToPath(new URL('../samples', import.meta.url));
  const listed = await fetch(`${url}/api/admin/files?limit=200`, { headers: bearer(token) });
  const Files = z.object({ items: z.array(z.object({ filename: z.string() })) });
  const there = new Set(Files.parse(await good(listed)).items.map(({ filename }) => filename));
  const missing = readdirSync(folder).filter((name) => !there.has(name));
  if (missing.length === 0) return `${there.size} documents, read before`;
  const form = new FormData();
  for (const name of missing) form.append('file', new Blob([readFileSync(join(folder, name))]), name);
  await good(
    await fetch(`${url}/api/admin/files/upload`, { method: 'POST', headers: bearer(token), body: form }),
  );
  return `${missing.length} documents are being read now`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const post = (url: string, path: string, body: unknown, token?: string): Promise<Response> =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : bearer(token)) },
    body: JSON.stringify(body),
  });

async function good(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
