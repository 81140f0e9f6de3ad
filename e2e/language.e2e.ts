import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { enter, expectAccessible, settled, useBrowser } from './browser.ts';

const { open } = useBrowser();

/** Everything that the learner's pages can say in English, as far as it is said as it stands. */
function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* stringsOf(inner);
}
const CATALOGUES = [
  'home',
  'lesson',
  'library',
  'parts',
  'profile',
  'progress',
  'review',
  'shell',
  'shortcuts',
  'source',
  'who',
];
const Catalogue = z.object({ value: z.unknown() });
/** Of two words or more: single ones are too often the same word, or part of another; and no names of keys. */
const ENGLISH: string[] = [];
for (const name of CATALOGUES) {
  // By a name put together: the pages' code is typed for a browser, and this for Node.
  const exported: Record<string, unknown> = await import(`../src/web/words/${name}.ts`);
  for (const one of Object.values(exported))
    ENGLISH.push(
      ...[...stringsOf(Catalogue.parse(one).value)].filter(
        (text) => /\S\s\S/.test(text) && /[a-z]{2}/.test(text),
      ),
    );
}

/** All that a reader sees or a screen reader says. */
const said = (page: Page): Promise<string> =>
  page.evaluate(`[document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')]
    .flatMap((e) => [e.ariaLabel, e.title, e.placeholder])].filter(Boolean).join('\\n')`);

const english = async (page: Page): Promise<string[]> => {
  const text = await said(page);
  return ENGLISH.filter((phrase) => text.includes(phrase));
};

it('knows enough English to find it', () => {
  expect(ENGLISH.length).toBeGreaterThan(150);
  expect(ENGLISH).toContain('Finish for today');
});

it('speaks German on every page of a learner’s, from the first one on', async () => {
  const { page, troubles, forgive, close } = await open('desktop', { locale: 'de-AT' });
  const left: Record<string, string[]> = {};
  for (const path of ['/login', '/register', '/join#token=x', '/join']) {
    await page.goto(path);
    await page.locator('main').waitFor();
    left[path] = await english(page);
  }
  await page.goto('/login');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('alert').waitFor();
  left['sign-in without words'] = await english(page);
  await enter(page, 'learner');
  for (const path of [
    '/',
    '/library',
    '/library?q=impfung',
    '/review',
    '/progress',
    '/profile',
    '/nowhere',
  ]) {
    await page.goto(path);
    await page.locator('main').waitFor();
    if (path !== '/nowhere') await settled(page);
    left[path] = await english(page);
  }
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Tastenkürzel' }).waitFor();
  left['shortcuts'] = await english(page);
  await expectAccessible(page);
  const session = await page.request.post('/api/learning/sessions', {
    data: { goal: 'Wie wirken Impfungen?' },
    headers: { Origin: new URL(page.url()).origin },
  });
  await page.goto(`/lessons/${(await session.json()).id}`);
  await page.getByText('Was möchten Sie verstehen?').waitFor();
  left['lesson'] = await english(page);
  await expectAccessible(page);
  expect(Object.entries(left).filter(([, phrases]) => phrases.length > 0)).toEqual([]);
  forgive(/404/);
  expect(troubles).toEqual([]);
  await close();
});

it('changes its language under an open page, keeps it, and writes days and numbers as the reader does', async () => {
  const { page, troubles, close } = await open('phone', { locale: 'en-GB' });
  await enter(page, 'learner');
  await page.goto('/profile');
  await settled(page);
  await page.getByLabel('Goals').fill('A draft of mine');
  await page.getByLabel('Language').selectOption('de');
  await page.getByRole('heading', { name: 'Ihre Daten' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect(await page.getByLabel('Ziele').inputValue()).toBe('A draft of mine');
  await page.goto('/');
  await page.getByRole('heading', { name: /^Guten / }).waitFor();
  await page.goto('/profile');
  await page.getByLabel('Sprache').selectOption('en');
  await page.getByRole('heading', { name: 'Your data' }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});
