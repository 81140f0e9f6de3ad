import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  CONSOLES,
  enter,
  found,
  LOOKS,
  scrollsSideways,
  settled,
  useBrowser,
  violationsOn,
} from './browser.ts';

/** Every console as it loads, when it fails and while it is empty. */

const { open } = useBrowser();

/** What the shell asks for itself. */
const OF_THE_SHELL = /\/api\/(auth|health|admin\/feed)/;

async function judge(page: Page, what: string, wrong: string[]): Promise<void> {
  const violations = await violationsOn(page);
  if (violations.length > 0) wrong.push(`${what}: ${JSON.stringify(violations)}`);
  if (await scrollsSideways(page)) wrong.push(`${what}: scrolls sideways`);
}

describe.each(LOOKS)('every console, %s, %s', (size, theme) => {
  it('shows still shapes while it loads, then what went wrong and a way to ask again', async () => {
    const { page, troubles, forgive, close } = await open(size, { theme, isScripted: true });
    await enter(page, 'admin');
    let release = () => {};
    let held = Promise.resolve();
    let isBroken = false;
    await page.route(
      (url) => url.pathname.startsWith('/api/') && !OF_THE_SHELL.test(url.pathname),
      async (route) => {
        if (!isBroken) return route.continue();
        await held;
        const error = 'Something went wrong on our side.';
        await route.fulfill({ status: 500, json: { error, errorType: 'server_error', requestId: 'r' } });
      },
    );
    const wrong: string[] = [];
    const nobody = '00000000-0000-4000-8000-000000000009';
    for (const path of [...CONSOLES, `/nuggets/${nobody}`, `/class/${nobody}`]) {
      held = new Promise((resolve) => {
        release = resolve;
      });
      isBroken = true;
      await page.goto(path);
      await page.locator('.loading [role=status]').first().waitFor({ state: 'attached' });
      await judge(page, `${path}, loading`, wrong);
      release();
      await page.locator('.failed-box').first().waitFor();
      await page.getByText('Something went wrong on our side.').first().waitFor();
      await judge(page, `${path}, failed`, wrong);
      isBroken = false;
      const failed = page.locator('.failed-box');
      for (let left = await failed.count(); left > 0; left = await failed.count()) {
        await failed.first().getByRole('button', { name: 'Try again' }).click();
        await expect.poll(() => failed.count()).toBeLessThan(left);
      }
    }
    expect(wrong).toEqual([]);
    forgive(/500|404/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('says to a new organization what is not there yet, and what to do', async () => {
    const { page, troubles, close } = await open(size, { theme });
    await found(page);
    const wrong: string[] = [];
    for (const path of CONSOLES) {
      await page.goto(path);
      await settled(page);
      await judge(page, `${path}, empty`, wrong);
    }
    expect(wrong).toEqual([]);
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'Start with one document' }).waitFor();
    expect(await page.locator('#main .btn-pen').count()).toBe(1);
    await page.getByRole('link', { name: 'Watch a web page' }).click();
    await page.getByText('No page is watched yet').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Start with one document' }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});

it('shows what staff must know on whatever console they are, until it is read', async () => {
  const { page, troubles, close } = await open('desktop', { isScripted: true });
  await page.routeWebSocket('**/api/admin/feed', (socket) => {
    const message = 'The organization has used 80% of this month’s budget for model calls.';
    socket.send(JSON.stringify({ event: 'notice', data: { level: 'warning', message } }));
  });
  const letter = {
    id: '00000000-0000-4000-8000-000000000001',
    jobId: null,
    reason: 'The model provider did not answer.',
    redrivenAt: null,
    createdAt: new Date().toISOString(),
  };
  await page.route('**/api/admin/ingestion/dead-letters*', (route) =>
    route.fulfill({ json: { items: [letter], nextCursor: null } }),
  );
  await enter(page, 'admin');
  await page.goto('/sources');
  const band = page.locator('.notices .band');
  await band.getByText('has used 80%').waitFor();
  await page.getByText('1 piece of work gave up').click();
  await page.getByText('The model provider did not answer.').waitFor();
  const wrong: string[] = [];
  await judge(page, 'a notice and a dead letter', wrong);
  expect(wrong).toEqual([]);
  await page.locator('.rail').getByRole('link', { name: 'People' }).click();
  await band.waitFor();
  await band.getByRole('button', { name: 'Close' }).click();
  await band.waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
  await close();
});
