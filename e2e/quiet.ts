import { URL_OF_PRODUCT, until } from './browser.ts';

/** The offline models take minutes for all samples, milliseconds. */
const AUTHORING_MS = 600_000;

/** Waits until nothing is made of the samples any more: what is measured is measured when nothing else runs. */
export const untilQuiet = (): Promise<void> =>
  until('all that is made of the samples', areSamplesMade, AUTHORING_MS);

/** Sound comes last, and the models that make it keep a processor: then it is quiet. */
async function areSamplesMade(): Promise<boolean> {
  const Cookie = await cookieOf('admin@demo.test', 'admin-demo-1');
  const response = await fetch(`${URL_OF_PRODUCT}/api/admin/nuggets?limit=200`, { headers: { Cookie } });
  const { items }: { items: { parts: { audio?: unknown; questions?: unknown } }[] } = JSON.parse(
    await response.text(),
  );
  return items.every(({ parts }) => parts.audio !== undefined && parts.questions !== undefined);
}

export async function cookieOf(email: string, password: string): Promise<string> {
  const signedIn = await fetch(`${URL_OF_PRODUCT}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}
