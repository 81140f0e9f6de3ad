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

it('gives an answer anew and takes a question in other words, the newer in the place of the older', async () => {
  const { page, troubles, close } = await open('desktop');
  await signIn(page, 'learner');
  const address = await begin(page);
  const said = async (): Promise<unknown[]> => {
    const path = `/api${new URL(address).pathname.replace('/lessons/', '/learning/sessions/')}/messages`;
    return Object(await (await page.request.get(path)).json()).items;
  };
  await say(page, 'What do memory cells do?');
  await answer(page, 0).getByRole('button', { name: 'Answer again' }).click();
  await expect.poll(async () => (await said()).length, { timeout: 60_000 }).toBe(3);
  await answer(page, 0).waitFor();
  expect(await page.locator('.tutor').count()).toBe(1);

  await page.locator('.you').getByRole('button', { name: 'Put it in other words' }).click();
  await expectAccessible(page);
  await page.getByLabel('Your question in other words').fill('Who was Edward Jenner?');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.locator('.you', { hasText: 'Who was Edward Jenner?' }).waitFor();
  await answer(page, 0).getByText('Jenner').first().waitFor();
  expect(await page.locator('.you').count()).toBe(1);
  expect(await page.locator('.tutor').count()).toBe(1);
  // Nothing is gone from the history.
  await expect
    .poll(said, { timeout: 60_000 })
    .toMatchObject([
      { content: 'What do memory cells do?', replaces: null },
      { role: 'assistant' },
      { role: 'assistant', replaces: expect.any(String) },
      { content: 'Who was Edward Jenner?', replaces: expect.any(String) },
      { role: 'assistant', content: expect.stringContaining('Jenner') },
    ]);
  expect(troubles).toEqual([]);
  await close();
});

it('shows an instructor what was flagged, and it stays', async () => {
  const instructor = await open('desktop');
  await signIn(instructor.page, 'instructor');
  await instructor.page.goto('/class');
  await instructor.page.getByRole('heading', { name: 'Learning now' }).waitFor();
  const learner = await open('desktop');
  await signIn(learner.page, 'learner');
  await begin(learner.page);
  await say(learner.page, 'I will kill you');
  await answer(learner.page, 0).getByText('talk to somebody you trust').waitFor();
  await say(learner.page, 'What do memory cells do?');
  await answer(learner.page, 1).waitFor();
  await instructor.page.getByText('wrote something that has no place in a lesson').waitFor();
  await instructor.page.getByText('Needs a word').waitFor();
  await expectAccessible(instructor.page);
  await instructor.page.reload();
  await instructor.page.getByText('Needs a word').waitFor();
  await learner.close();
  await instructor.close();
});

it('shows a lesson whose line is gone for good, as one finished long ago', async () => {
  const { page, close } = await open('desktop');
  await signIn(page, 'learner');
  const address = await begin(page);
  await say(page, 'What do memory cells do?');
  await answer(page, 0).waitFor();
  await page.getByRole('button', { name: 'Finish for today' }).first().click();
  await page.getByRole('heading', { name: 'Done for today' }).waitFor();
  await close();
  // On another device, which has kept nothing of it.
  const later = await open('desktop');
  await later.context.routeWebSocket(/\/ws$/, (line) => line.close());
  await signIn(later.page, 'learner');
  await later.page.goto(address);
  await answer(later.page, 0).locator('button.cite').first().waitFor();
  await later.page.getByText('This lesson is finished').waitFor();
  await later.page.getByText('No connection').waitFor({ state: 'detached' });
  await expectAccessible(later.page);
  await later.close();
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
