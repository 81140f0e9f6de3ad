import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, expectAccessible, found, ofApi, type Size, settled, useBrowser } from './browser.ts';

/** Who is in the organization, what is set for them, and what it all costs. */

const { open } = useBrowser();
const PASSWORD = 'correct horse 9';

const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

async function downloaded(page: Page, button: Locator): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return textOf(download);
}

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('people and settings, %s', (size) => {
  it('an invite is made, used once, and withdrawn; a role changes, and somebody is let go', async () => {
    const admin = await open(size);
    const { page } = admin;
    await found(page);
    await page.goto('/people');
    const invite = async (email: string, role: string): Promise<string> => {
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Email').fill(email);
      await dialog.getByLabel('Role').selectOption(role);
      await dialog.getByRole('button', { name: 'Make the link' }).click();
      const url = await dialog.getByLabel('Invite link').inputValue();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Done' }).click();
      return url.slice(url.indexOf('/join'));
    };
    // What is no address is said in its place, and nothing that was typed is lost.
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Email').fill('not-an-address');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
    await page.getByRole('dialog').getByText('email: Invalid email address').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    const email = `ines-${crypto.randomUUID()}@example.test`;
    const link = await invite(email, 'instructor');
    await page.locator('.invites').getByText(email).waitFor();
    const guest = await open(size);
    await guest.page.goto(link);
    await guest.page.getByLabel('Your name').fill('Ines Invited');
    await guest.page.getByLabel('Email').fill(email);
    await guest.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await guest.page.getByRole('button', { name: 'Join' }).click();
    await guest.page.waitForURL('**/class');
    await guest.page.getByText('Nobody has learnt anything yet').waitFor();
    const late = await open(size);
    await late.page.goto(link);
    await late.page.getByLabel('Your name').fill('Too Late');
    await late.page.getByLabel('Email').fill(`late-${crypto.randomUUID()}@example.test`);
    await late.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await late.page.getByRole('button', { name: 'Join' }).click();
    await late.page.getByText('This invite is unknown, used, over').waitFor();
    await late.close();

    await invite('', 'learner');
    await page.locator('.invites').getByText('whoever has the link').waitFor();
    await page.locator('.invites').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('No invites are open.').waitFor();

    await page.reload();
    const person = page.locator('.person', { hasText: email });
    await person.getByLabel('Role of Ines Invited').selectOption('learner');
    await page.getByText('Ines Invited is now Learner and has to sign in again.').waitFor();
    await page
      .getByText('Learners', { exact: true })
      .or(page.getByText('Learner', { exact: true }))
      .first()
      .waitFor();
    // Whose role changed is asked to sign in again, over the page that is open.
    await guest.page
      .getByRole('link', { name: 'Nuggets', exact: true })
      .locator('visible=true')
      .first()
      .click();
    await guest.page.getByRole('dialog').getByLabel('Password', { exact: true }).waitFor();
    await expectAccessible(guest.page);
    guest.forgive(/401|WebSocket/);
    expect(guest.troubles).toEqual([]);
    await guest.close();

    await page.getByLabel('Search by name or email').fill('ines');
    await page.waitForURL('**q=ines*');
    await person.getByRole('button', { name: 'More on Ines Invited' }).click();
    await page.getByRole('button', { name: 'Remove' }).locator('visible=true').click();
    const dialog = page.getByRole('dialog', { name: 'Remove Ines Invited?' });
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Nobody fits.').waitFor();
    admin.forgive(/400/);
    expect(admin.troubles).toEqual([]);
    await admin.close();
  });

  it('a list is judged row by row before anybody is made, and gives each their link', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    await page.goto('/people');
    await page.getByRole('button', { name: 'Import a list' }).click();
    const dialog = page.getByRole('dialog');
    const run = crypto.randomUUID();
    const choose = (csv: string) =>
      dialog
        .locator('input[type=file]')
        .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await choose(
      [
        'email,name,role',
        'not-an-address,Nobody,learner',
        `anna-${run}@example.test,Anna,learner`,
        `ben-${run}@example.test,Ben,teacher`,
        `anna-${run}@example.test,Anna again,learner`,
        `cleo-${run}@example.test,Cleo,instructor`,
      ].join('\n'),
    );
    await dialog.getByText('2 people can be added').waitFor();
    await dialog.getByText('3 rows cannot').waitFor();
    const row = (n: number) => dialog.locator('tr', { hasText: `Row ${n}` });
    expect(await row(2).innerText()).toContain('not an e-mail address');
    expect(await row(4).innerText()).toContain('not one of admin, instructor, learner');
    expect(await row(5).innerText()).toContain('the same e-mail address as in row 3');
    await expectAccessible(page);
    const before = await ofApi(page).get('/api/admin/users');
    expect(before.items).toHaveLength(1);
    await dialog.getByRole('button', { name: 'Add 2 people' }).click();
    await dialog.getByText('2 people are added. Send each their link.').waitFor();
    const links = await downloaded(page, dialog.getByRole('button', { name: 'Download the links as CSV' }));
    expect(links.trim().split(/\r?\n/)).toHaveLength(3);
    expect(links).toMatch(new RegExp(`anna-${run}@example.test,.*/join#?`));
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page
      .locator('.person', { hasText: `cleo-${run}` })
      .first()
      .waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('settings show what is inherited, field by field; keys are written and never read back', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await found(page);
    const answers: string[] = [];
    page.on('response', async (response) => {
      if (response.url().includes('/api/')) answers.push(await response.text().catch(() => ''));
    });
    await page.goto('/settings');
    await settled(page);
    const rowOf = (name: string) => page.locator('.set-row', { hasText: name }).first();
    const tutor = rowOf('Tutor');
    const built = await page.getByLabel('Tutor', { exact: true }).inputValue();
    expect(await tutor.innerText()).toMatch(/Built-in default|From the system/);
    await page.getByLabel('Tutor', { exact: true }).fill('our-own-model');
    await page.keyboard.press('Enter');
    await tutor.getByText('Set by the organization').waitFor();
    const cap = 'US dollars a month, for all';
    await page.getByLabel(cap).fill('-3');
    await page.keyboard.press('Tab');
    await page.locator('.toast').last().waitFor();
    await expectAccessible(page);
    await page.getByLabel(cap).fill('25');
    await page.keyboard.press('Enter');
    await rowOf(cap).getByText('Set by the organization').waitFor();

    const secret = `sk-${crypto.randomUUID()}-wxyz`;
    await page.getByLabel('OpenAI-compatible provider').fill(secret);
    await page.getByRole('button', { name: 'Save key' }).first().click();
    await page.getByText('Set, ends in wxyz · Set by the organization').waitFor();
    expect(await page.getByLabel('OpenAI-compatible provider').inputValue()).toBe('');
    await expectAccessible(page);
    await page.reload();
    await page.getByText('Set, ends in wxyz').waitFor();
    await ofApi(page).get('/api/admin/settings/system');
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByText(/ends in wxyz/).waitFor({ state: 'detached' });

    // A learner inherits, until something is set for them.
    const email = `lea-${crypto.randomUUID()}@example.test`;
    await ofApi(page).post('/api/admin/users', {
      email,
      name: 'Lea Lernt',
      role: 'learner',
      password: PASSWORD,
    });
    await page.getByRole('radio', { name: 'One learner' }).check({ force: true });
    await page.getByRole('searchbox', { name: 'Choose a learner' }).fill('lea');
    const choice = page.getByRole('combobox', { name: 'Choose a learner' });
    await expect.poll(() => choice.locator('option').count()).toBe(2);
    await choice.selectOption({ label: `Lea Lernt (${email})` });
    await page.waitForURL('**learner=*');
    await tutor.getByText('Set by the organization').waitFor();
    expect(await page.getByLabel('Tutor', { exact: true }).inputValue()).toBe('our-own-model');
    await expectAccessible(page);
    await page.getByLabel('Tutor', { exact: true }).fill('hers-alone');
    await page.keyboard.press('Enter');
    await tutor.getByText('Set for this learner').waitFor();
    await tutor.getByRole('button', { name: 'Leave it to the next' }).click();
    await tutor.getByText('Set by the organization').waitFor();
    await page.getByRole('radio', { name: 'The organization' }).check({ force: true });
    await page.waitForURL('**/settings');
    await tutor.getByRole('button', { name: 'Leave it to the next' }).click();
    await expect.poll(() => page.getByLabel('Tutor', { exact: true }).inputValue()).toBe(built);
    forgive(/400/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('every chart has its table and its file, and money its cap and forecast', async () => {
    const { page, troubles, close } = await open(size);
    await enter(page, 'admin');
    await page.goto('/analytics');
    await settled(page);
    const chart = page.locator('.chart-frame').first();
    await chart.getByText('Show as a table').click();
    await chart.locator('table').waitFor();
    await expectAccessible(page);
    const days = await chart.locator('tbody tr').count();
    const csv = await downloaded(page, chart.getByRole('button', { name: 'Download as CSV' }));
    expect(csv.trim().split(/\r?\n/)).toHaveLength(days + 1);
    const cost = page.locator('section[aria-labelledby=h-cost]');
    for (const by of ['Model', 'Task', 'Learner']) {
      await cost.getByRole('radio', { name: by }).check({ force: true });
      await cost.locator('tbody tr').first().waitFor();
      const rows = await cost.locator('tbody tr').count();
      const file = await downloaded(page, cost.getByRole('button', { name: /CSV/ }));
      expect(file.trim().split(/\r?\n/)).toHaveLength(rows + 1);
    }
    await expectAccessible(page);
    expect(troubles).toEqual([]);
    await close();
  });
});
