import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { enter, expectAccessible, type Size, settled, URL_OF_PRODUCT, useBrowser } from './browser.ts';
import { answer, say, tokenOf } from './stage.ts';

/** A learner's life with the product, from the invitation to the erasure. */

const { open } = useBrowser();
const PASSWORD = 'correct horse 9';

const Invite = z.object({ url: z.string() });

async function invite(): Promise<{ email: string; url: string }> {
  const email = `lea-${crypto.randomUUID()}@example.test`;
  const response = await fetch(`${URL_OF_PRODUCT}/api/admin/invites`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await tokenOf('admin')}` },
    body: JSON.stringify({ email, role: 'learner', expiresInHours: 2 }),
  });
  const { url } = Invite.parse(await response.json());
  return { email, url: url.slice(url.indexOf('/join')) };
}

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('a learner, %s', (size) => {
  it('joins by an invitation, begins with a topic, finishes, and has everything erased', async () => {
    const { email, url } = await invite();
    const { page, troubles, forgive, close } = await open(size);
    await page.goto(url);
    await page.getByRole('heading', { name: 'Join your organization' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Your name').fill('Lea Lernt');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('The password needs at least 8 characters.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Join' }).click();

    // The first day: nothing to go on with, nothing due.
    await page.getByText('Your first lesson').waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Library', exact: true }).locator('visible=true').click();
    await page.locator('.topic').first().waitFor();
    await expectAccessible(page);
    const topic = await page.locator('.topic').first().innerText();
    await page.locator('.topic').first().click();
    await page.waitForURL('**/lessons/*');
    await page.getByText('What would you like to understand?').waitFor();
    await say(page, `What is ${topic}?`);
    await answer(page, 0).waitFor();
    const lesson = page.url();

    await page.getByRole('link', { name: 'Back to home' }).click();
    await page.getByText('Continue where you stopped').waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL(lesson);
    await answer(page, 0).waitFor();
    if (size === 'phone') await page.getByRole('button', { name: 'Path and mastery' }).click();
    await page.getByRole('button', { name: 'Finish for today' }).locator('visible=true').click();
    await page.locator('.completed').waitFor();
    await page.getByText('This lesson is finished.').waitFor();
    expect(await page.locator('.sheet-open').count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Back to home' }).last().click();
    await page.getByRole('heading', { name: /^Good / }).waitFor();

    await page.goto('/profile');
    await page.getByLabel('Goals').fill('Know how the body defends itself');
    await page.getByLabel('Interests').fill('sailing, bread');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel('Interests').inputValue()).toBe('sailing, bread');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download all that is held on you' }).click(),
    ]);
    const held = readFileSync(await download.path(), 'utf8');
    for (const own of [email, 'sailing', `What is ${topic}?`]) expect(held).toContain(own);

    await page.getByRole('button', { name: 'Erase all that is held on you' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase everything?' });
    await expectAccessible(page);
    await dialog.getByLabel('Your password').fill('not this one');
    await dialog.getByRole('button', { name: 'Erase it all' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Erase it all' }).click();
    await page.waitForURL('**/login*');
    const data = { email, password: PASSWORD };
    expect((await page.request.post('/api/auth/login', { data })).status()).toBe(401);
    // The wrong password, on purpose.
    forgive(/40[013]/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('finds a piece, reads its page, and begins there', async () => {
    const { page, troubles, close } = await open(size);
    await enter(page, 'learner');
    await page.goto('/library');
    await page.getByLabel('Ask or search in your own words').fill('memory cells');
    await page.waitForURL('**q=memory*');
    await page.locator('.lib-hit').first().waitFor();
    const whole = page.getByRole('button', { name: 'Read it all' });
    if ((await whole.count()) > 0) await whole.first().click();
    await page
      .getByRole('button', { name: /^Open page/ })
      .first()
      .click();
    await page.getByRole('dialog').locator('.paper').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    // Where one was is an address: back and forward lead there.
    await page.getByRole('button', { name: 'Learn this' }).first().click();
    await page.waitForURL('**/lessons/*');
    await page.getByText('What would you like to understand?').waitFor();
    await page.goBack();
    await page.locator('.lib-hit').first().waitFor();
    expect(await page.getByLabel('Ask or search in your own words').inputValue()).toBe('memory cells');
    await page.goForward();
    await page.getByText('What would you like to understand?').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('goes through what is due, and sees the evidence of what is known', async () => {
    const { page, troubles, close } = await open(size);
    await enter(page, 'learner');
    await makeDue(await page.request.get('/api/auth/me').then((response) => response.json()));
    // A card that is new today comes back after a minute.
    await expect
      .poll(async () => (await (await page.request.get('/api/learning/review')).json()).items.length, {
        timeout: 100_000,
        interval: 1000,
      })
      .toBeGreaterThan(0);
    await page.goto('/review');
    await page.getByRole('button', { name: /^Begin with/ }).click();
    await page.waitForURL('**/lessons/*');
    await page.getByText(/^Review, 1 of/).waitFor();
    await answer(page, 0).or(page.locator('.ask')).first().waitFor();
    await expectAccessible(page);
    await page.goto('/progress');
    await page.locator('.stand').first().click();
    await page.locator('.trail li').first().waitFor();
    await page.getByRole('radio', { name: 'Weakest' }).check({ force: true });
    await expectAccessible(page);
    expect(troubles).toEqual([]);
    await close();
  });
});

/** An instructor's corrections are evidence, and what was just learnt anew is due soonest. */
async function makeDue({ learnerId }: { learnerId: string }): Promise<void> {
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${await tokenOf('instructor')}`,
  };
  const listed = await fetch(`${URL_OF_PRODUCT}/api/admin/concepts?limit=3`, { headers });
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(await listed.json());
  for (const { id: concept } of items) {
    const body = JSON.stringify({ concept, masteryLevel: 30, reason: 'Asked in class.' });
    await fetch(`${URL_OF_PRODUCT}/api/admin/learners/${learnerId}/corrections`, {
      method: 'POST',
      headers,
      body,
    });
  }
}
