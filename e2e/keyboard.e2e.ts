import { expect, it } from 'vitest';
import { expectAccessible, signIn, useBrowser } from './browser.ts';
import { focused, signInByKeys, tabTo } from './keys.ts';

const { open } = useBrowser();

it('lets a learner ask, read a source and answer a question without a mouse', async () => {
  const { page, troubles, close } = await open('desktop');
  await signInByKeys(page, { email: 'learner@demo.test', password: 'learner-demo-1' });
  await page.locator('.resume .btn-pen').first().waitFor();
  if (await page.getByText('Start something new').isVisible()) {
    await tabTo(page, /^Start something new$/);
    await page.keyboard.press('Enter');
  }
  await page.getByLabel('What would you like to learn?').focus();
  await page.keyboard.type('How do vaccines work?');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lessons/*');
  await page.getByText('What would you like to understand?').waitFor();
  await page.keyboard.press('/');
  expect((await focused(page)).role).toBe('textarea');
  await page.keyboard.type('What do memory cells do?');
  await page.keyboard.press('Enter');
  await page.locator('.tutor:has(.after) button.cite').first().waitFor();
  await page.locator('.thread').focus();
  await tabTo(page, /^Source 1/);
  await page.keyboard.press('Enter');
  await page.locator('.c-src mark').first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.c-src').waitFor({ state: 'detached' });
  expect((await focused(page)).name).toMatch(/^Source 1/);
  await page.keyboard.press('/');
  await page.keyboard.type('Ask me a question to see what I know.');
  await page.keyboard.press('Enter');
  const card = page.locator('.ask').last();
  await card.waitFor();
  await page.locator('.thread').focus();
  await tabTo(page, /^Nudge$/);
  await page.keyboard.press('Enter');
  await card.locator('.hint .prose').first().waitFor();
  await page.locator('.thread').focus();
  if ((await card.locator('.opt').count()) > 0) {
    await page.keyboard.press('a');
  } else {
    await card.locator('textarea').focus();
    await page.keyboard.type('Memory cells remember the germ.');
  }
  await tabTo(page, /^Check answer$/);
  await page.keyboard.press('Enter');
  await page.locator('.event .icon').last().waitFor();
  expect(troubles).toEqual([]);
  await close();
});

it('lets an admin look into a source, mend a way and find a nugget without a mouse', async () => {
  const { page, troubles, close } = await open('desktop');
  await signInByKeys(page, { email: 'admin@demo.test', password: 'admin-demo-1' });
  await page.getByText('How Vaccines Train').first().waitFor();
  await tabTo(page, /^Look into How Vaccines Train/);
  await page.keyboard.press('Enter');
  await page.locator('.chunks').waitFor();
  await tabTo(page, /^More on How Vaccines Train/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete' }).locator('visible=true').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForURL('**/nuggets');
  await page.locator('.nug-title').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('memory');
  await page.waitForURL('**q=memory');
  await page.goto('/map');
  await page.locator('.map-node').first().waitFor();
  await page.locator('.map-node').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Edit the ways$/);
  await page.keyboard.press('Enter');
  await page.locator('.map-ways').waitFor();
  await expectAccessible(page);
  await page.locator('.map-ways textarea').first().focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(`On to the next part, ${Date.now()}`);
  await page.keyboard.press('Tab');
  await tabTo(page, /^Save the ways$/);
  await page.keyboard.press('Enter');
  await page.getByText('The ways are saved.').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

it('tells a screen reader of an answer once, and is accessible while it is written', async () => {
  const { page, troubles, close } = await open('desktop');
  await signIn(page, 'learner');
  await page.locator('.resume .btn-pen').first().waitFor();
  const answer = await page.request.post('/api/learning/sessions', {
    data: { goal: 'How do vaccines work?' },
    headers: { Origin: new URL(page.url()).origin },
  });
  await page.goto(`/lessons/${(await answer.json()).id}`);
  await page.getByText('What would you like to understand?').waitFor();
  await page.evaluate(`(() => {
    globalThis.told = [];
    for (const region of document.querySelectorAll('[aria-live]:not([aria-live=off]), [role=status], [role=alert]')) {
      new MutationObserver(() => { if (region.textContent.trim() !== '') globalThis.told.push(region.textContent.trim()); })
        .observe(region, { childList: true, subtree: true, characterData: true });
    }
  })()`);
  await page.locator('#say').fill('What do memory cells do?');
  await page.keyboard.press('Enter');
  await page.locator('.writing, .tutor:has(.after)').first().waitFor();
  await expectAccessible(page);
  await page.locator('.tutor:has(.after)').first().waitFor();
  await expect.poll(() => page.evaluate('globalThis.told.length'), { timeout: 20_000 }).toBe(2);
  const told: string[] = await page.evaluate('globalThis.told');
  expect(told[0]).toBe('Tutor is answering');
  expect(told[1]).toContain('emory');
  expect(troubles).toEqual([]);
  await close();
});
