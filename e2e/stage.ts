import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { StoredEvent } from '../src/tutoring/protocol.ts';
import { URL_OF_PRODUCT } from './browser.ts';

/** What brings a lesson about: over the product itself, by a model that says what it is told, or with a socket played by the test. */

/** From home into a lesson on vaccines; gives its address. */
export async function begin(page: Page): Promise<string> {
  await page.getByRole('heading', { name: /^Good / }).waitFor();
  await page.locator('.resume .btn-pen').first().waitFor();
  const fresh = page.getByText('Start something new');
  if (await fresh.isVisible()) await fresh.click();
  await page.getByLabel('What would you like to learn?').fill('How do vaccines work?');
  await page.locator('.resume .wish').getByRole('button').click();
  await page.waitForURL('**/lessons/*');
  await page.getByText('What would you like to understand?').waitFor();
  return page.url();
}

/** A lesson at a piece on vaccines, and a concept that its questions may be about. */
export async function beginAtPiece(page: Page): Promise<{ concept: string; id: string }> {
  const Graph = z.object({
    nodes: z.array(
      z.object({
        nuggetId: z.string(),
        documentTitle: z.string().nullable(),
        concepts: z.array(z.object({ name: z.string() })),
      }),
    ),
  });
  const { nodes } = Graph.parse(await (await page.request.get('/api/narrative/graph')).json());
  const node = nodes.find(
    ({ documentTitle, concepts }) => documentTitle?.includes('Vaccines') && concepts.length > 0,
  );
  await page.goto('/');
  const response = await page.request.post('/api/learning/sessions', {
    data: { nuggetId: node?.nuggetId },
    headers: { Origin: new URL(page.url()).origin },
  });
  const { id } = z.object({ id: z.string() }).parse(await response.json());
  await page.goto(`/lessons/${id}`);
  await page.getByText('What would you like to understand?').waitFor();
  return { concept: node?.concepts[0]?.name ?? '', id };
}

export const say = async (page: Page, words: string): Promise<void> => {
  await page.locator('#say').fill(words);
  await page.keyboard.press('Enter');
};

/** The n-th answer, once it is whole. */
export const answer = (page: Page, n: number) => page.locator('.tutor:has(.after)').nth(n);

async function send(
  address: string,
  method: 'POST' | 'PUT',
  body: unknown,
  token?: string,
): Promise<unknown> {
  const headers = {
    'Content-Type': 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
  const response = await fetch(address, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** A token of one of the demo people. */
export async function tokenOf(role: 'admin' | 'instructor' | 'learner'): Promise<string> {
  const body = { email: `${role}@demo.test`, password: `${role}-demo-1` };
  const answer = await send(`${URL_OF_PRODUCT}/api/auth/login`, 'POST', body);
  return z.object({ token: z.string() }).parse(answer).token;
}

/** The provider that says what a test tells it to; undefined where the product has another. */
export const provider = process.env['E2E_MODELS'];

/** Which model the tutor asks from now on; null leaves it to the product. */
export async function letTutorBe(tutoringModel: string | null): Promise<void> {
  const address = `${URL_OF_PRODUCT}/api/admin/settings/ai-models`;
  await send(address, 'PUT', { tutoringModel }, await tokenOf('admin'));
}

/** From now on the tutor gives these replies, one a request; the last repeats. Shapes: dev/scripted-provider.ts. */
export async function letTutorSay(replies: readonly unknown[]): Promise<void> {
  const model = `staged:${crypto.randomUUID()}`;
  await send(`${provider}/script`, 'POST', { model, replies });
  await letTutorBe(model);
}

export const SESSION_ID = '00000000-0000-4000-8000-000000000000';

/** An event as a test writes it; its `seq` is its place. */
export type Staged = Pick<StoredEvent, 'event'> & { data: unknown };

export const message = (
  n: number,
  role: 'user' | 'assistant',
  content: string,
  more: object = {},
): Staged => ({
  event: 'session:message',
  data: {
    messageId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    role,
    content,
    citations: [],
    toolCalls: [],
    media: [],
    status: 'complete',
    ...more,
  },
});

export type Stage = {
  /** A frame from the server, as it is. */
  send: (frame: unknown) => void;
  /** All frames that the page has sent. */
  frames: () => readonly { event: string; id: string; data: Record<string, unknown> }[];
  /** How often the page has connected. */
  lines: () => number;
  /** Breaks the line; the page may come back. */
  cut: () => Promise<void>;
  /** Breaks the line, and every one that the page then tries. */
  down: () => Promise<void>;
};

const Frame = z.object({ event: z.string(), id: z.string(), data: z.record(z.string(), z.unknown()) });

/**
 * Opens a lesson whose socket the test plays: it comes with `events`, and then does what it is told. `more` overrides
 * what the session is. The visit must have been opened with `isScripted`.
 */
export async function openStaged(page: Page, events: readonly Staged[], more: object = {}): Promise<Stage> {
  const me = await page.request.get('/api/auth/me').then((response) => response.json());
  const now = new Date().toISOString();
  const session = {
    id: SESSION_ID,
    learnerId: me.learnerId,
    organizationId: me.organizationId,
    mode: 'text',
    goal: 'How reefs grow',
    currentNodeId: null,
    currentNode: null,
    pathHistory: [],
    startedAt: now,
    lastActivity: now,
    completedAt: null,
    ...more,
  };
  const numbered = events.map((event, i) => ({ ...event, seq: i + 1 }));
  const frames: z.infer<typeof Frame>[] = [];
  let socket:
    | { send: (text: string) => void; close: (options: { code: number }) => Promise<void> }
    | undefined;
  let lines = 0;
  let hasJoined = () => {};
  const joined = new Promise<void>((resolve) => {
    hasJoined = resolve;
  });
  let isDown = false;
  await page.route(`**/api/learning/sessions/${SESSION_ID}`, (route) => route.fulfill({ json: session }));
  await page.routeWebSocket(`**/api/learning/sessions/${SESSION_ID}/ws`, (opened) => {
    if (isDown) return void opened.close({ code: 1012 });
    socket = opened;
    lines++;
    opened.onMessage((text) => {
      if (text === 'ping') return opened.send('pong');
      const frame = Frame.parse(JSON.parse(String(text)));
      frames.push(frame);
      if (frame.event !== 'session:join') return;
      const missed = numbered.filter(({ seq }) => seq > Number(frame.data['lastSeq']));
      const data = { session, events: missed, lastSeq: numbered.length, partial: null };
      opened.send(JSON.stringify({ event: 'session:joined', data }));
      hasJoined();
    });
  });
  await page.goto(`/lessons/${SESSION_ID}`);
  await page.locator('.thread').waitFor();
  await joined;
  return {
    send: (frame) => socket?.send(JSON.stringify(frame)),
    frames: () => frames,
    lines: () => lines,
    cut: async () => socket?.close({ code: 1012 }),
    down: async () => {
      isDown = true;
      await socket?.close({ code: 1012 });
    },
  };
}
