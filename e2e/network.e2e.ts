import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enter, type Size, settled, useBrowser } from './browser.ts';
import { startProxy } from './no-sockets.ts';
import { answer, begin, beginAtPiece, message, openStaged, say } from './stage.ts';

const { open } = useBrowser();

/** What a browser says of a network that is away. */
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|WebSocket|when fetching the script/;

const Said = z.object({ items: z.array(z.object({ role: z.string(), content: z.string() })) });

it('serves a train’s network: slow and far away, a lesson begins and is answered', async () => {
  const { page, context, troubles, close } = await open('phone');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  // Half a second to there and back, 50 KB/s: worse than 3G.
  const slow = { offline: false, latency: 500, downloadThroughput: 50_000, uploadThroughput: 20_000 };
  await devtools.send('Network.emulateNetworkConditions', slow);
  await enter(page, 'learner');
  const asked = Date.now();
  await page.goto('/');
  await page.getByRole('heading', { name: /^Good / }).waitFor();
  console.log(`home stands after ${Date.now() - asked} ms at 50 KB/s and 500 ms`);
  await settled(page);
  await begin(page);
  await say(page, 'What do memory cells do?');
  // Said is seen at once, not after a way there and back.
  await page.locator('.you', { hasText: 'What do memory cells do?' }).waitFor({ timeout: 400 });
  await answer(page, 0).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('a flapping network, %s', (size) => {
  it('loses nothing and says nothing twice', async () => {
    const { page, context, troubles, forgive, close } = await open(size);
    await enter(page, 'learner');
    await page.goto('/');
    const id = (await begin(page)).split('/').at(-1);
    const words = ['What is an antigen?', 'And what is an antibody?', 'And herd immunity?'];
    for (const text of words) {
      await context.setOffline(true);
      await say(page, text);
      await page.locator('.you', { hasText: text }).waitFor();
      await context.setOffline(false);
      await page.waitForTimeout(150);
      await context.setOffline(true);
      await page.waitForTimeout(150);
      await context.setOffline(false);
    }
    await answer(page, words.length - 1).waitFor();
    expect(await page.locator('.you > p').allInnerTexts()).toEqual(
      words.map((text) => expect.stringContaining(text)),
    );
    const { items } = Said.parse(
      await (await page.request.get(`/api/learning/sessions/${id}/messages`)).json(),
    );
    expect(items.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual(words);
    forgive(OFFLINE);
    expect(troubles).toEqual([]);
    await close();
  });
});

it('takes a broken line up in the middle of a word, and says once what one said meanwhile', async () => {
  const { page, troubles, close } = await open('desktop', { isScripted: true });
  await enter(page, 'learner');
  const stage = await openStaged(page, [message(1, 'user', 'How deep can coral live?')]);
  const words = 'Deep water is dark, and the algae inside a polyp need light to feed it all day long. ';
  const messageId = '00000000-0000-4000-8000-000000000002';
  const delta = (offset: number, end: number) => ({
    event: 'session:delta',
    data: { messageId, offset, text: words.slice(offset, end) },
  });
  for (let i = 0; i < 5; i++) {
    stage.send(delta(i * 15, (i + 1) * 15));
    await stage.cut();
    await expect.poll(stage.lines, { timeout: 20_000 }).toBe(i + 2);
    await expect
      .poll(() => stage.frames().filter(({ event }) => event === 'session:join').length)
      .toBe(i + 2);
    // What was written so far is told with the joining.
    stage.send(delta(0, (i + 1) * 15));
  }
  await page.locator('#say').fill('Thank you.');
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.frames().some(({ event }) => event === 'session:message')).toBe(true);
  const before = stage.frames().filter(({ event }) => event === 'session:message').length;
  await stage.cut();
  // Not acknowledged, it goes out again, under the same name.
  await expect
    .poll(() => stage.frames().filter(({ event }) => event === 'session:message').length, { timeout: 20_000 })
    .toBe(before + 1);
  expect(
    new Set(stage.frames().flatMap(({ event, id }) => (event === 'session:message' ? [id] : []))).size,
  ).toBe(1);
  stage.send({ ...message(2, 'assistant', words.trim()), seq: 2 });
  await page.getByText('all day long.').waitFor();
  expect(await page.locator('.tutor').count()).toBe(1);
  expect(await page.locator('.tutor .prose').innerText()).toBe(words.trim());
  await expect.poll(() => page.locator('.band').count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});

it('asks to sign in again where the line ends because the session did, and keeps a half-written word', async () => {
  const { page, close } = await open('phone');
  await enter(page, 'learner');
  await page.goto('/');
  await begin(page);
  await page.locator('#say').fill('A half-written thought');
  // Signed out elsewhere: the next frame is refused.
  await page.request.post('/api/auth/logout', { headers: { Origin: new URL(page.url()).origin } });
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'You were signed out' });
  await dialog.getByLabel('Password', { exact: true }).fill('learner-demo-1');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await answer(page, 0).waitFor();
  expect(await page.locator('.you', { hasText: 'A half-written thought' }).count()).toBe(1);
  await close();
});

it.each(['learner', 'instructor'] as const)(
  'asks to sign in again where the session ended while there was no line, %s',
  async (role) => {
    const { page, context, close } = await open('desktop');
    await enter(page, role);
    await page.goto(role === 'learner' ? '/' : '/sources');
    if (role === 'learner') await begin(page);
    await settled(page);
    await endedMeanwhile(page, context);
    await close();
  },
);

/** The line is lost, the session ends elsewhere, the network comes back: nothing is asked but for the line itself. */
async function endedMeanwhile(page: Page, context: BrowserContext): Promise<void> {
  await context.setOffline(true);
  const { origin } = new URL(page.url());
  const cookies = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const ended = await fetch(`${origin}/api/auth/logout`, {
    method: 'POST',
    headers: { Origin: origin, Cookie: cookies },
  });
  expect(ended.status).toBe(200);
  await context.setOffline(false);
  await page.getByRole('dialog', { name: 'You were signed out' }).waitFor({ timeout: 20_000 });
}

it('teaches a whole lesson where no socket gets through: nothing lost, nothing twice, and nobody is told', async () => {
  const proxy = await startProxy();
  const { page, troubles, forgive, close } = await open('desktop', { at: proxy.url });
  await enter(page, 'learner');
  const { id } = await beginAtPiece(page);
  await expect.poll(proxy.refused, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  await say(page, 'What do memory cells do?');
  await answer(page, 0).waitFor();
  expect(await page.locator('.band').count()).toBe(0);

  await say(page, 'Ask me a question to see what I know.');
  const card = page.locator('.ask').last();
  await card.waitFor();
  await answer(page, 1).waitFor();
  await card.getByRole('button', { name: 'Nudge' }).click();
  await card.locator('.hint .prose').first().waitFor();
  if ((await card.locator('.opt').count()) > 0) await card.locator('.opt').first().click();
  else await card.getByLabel('Your answer').fill('Memory cells remember the germ.');
  await card.getByRole('button', { name: 'Check answer' }).click();
  await card.locator('.ask-verdict').waitFor();

  const here = await page.locator('.at h2').innerText();
  await page.locator('.ways .way').first().click();
  await expect.poll(() => page.locator('.at h2').innerText()).not.toBe(here);

  // Every connection breaks while it is being answered, and once more with words on their way.
  const before = await page.locator('.tutor').count();
  await say(page, 'And what is an antigen?');
  await page.locator('.you', { hasText: 'And what is an antigen?' }).waitFor();
  proxy.cut();
  await say(page, 'And herd immunity?');
  proxy.cut();
  await expect.poll(() => page.locator('.tutor:has(.after)').count(), { timeout: 60_000 }).toBe(before + 2);
  const own = await page.locator('.you > p').allInnerTexts();
  const { items } = Said.parse(
    await (await page.request.get(`/api/learning/sessions/${id}/messages`)).json(),
  );
  for (const words of ['What do memory cells do?', 'And what is an antigen?', 'And herd immunity?']) {
    expect(items.filter(({ role, content }) => role === 'user' && content === words)).toHaveLength(1);
    expect(own.filter((text) => text.includes(words))).toHaveLength(1);
  }
  await page.reload();
  await answer(page, before + 1).waitFor();
  expect(await page.locator('.you > p').allInnerTexts()).toEqual(own);
  // Only what the browser itself says of its sockets, and of what was cut.
  forgive(/WebSocket|net::ERR_/);
  expect(troubles).toEqual([]);
  await close();
  proxy.close();
});
