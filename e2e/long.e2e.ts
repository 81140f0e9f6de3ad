import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { signIn, useBrowser } from './browser.ts';
import { untilQuiet } from './quiet.ts';
import { message, openStaged } from './stage.ts';

const { open } = useBrowser();

const MANY = 10_000;
/** Otherwise a part of the way is scrolled. */
const IS_LONG = process.env['LONG'] !== undefined;
/** A longer task than this is felt as a stutter, milliseconds. */
const LONG_TASK_MS = 50;

beforeAll(untilQuiet, 600_000);

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
};

/**
 * The page's heaviest tasks while something is done, in milliseconds of the thread's own time: what other processes of
 * a busy machine took meanwhile is not the page's doing.
 */
async function heaviestTasks(page: Page, during: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await during();
  const trace: { traceEvents: TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString());
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name === 'RunTask' && mains.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace holds no tasks');
  return tasks.map(({ tdur = 0 }) => tdur / 1000).sort((x, y) => y - x);
}

/** Turns the wheel, as fast as a hand does. */
async function scroll(page: Page, selector: string, by: number, times: number): Promise<void> {
  await page.locator(selector).first().hover();
  for (let i = 0; i < times; i++) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(60);
  }
}

const said = (n: number) =>
  n % 2 === 1
    ? message(n, 'user', `Question number ${n}?`)
    : message(n, 'assistant', `Answer **${n}** in a sentence or two.\n\n- one thing\n- another thing`);

it('scrolls through ten thousand messages without a stutter', async () => {
  const { page, close } = await open('desktop', { isScripted: true });
  await signIn(page, 'learner');
  const events = Array.from({ length: MANY }, (_, i) => said(i + 1));
  await openStaged(page, events, { goal: 'A long one' });
  await page.getByText(`Answer ${MANY} in`).waitFor();
  const tasks = await heaviestTasks(page, async () => {
    await scroll(page, '.thread', -700, 60);
    if (IS_LONG) {
      await scroll(page, '.thread', -3000, 400);
      await page.locator('.you', { hasText: 'number 1?' }).waitFor();
    }
    await scroll(page, '.thread', 900, IS_LONG ? 100 : 20);
  });
  const blocks = await page.locator('.block').count();
  console.log(`messages: ${blocks} blocks drawn, the heaviest task took ${tasks[0]?.toFixed(1)} ms`);
  expect(blocks).toBeLessThan(100);
  expect(tasks.filter((duration) => duration > LONG_TASK_MS)).toEqual([]);
  await close();
});

it('scrolls through ten thousand nuggets without a stutter', async () => {
  const { page, close } = await open('desktop', { isScripted: true });
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
  const last = page.getByText(`Nugget number ${MANY - 1}`, { exact: true });
  const tasks: number[] = [];
  // Each thirty are asked for when one comes to the end of those before. A trace of all the way would be too large to read.
  do tasks.push(...(await heaviestTasks(page, () => scroll(page, '.nug-list', 4000, 60))).slice(0, 20));
  while (IS_LONG && !(await last.isVisible()));
  const rows = await page.locator('.nug-row').count();
  console.log(`nuggets: ${rows} rows drawn, the heaviest task took ${Math.max(...tasks).toFixed(1)} ms`);
  expect(tasks.filter((duration) => duration > LONG_TASK_MS)).toEqual([]);
  await close();
});
