import { z } from 'zod';

/** Waits until the samples have become nuggets, and what lessons are about here has its questions too. */
const LONGEST_MS = 480_000;
const PAUSE_MS = 2000;

const Files = z.object({ items: z.array(z.object({ nuggetCount: z.number() })) });
const Nuggets = z.object({
  items: z.array(z.object({ parts: z.object({ questions: z.unknown().optional() }) })),
});

export default async function samplesAreReady(): Promise<void> {
  const url = process.env['E2E_URL'] ?? '';
  const signedIn = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'admin@demo.test', password: 'admin-demo-1' }),
  });
  const { token } = z.object({ token: z.string() }).parse(await signedIn.json());
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    const response = await fetch(`${url}/api/admin/files`, { headers: { Authorization: `Bearer ${token}` } });
    const { items } = Files.parse(await response.json());
    const waiting = items.filter(({ nuggetCount }) => nuggetCount === 0);
    if (items.length > 0 && waiting.length === 0 && (await haveQuestions(url, token))) return;
    if (Date.now() > until) throw new Error('The samples did not become nuggets in time.');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function haveQuestions(url: string, token: string): Promise<boolean> {
  const response = await fetch(`${url}/api/admin/nuggets?q=vaccine&limit=200`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { items } = Nuggets.parse(await response.json());
  return items.length > 0 && items.every(({ parts }) => parts.questions !== undefined);
}
