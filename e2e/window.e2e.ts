import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, expectAccessible, useBrowser } from './browser.ts';
import { message, openStaged, type Stage } from './stage.ts';

/** A lesson far too long to be drawn: what is read, selected, focused or opened stays, wherever one scrolls. */

const { open } = useBrowser();

const MANY = 2000;
const PATIENCE = { timeout: 20_000, interval: 150 };

const said = (n: number) =>
  n % 2 === 1
    ? message(n, 'user', `Question number ${n}?`)
    : message(n, 'assistant', `Answer **${n}**.\n\n${'Some more words on it. '.repeat(n % 40)}`);

async function openLong(page: Page, last: readonly Parameters<typeof openStaged>[1][number][] = []) {
  await enter(page, 'learner');
  const events = Array.from({ length: MANY }, (_, i) => said(i + 1));
  const stage = await openStaged(page, [...events, ...last], { goal: 'A long one' });
  await page.getByText(`Answer ${MANY}.`).waitFor();
  return stage;
}

const thread = (page: Page) => page.locator('.thread');
const THREAD = 'document.querySelector(".thread")';

/** Scrolls so many pixels from the end and waits until all that belongs there is drawn. */
async function scrollTo(page: Page, fromEnd: number): Promise<void> {
  await page.evaluate(`${THREAD}.scrollTo(0, ${THREAD}.scrollHeight - ${fromEnd})`);
  await rests(page);
}

/** Until ten frames on end have drawn the same in the same place: frames, as a busy machine may draw none for a while. */
const rests = (page: Page): Promise<void> =>
  page.evaluate(
    `new Promise((resolve) => {
      let before = '';
      let same = 0;
      const look = () => {
        const keys = [...document.querySelectorAll('.block')].map(({ dataset }) => dataset.key);
        const now = ${THREAD}.scrollTop + ' ' + keys.join();
        same = now === before ? same + 1 : 0;
        before = now;
        if (same < 10) requestAnimationFrame(look);
        else resolve();
      };
      look();
    })`,
  );

/** The first block that is whole in sight: what it is and where it stands. */
const inSight = (page: Page): Promise<{ key: string; top: number }> =>
  page.evaluate(
    `(() => {
      const { top } = document.querySelector('.thread').getBoundingClientRect();
      const block = [...document.querySelectorAll('.block')].find((one) => one.getBoundingClientRect().top >= top);
      return { key: block.dataset.key, top: Math.round(block.getBoundingClientRect().top) };
    })()`,
  );

const numberOf = ({ key }: { key: string }): number => Number(key.slice(-12));

const topOf = async (page: Page, key: string): Promise<number> =>
  Number(
    await page.evaluate(
      `Math.round(document.querySelector('[data-key="${key}"]').getBoundingClientRect().top)`,
    ),
  );

async function expectUnmoved(page: Page, stage: Stage): Promise<void> {
  await scrollTo(page, 30_000);
  // Older words that were never drawn come in above, higher and lower than supposed.
  for (let i = 0; i < 6; i++) {
    const before = await inSight(page);
    await page.evaluate(`${THREAD}.scrollBy(0, -300)`);
    await rests(page);
    expect(Math.abs((await topOf(page, before.key)) - before.top - 300)).toBeLessThanOrEqual(2);
  }
  const read = await inSight(page);
  for (let n = MANY + 1; n <= MANY + 4; n++) stage.send({ ...said(n), seq: n });
  await page.getByRole('button', { name: 'New words below' }).waitFor();
  await rests(page);
  expect(await topOf(page, read.key)).toBe(read.top);
}

describe('a long lesson', () => {
  it('moves nothing that is read, while older words are drawn and newer ones come', async () => {
    const { page, troubles, close } = await open('desktop', { isScripted: true });
    const stage = await openLong(page);
    await thread(page).hover();
    await expectUnmoved(page, stage);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'New words below' }).click();
    await page.getByText(`Answer ${MANY + 4}.`).waitFor();
    await rests(page);
    await expect.poll(() => atEnd(page), PATIENCE).toBe(true);
    // Far from it, the end is a press away though nothing has come.
    await scrollTo(page, 30_000);
    await page.getByRole('button', { name: 'To the end' }).click();
    await expect.poll(() => atEnd(page), PATIENCE).toBe(true);
    expect(troubles).toEqual([]);
    await close();
  });

  it('holds what is read itself where the browser does not', async () => {
    const { page, close } = await open('desktop', { isScripted: true });
    await page.addInitScript(
      `const supports = CSS.supports.bind(CSS);
       CSS.supports = (...what) => what[0] !== 'overflow-anchor' && supports(...what);
       addEventListener('DOMContentLoaded', () => {
         const sheet = new CSSStyleSheet();
         sheet.replaceSync('.thread { overflow-anchor: none }');
         document.adoptedStyleSheets = [sheet];
       });`,
    );
    const stage = await openLong(page);
    await thread(page).hover();
    await expectUnmoved(page, stage);
    await close();
  });

  it('is walked by keyboard from one end to the other', async () => {
    const { page, troubles, close } = await open('desktop', { isScripted: true });
    await openLong(page);
    await thread(page).focus();
    await page.keyboard.press('Home');
    await page.locator('.you', { hasText: 'number 1?' }).waitFor();
    await rests(page);
    expect(await page.locator('.block').count()).toBeLessThan(60);
    await page.keyboard.press('End');
    await expect.poll(() => atEnd(page), PATIENCE).toBe(true);
    await rests(page);
    await page.getByRole('button', { name: 'Show earlier' }).focus();
    await page.keyboard.press('Enter');
    await rests(page);
    // From one block to the one above, as far as one likes: what Tab leads to is there.
    await page.locator('.block [aria-label=Copy]').first().focus();
    const start = await page.evaluate('document.activeElement.closest("[data-key]").dataset.key');
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Shift+Tab');
      await rests(page);
    }
    const end = await page.evaluate('document.activeElement.closest("[data-key]")?.dataset.key ?? ""');
    expect(Number(String(start).slice(-12)) - Number(String(end).slice(-12))).toBeGreaterThanOrEqual(40);
    expect(troubles).toEqual([]);
    await close();
  });

  it('keeps what is focused, selected, opened or half written, however far one scrolls', async () => {
    const { page, troubles, close } = await open('desktop', { isScripted: true });
    const questionId = '00000000-0000-4000-8000-00000000aaaa';
    const asked = {
      event: 'session:question' as const,
      data: { questionId, kind: 'open', question: 'Why?', concept: 'light', hintsAllowed: 3 },
    };
    const changed = {
      event: 'session:progress:updated' as const,
      data: {
        ...{ concept: 'light', name: 'Light', masteryLevel: 50, previousLevel: 40, probability: 0.5 },
        ...{ evidence: 'Answered well.', knowledgeGaps: [] },
      },
    };
    const stage = await openLong(page, [changed, asked]);
    await page.getByRole('button', { name: 'Why' }).click();
    await page.locator('.evidence').waitFor();
    await page.getByLabel('Your answer').fill('Because of');
    for (let n = MANY + 3; n < MANY + 43; n++) stage.send({ ...said(n), seq: n });
    await page.getByText(`Answer ${MANY + 42}.`).waitFor();
    const copy = page.locator('.block [aria-label=Copy]').last();
    await copy.focus();
    await scrollTo(page, 100_000);
    expect(await page.locator('.block').count()).toBeLessThan(80);
    await page.locator('.evidence').waitFor();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('Because of');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Copy');
    // From here to what is in sight after a long way up, all of it, also what was never drawn.
    const first = await inSight(page);
    await page.evaluate(`getSelection().collapse(document.querySelector('[data-key="${first.key}"]'), 0)`);
    await page.evaluate(`${THREAD}.scrollBy(0, -20_000)`);
    await rests(page);
    const last = await inSight(page);
    await page.evaluate(`getSelection().extend(document.querySelector('[data-key="${last.key}"]'), 0)`);
    await rests(page);
    const [from, to] = [numberOf(first), numberOf(last)];
    const text = String(await page.evaluate('getSelection().toString()'));
    expect(from - to).toBeGreaterThan(50);
    for (let n = to; n < from; n++)
      expect(text).toContain(n % 2 === 1 ? `Question number ${n}?` : `Answer ${n}.`);
    expect(troubles).toEqual([]);
    await close();
  });
});

const atEnd = (page: Page) =>
  page.evaluate(
    '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(document.querySelector(".thread"))',
  );
