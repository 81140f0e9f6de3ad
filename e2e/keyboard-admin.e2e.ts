import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, found, ofApi, useBrowser } from './browser.ts';
import { focused, signInByKeys, tabTo } from './keys.ts';

const { open } = useBrowser();

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

it('lets an admin invite, set, upload and review without a mouse', async () => {
  const before = await open('desktop');
  const admin = await found(before.page);
  await before.close();
  const { page, troubles, close } = await open('desktop');
  await signInByKeys(page, admin);
  await page.getByRole('heading', { name: 'Start with one document' }).waitFor();

  // Invite: the dialog takes the focus, keeps it in, and gives it back.
  await press(page, 'g', 'p');
  await page.waitForURL('**/people');
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
  await tabTo(page, /^Invite$/);
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').waitFor();
  await tabTo(page, /^Email$/);
  const email = `ida-${crypto.randomUUID()}@example.test`;
  await page.keyboard.type(email);
  await tabTo(page, /^Role/);
  await press(page, 'ArrowDown');
  await tabTo(page, /^Make the link$/);
  await press(page, 'Enter');
  await dialog.getByLabel('Invite link').waitFor();
  for (let i = 0; i < 6; i++) {
    await press(page, 'Tab');
    // Past its last control the browser's own come, and then its first again; never the page behind.
    const isIn: boolean = await page.evaluate(
      "document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)",
    );
    expect(isIn).toBe(true);
  }
  await press(page, 'Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect((await focused(page)).name).toBe('Invite');
  await page.locator('.invites', { hasText: email }).getByText('Instructor').waitFor();

  // Set: from now on somebody must approve.
  await press(page, 'g', 'e');
  await page.waitForURL('**/settings');
  const rule = /^Somebody must approve a nugget/;
  await page.getByLabel(rule).waitFor();
  await tabTo(page, rule);
  await press(page, 'Space');
  await page.locator('.set-row', { hasText: rule }).getByText('Set by the organization').waitFor();

  // Upload: the way to the file chooser is a button like any other.
  await press(page, 'g', 's');
  await page.waitForURL('**/sources');
  await page.getByRole('heading', { name: 'Start with one document' }).waitFor();
  await tabTo(page, /^Choose a file$/);
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Enter');
  await (await chooser).setFiles({
    name: 'tides.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# Tides\n\nThe tide turns about four times a day.\n'),
  });
  await page.locator('.src-row', { hasText: 'Tides' }).getByText('Ready').waitFor({ timeout: 150_000 });

  // Review: sent back with a reason, and approved after all from the editor's list.
  await press(page, 'g', 'v');
  await page.waitForURL('**/reviews');
  await page.locator('.review-item').first().waitFor();
  await tabTo(page, /^Send back$/);
  await press(page, 'Enter');
  await page.getByLabel('Why, for whoever makes it again').waitFor();
  await press(page, 'Shift+Tab');
  if (!/^Why/.test((await focused(page)).name)) await press(page, 'Shift+Tab');
  expect((await focused(page)).name).toMatch(/^Why/);
  await page.keyboard.type('It needs a picture.');
  await expectAccessible(page);
  await tabTo(page, /^Approve$/);
  await press(page, 'Enter');
  await page.getByText('Approved. Learners see it now.').waitFor();
  await page.getByText('Nothing waits to be reviewed').waitFor();
  const { items } = await ofApi(page).get('/api/admin/nuggets');
  expect(items.map(({ review }: { review: string }) => review)).toEqual(['approved']);

  // All keys are listed, and the list says the same.
  await press(page, '?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await list.waitFor();
  for (const name of ['People', 'Settings', 'Sources', 'To review'])
    await list.getByText(name).first().waitFor();
  await press(page, 'Escape');
  await list.waitFor({ state: 'hidden' });
  expect(troubles).toEqual([]);
  await close();
});
