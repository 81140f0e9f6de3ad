import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signIn, useBrowser } from './browser.ts';

const { open } = useBrowser();

const MANY = 10_000;
/** A longer task than this is felt as a stutter, milliseconds. */
const LONG_TASK_MS = 50;

/** Notes every long task from now on. */
const watchLongTasks = (page: Page) =>
  page.evaluate(`
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
  `);

const longTasks = (page: Page): Promise<number[]> => page.evaluate('globalThis.longTasks');

/** Scrolls as a reader would, a window at a time. */
async function scroll(page: Page, selector: string, by: number, times: number): Promise<void> {
  await page.locator(selector).first().hover();
  for (let i = 0; i < times; i++) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(60);
  }
}

const message = (seq: number) => ({
  seq,
  event: 'session:message',
  data: {
    messageId: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
    role: seq % 2 === 1 ? 'user' : 'assistant',
    content:
      seq % 2 === 1
        ? `Question number ${seq}?`
        : `Answer **${seq}** in a sentence or two.\n\n- one thing\n- another thing`,
    citations: [],
    toolCalls: [],
    media: [],
    status: 'complete',
  },
});

it('scrolls through ten thousand messages without a stutter', async () => {
  const { page, close } = await open('desktop');
  await signIn(page, 'learner');
  const id = '00000000-0000-4000-8000-000000000000';
  const me = await page.request.get('/api/auth/me').then((response) => response.json());
  const session = {
    id,
    learnerId: me.learnerId,
    mode: 'text',
    goal: 'A long one',
    currentNodeId: null,
    currentNode: null,
    pathHistory: [],
    startedAt: new Date().toISOString(),
    lastActivity: new Date().toISOString(),
    completedAt: null,
  };
  const events = Array.from({ length: MANY }, (_, i) => message(i + 1));
  await page.route(`**/api/learning/sessions/${id}`, (route) => route.fulfill({ json: session }));
  await page.route(`**/api/learning/sessions/${id}/progress`, (route) =>
    route.fulfill({ json: { concepts: [] } }),
  );
  await page.routeWebSocket(`**/api/learning/sessions/${id}/ws`, (socket) => {
    socket.onMessage((text) => {
      if (!String(text).includes('session:join')) return;
      socket.send(
        JSON.stringify({ event: 'session:joined', data: { session, events, lastSeq: MANY, partial: null } }),
      );
    });
  });
  await page.goto(`/lessons/${id}`);
  await page.getByText(`Answer ${MANY} in`).waitFor();
  await watchLongTasks(page);
  await scroll(page, '.thread', -700, 80);
  await scroll(page, '.thread', 900, 40);
  const tasks = await longTasks(page);
  console.log(`messages: ${tasks.length} long tasks, longest ${Math.max(0, ...tasks)} ms`);
  expect(tasks.filter((duration) => duration > LONG_TASK_MS)).toEqual([]);
  await close();
});

it('scrolls through ten thousand nuggets without a stutter', async () => {
  const { page, close } = await open('desktop');
  await signIn(page, 'admin');
  const nugget = (n: number) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    documentId: null,
    title: `Nugget number ${n}`,
    content: 'A volcanic island is heavy and, once its fires are out, it cools and settles.',
    status: 'ready',
    publishedAt: new Date().toISOString(),
    metadata: {
      topics: ['islands', 'reefs'],
      difficulty: 3,
      prerequisites: [],
      estimatedTime: 3,
      relatedConcepts: [],
      language: 'en',
    },
    slides: [],
    imageUrl: null,
    imageAlt: null,
    audioUrl: null,
    version: 1,
    parts: {},
    review: null,
    reviewReason: null,
    position: n,
    sources: [],
    createdAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
  });
  await page.route('**/api/admin/nuggets?*', (route) => {
    const url = new URL(route.request().url());
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = Math.min(MANY, from + Number(url.searchParams.get('limit') ?? 50));
    const items = Array.from({ length: to - from }, (_, i) => nugget(from + i));
    return route.fulfill({ json: { items, nextCursor: to < MANY ? String(to) : null } });
  });
  await page.goto('/nuggets');
  await page.getByText('Nugget number 0', { exact: true }).waitFor();
  await watchLongTasks(page);
  await scroll(page, '.nug-list', 4000, 260);
  const shown = await page.locator('.nug-row').count();
  const tasks = await longTasks(page);
  console.log(`nuggets: ${shown} rows, ${tasks.length} long tasks, longest ${Math.max(0, ...tasks)} ms`);
  expect(shown).toBe(MANY);
  expect(tasks.filter((duration) => duration > LONG_TASK_MS)).toEqual([]);
  await close();
});
