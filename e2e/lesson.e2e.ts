import { describe, expect, it } from 'vitest';
import { expectAccessible, type Size, signIn, useBrowser } from './browser.ts';
import { answer, begin, say } from './stage.ts';

const { open } = useBrowser();

/** What a browser says of a network that is away. */
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/;

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('a lesson, %s', (size) => {
  it('answers with citations that open their page, asks, helps and keeps what was said', async () => {
    const { page, troubles, close } = await open(size);
    await signIn(page, 'learner');
    const address = await begin(page);
    await expectAccessible(page);

    await say(page, 'What do memory cells do?');
    await page.getByText('What do memory cells do?').waitFor();
    await answer(page, 0).waitFor();
    await expectAccessible(page);
    const citation = answer(page, 0).locator('button.cite').first();
    await citation.click();
    await page.locator('.c-src mark').first().waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.locator('.c-src').waitFor({ state: 'detached' });
    expect(await page.locator('button.cite:focus').count()).toBe(1);

    await say(page, 'Ask me a question to see what I know.');
    const card = page.locator('.ask').last();
    await card.waitFor();
    await expectAccessible(page);
    await card.getByRole('button', { name: 'Nudge' }).click();
    await card.locator('.hint .prose').first().waitFor();
    const choice = card.locator('.opt').first();
    if (await choice.isVisible()) await choice.click();
    else await card.locator('textarea').fill('Memory cells remember the germ.');
    await card.getByRole('button', { name: 'Check answer' }).click();
    await page.locator('.event .icon').last().waitFor();
    await expectAccessible(page);

    await page.goto(address);
    await page.getByText('What do memory cells do?').waitFor();
    await answer(page, 0).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('keeps what is written without a connection and sends it once', async () => {
    const { page, context, forgive, troubles, close } = await open(size);
    await signIn(page, 'learner');
    await begin(page);
    await context.setOffline(true);
    await say(page, 'Who was Edward Jenner?');
    await page.getByText('Waiting to send').waitFor();
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.reload();
    await answer(page, 0).waitFor();
    expect(await page.locator('.you', { hasText: 'Who was Edward Jenner?' }).count()).toBe(1);
    forgive(OFFLINE);
    expect(troubles).toEqual([]);
    await close();
  });
});

it('stays readable without a network, after a reload too', async () => {
  const { page, context, close } = await open('phone');
  await signIn(page, 'learner');
  await begin(page);
  await say(page, 'What is herd immunity?');
  await answer(page, 0).waitFor();
  await page.evaluate('navigator.serviceWorker.ready');
  // The lesson is kept once it rests.
  await page.waitForTimeout(3000);
  await context.setOffline(true);
  await page.reload();
  await page.getByText('What is herd immunity?').waitFor();
  await answer(page, 0).waitFor();
  await page.getByText('No connection').first().waitFor();
  await expectAccessible(page);
  await close();
});

it('shows the same lesson in two tabs', async () => {
  const { page, context, close } = await open('desktop');
  await signIn(page, 'learner');
  const address = await begin(page);
  const other = await context.newPage();
  await other.goto(address);
  await other.getByText('What would you like to understand?').waitFor();
  await say(page, 'What is herd immunity?');
  await other.getByText('What is herd immunity?').waitFor();
  await answer(other, 0).waitFor();
  await close();
});

it('asks to sign in again over the page when the session ended, and goes on where it was', async () => {
  const { page, context, close } = await open('desktop');
  await signIn(page, 'learner');
  const address = await begin(page);
  await context.clearCookies();
  await page.locator('#say').fill('A half-written thought');
  await page.reload();
  const dialog = page.getByRole('dialog', { name: 'You were signed out' });
  await dialog.getByLabel('Password', { exact: true }).fill('learner-demo-1');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(page.url()).toBe(address);
  expect(await page.locator('#say').inputValue()).toBe('A half-written thought');
  await say(page, 'What do memory cells do?');
  await answer(page, 0).waitFor();
  await close();
});
