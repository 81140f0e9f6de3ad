import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  LOOKS,
  type Role,
  scrollsSideways,
  settled,
  signIn,
  useBrowser,
  violationsOn,
} from './browser.ts';

const { open } = useBrowser();

const LEARN = ['/', '/library', '/library?q=vaccine', '/review', '/progress', '/profile'] as const;
const TEACH = [
  '/class',
  '/reviews',
  '/sources',
  '/sources?view=urls',
  '/sources?view=folders',
  '/nuggets',
  '/map',
  '/analytics',
] as const;
const RUN = ['/people', '/settings', '/design'] as const;

const PAGES: Record<Role, readonly string[]> = {
  learner: LEARN,
  instructor: TEACH,
  admin: [...RUN, ...TEACH],
};

describe.each(LOOKS)('every page, %s, %s', (size, theme) => {
  it.each(Object.entries(PAGES))('%s: nothing fails, nobody is shut out', async (role, paths) => {
    const { page, troubles, close } = await open(size, { theme });
    await signIn(page, role === 'admin' || role === 'instructor' ? role : 'learner');
    for (const path of paths) {
      await page.goto(path);
      await settled(page);
      const violations = await violationsOn(page);
      if (violations.length > 0) troubles.push(`${path}: ${JSON.stringify(violations)}`);
      if (await scrollsSideways(page)) troubles.push(`${path}: scrolls sideways`);
    }
    expect(troubles).toEqual([]);
    await close();
  });
});

it('opens a nugget, a learner and the shortcuts, each accessible', async () => {
  const { page, troubles, close } = await open('desktop');
  await signIn(page, 'admin');
  await page.goto('/nuggets');
  await page.locator('.nug-title').first().click();
  await page.getByLabel('Text', { exact: true }).waitFor();
  await settled(page);
  await expectAccessible(page);
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Email').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More on Leo Learner' }).click();
  await page.getByRole('link', { name: 'What they know' }).locator('visible=true').click();
  await page.getByRole('heading', { name: 'Leo Learner' }).waitFor();
  await settled(page);
  await expectAccessible(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await expectAccessible(page);
  expect(troubles).toEqual([]);
  await close();
});

it('keeps a learner out of the consoles, as if they were not there', async () => {
  const { page, close } = await open('desktop');
  await signIn(page, 'learner');
  for (const path of ['/sources', '/people', '/class', '/nowhere']) {
    await page.goto(path);
    await page.getByText('This page does not exist, or is not yours to see.').waitFor();
  }
  await close();
});

it('mirrors for right-to-left and holds at 400 % zoom', async () => {
  const { page, close } = await open('desktop');
  await signIn(page, 'learner');
  await page.evaluate("document.documentElement.dir = 'rtl'");
  const rail = await page.locator('.rail').boundingBox();
  expect(rail?.x).toBeGreaterThan(720);
  await page.setViewportSize({ width: 360, height: 225 });
  for (const path of LEARN) {
    await page.goto(path);
    await settled(page);
    expect(await scrollsSideways(page), path).toBe(false);
  }
  await close();
});
