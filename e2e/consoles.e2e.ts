import { describe, expect, it } from 'vitest';
import { expectAccessible, type Size, signIn, useBrowser } from './browser.ts';

const { open } = useBrowser();

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('the consoles, %s', (size) => {
  it('let an instructor see what somebody knows and correct it with a reason', async () => {
    const first = await open(size);
    await signIn(first.page, 'learner');
    const { learnerId } = await first.page.request.get('/api/auth/me').then((response) => response.json());
    await first.close();
    const { page, troubles, close } = await open(size);
    await signIn(page, 'instructor');
    // Somebody of whom something is held already.
    const concepts = await page.request
      .get('/api/admin/concepts?limit=1')
      .then((response) => response.json());
    await page.request.post(`/api/admin/learners/${learnerId}/corrections`, {
      data: { concept: concepts.items[0].id, masteryLevel: 40, reason: 'Began with it in class.' },
      headers: { Origin: new URL(page.url()).origin },
    });
    await page.goto(`/class/${learnerId}`);
    await page.getByRole('heading', { name: 'Leo Learner' }).waitFor();
    await page.getByRole('heading', { name: 'Lessons' }).waitFor();
    await page.locator('.stand').first().click();
    await page.getByRole('button', { name: 'Correct it' }).first().click();
    const dialog = page.getByRole('dialog');
    const reason = `Explained it to the class, ${size}.`;
    await dialog.getByLabel('Reason').fill(reason);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Set the level' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(reason).first().waitFor();
    await expectAccessible(page);
    expect(troubles).toEqual([]);
    await close();
  });

  it('let an admin invite, import with row errors, and watch an address', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await signIn(page, 'admin');
    await page.goto('/people');
    await page.getByRole('button', { name: 'Import a list' }).click();
    const run = `${size}${Date.now()}`;
    const csv = `email,name,role\nnot-an-address,Nobody,learner\nanna-${run}@example.test,Anna,learner\n`;
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByRole('dialog').getByText('not-an-address').first().waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.goto('/sources?view=urls');
    await page.getByRole('button', { name: 'Watch a page' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill('http://127.0.0.1/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await expectAccessible(page);
    const url = `https://www.example.org/${run}`;
    await dialog.getByLabel('Address').fill(url);
    await dialog.getByLabel('Look by itself').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const row = page.locator('.watched li', { hasText: run });
    await row.waitFor();
    await row.getByRole('button', { name: 'History' }).click();
    await row.getByText('It has not been read yet.').waitFor();
    await expectAccessible(page);
    await row.getByRole('button', { name: /^More on/ }).click();
    await page.getByRole('button', { name: 'Stop watching' }).locator('visible=true').click();
    await row.waitFor({ state: 'detached' });
    forgive(/400/);
    expect(troubles).toEqual([]);
    await close();
  });
});
