import { describe, expect, it } from 'vitest';
import { expectAccessible, type Size, signIn, useBrowser } from './browser.ts';

const { open } = useBrowser();

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('signing in, %s', (size) => {
  it('says what is wrong and lets nobody in', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await page.goto('/');
    await page.waitForURL('**/login');
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Email').fill('learner@demo.test');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    forgive(/401/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('leads back to where one was sent from, and out again', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await page.goto('/library');
    await page.waitForURL('**/login?next=*');
    await page.getByLabel('Email').fill('learner@demo.test');
    await page.getByLabel('Password', { exact: true }).fill('learner-demo-1');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/library');
    if (size === 'phone') await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/login*');
    forgive(/401/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('remembers the theme on this device', async () => {
    const { page, close } = await open(size);
    await signIn(page, 'learner');
    const theme = page.getByRole('button', { name: /^Theme:/ }).locator('visible=true');
    await theme.click();
    await theme.click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    await theme.waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await close();
  });
});

it('speaks the reader’s language', async () => {
  const { page, close } = await open('desktop', { locale: 'de-DE' });
  await page.goto('/login');
  await page.getByRole('heading', { name: 'Willkommen zurück' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByLabel('Sprache').selectOption('en');
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await close();
});
