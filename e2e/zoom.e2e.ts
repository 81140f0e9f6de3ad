import { expect, it } from 'vitest';
import { enter, expectAccessible, scrollsSideways, useBrowser } from './browser.ts';
import { CHOICE, delta, LESSON, node, setScene, uuid } from './scene.ts';
import { openStaged } from './stage.ts';

/** A lesson as its reader's system wants it: large, still, or from right to left. */

const { open } = useBrowser();

it('moves nothing for whoever wants no motion', async () => {
  const visit = await open('phone', { isScripted: true, isStill: true });
  const { page } = visit;
  await enter(page, 'learner');
  await setScene(page);
  const stage = await openStaged(page, LESSON, { currentNode: node });
  const running = () =>
    page.evaluate(`document.getAnimations().filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().duration > 0)
      .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)`);
  stage.send(delta('Deep water is dark and '));
  await page.locator('.writing').waitFor();
  expect(await running()).toEqual([]);
  stage.send({ event: 'session:typing', data: { messageId: uuid(11) } });
  await page.locator('button.cite').first().click();
  await page.locator('.c-src').waitFor();
  expect(await running()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Path and mastery' }).click();
  expect(await running()).toEqual([]);
  await visit.close();
});

/** 200 % and 400 % of a window of 1280 by 1024, as WCAG 1.4.10 counts it. */
const ZOOMS = [
  ['200 %', { width: 640, height: 512 }],
  ['400 %', { width: 320, height: 256 }],
] as const;

it.each(ZOOMS)('can be used at %s', async (_name, viewport) => {
  const visit = await open('desktop', { isScripted: true });
  const { page } = visit;
  await page.setViewportSize(viewport);
  await enter(page, 'learner');
  await setScene(page);
  const stage = await openStaged(page, [...LESSON, CHOICE], { currentNode: node });
  await page.locator('.ask').waitFor();
  expect(await scrollsSideways(page)).toBe(false);
  await page.getByLabel('Near the surface').check();
  await page.getByRole('button', { name: 'Check answer' }).click();
  await expect.poll(() => stage.frames().some(({ event }) => event === 'session:answer')).toBe(true);
  await page.locator('#say').fill('One more thing');
  const box = await page.locator('#say').boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
  await page.locator('button.cite').first().click();
  await page.locator('.c-src mark').first().waitFor();
  expect(await scrollsSideways(page)).toBe(false);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close source' }).click();
  await page.getByRole('button', { name: 'Path and mastery' }).click();
  await page.locator('.mast summary').click();
  await page.locator('.mast-why').waitFor();
  expect(await scrollsSideways(page)).toBe(false);
  await expectAccessible(page);
  expect(visit.troubles).toEqual([]);
  await visit.close();
});

it('mirrors a lesson for right-to-left, but neither numbers nor time', async () => {
  const visit = await open('desktop', { isScripted: true });
  const { page } = visit;
  await page.addInitScript(
    "new MutationObserver(() => { if (document.documentElement?.dir === 'ltr') document.documentElement.dir = 'rtl'; }).observe(document, { subtree: true, childList: true, attributes: true })",
  );
  await enter(page, 'learner');
  await setScene(page);
  await openStaged(page, LESSON, { currentNode: node });
  await page.locator('button.cite').first().click();
  await page.locator('.c-src mark').first().waitFor();
  const left = async (selector: string) =>
    (await page.locator(selector).first().boundingBox())?.x ?? Number.NaN;
  expect(await left('.c-side')).toBeGreaterThan(await left('.c-talk'));
  expect(await left('.c-src')).toBeLessThan(await left('.c-talk'));
  expect(await left('.map svg')).toBeGreaterThan(await left('.map ol'));
  const back = page.getByRole('link', { name: 'Back to home' });
  expect((await back.boundingBox())?.x ?? 0).toBeGreaterThan(720);
  expect(await page.evaluate("getComputedStyle(document.querySelector('.c-top .icon')).scale")).toBe('-1 1');
  expect(await scrollsSideways(page)).toBe(false);
  await expectAccessible(page);
  await visit.close();
});
