import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import {
  CONSOLES,
  enter,
  expectAccessible,
  found,
  ofApi,
  settled,
  stickingOut,
  until,
  useBrowser,
  violationsOn,
  written,
} from './browser.ts';

/** An organization in which everything is called what hardly fits: whole at every size, in both directions, in German. */

const { open } = useBrowser();

/** 200 characters without a place to break, letters that run from right to left, and signs of several code points. */
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänswitwe'.repeat(5).slice(0, 200);
const ARABIC = 'نور الهدى عبد الرحمن '.repeat(9).trim().slice(0, 180);
const EMOJI = '👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈'.repeat(8);

const made: { person: { email: string; password: string }; pages: string[] } = {
  person: { email: '', password: '' },
  pages: [],
};

beforeAll(async () => {
  const { page, close } = await open('desktop');
  made.person = await found(page, LONG, LONG);
  const api = ofApi(page);
  const texts = await Promise.all(
    [LONG, ARABIC, EMOJI].map((title, i) =>
      written(page, title, `Satz ${i} über Segel und Taue. ${title} hält ein Boot im Hafen fest.`),
    ),
  );
  const ids = texts.flatMap((text) => text.ids);
  for (const [i, title] of [LONG, ARABIC, EMOJI].entries())
    await api.send('PATCH', `/api/admin/nuggets/${ids[i]}`, { title, metadata: { topics: [title] } });
  for (const name of [ARABIC, EMOJI]) {
    const email = `name-${crypto.randomUUID()}@example.test`;
    await api.post('/api/admin/users', { email, name, role: 'learner', password: made.person.password });
  }
  const off = { autoProcess: false, enabled: false };
  const path = `${LONG.slice(0, 190)}/`;
  await api.post('/api/admin/ingestion/folders', { path, fileTypes: ['pdf'], recursive: true, ...off });
  await api.post('/api/admin/ingestion/urls', {
    url: `https://www.example.org/${LONG}`,
    checkInterval: 60,
    ...off,
  });
  const concepts = async () => (await api.get('/api/admin/concepts')).items;
  await until('concepts', async () => (await concepts()).length > 0);
  const { items: learners } = await api.get('/api/admin/learners');
  for (const { id } of learners) {
    for (const concept of (await concepts()).slice(0, 3)) {
      const correction = { concept: concept.id, masteryLevel: 20, reason: LONG };
      await api.post(`/api/admin/learners/${id}/corrections`, correction);
    }
  }
  made.pages = [...CONSOLES, `/nuggets/${ids[0]}`, `/nuggets/${ids[1]}`, `/class/${learners[0].id}`];
  await close();
}, 240_000);

/** A window of so many pixels, as it is seen at that zoom. */
const ZOOMS = [
  ['100 %', { width: 1280, height: 1024 }],
  ['200 %', { width: 640, height: 512 }],
  ['400 %', { width: 320, height: 256 }],
] as const;

it('holds names of 200 characters, emoji and right-to-left, at 100, 200 and 400 %, in both directions', async () => {
  const { page, troubles, close } = await open('desktop');
  await enter(page, made.person);
  const wrong: string[] = [];
  for (const path of made.pages) {
    await page.setViewportSize(ZOOMS[0][1]);
    await page.goto(path);
    await settled(page);
    for (const dir of ['ltr', 'rtl'] as const) {
      await page.evaluate(`document.documentElement.dir = '${dir}'`);
      for (const [zoom, size] of ZOOMS) {
        await page.setViewportSize(size);
        const out = await stickingOut(page);
        if (out.length > 0) wrong.push(`${path} scrolls sideways at ${zoom}, ${dir}: ${out.join(' ')}`);
      }
      await page.setViewportSize(ZOOMS[0][1]);
    }
    const rail = await page.locator('.rail').boundingBox();
    if ((rail?.x ?? 0) < 640) wrong.push(`${path}: the rail is not on the right`);
    const violations = await violationsOn(page);
    if (violations.length > 0) wrong.push(`${path}: ${JSON.stringify(violations)}`);
  }
  expect(wrong).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});

/** Words that German does not have: where one stands, a string was forgotten. */
const ENGLISH = /\b(the|and|of|with|your|you|not|yet|this|are|has|is)\b/i;

/** All that a reader sees or a screen reader says, but for what people wrote. */
const said = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const written = [...document.querySelectorAll('[dir=auto]')];
    for (const element of written) element.style.display = 'none';
    const text = [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')]
      .flatMap((e) => [e.ariaLabel, e.title, e.placeholder])].filter(Boolean).join('\\n');
    for (const element of written) element.style.display = '';
    return text;
  })()`);

it('speaks German on every console, in its dialogs, and where the server refuses', async () => {
  const { page, troubles, forgive, close } = await open('desktop', { locale: 'de-DE' });
  await enter(page, made.person);
  const wrong: string[] = [];
  const read = async (where: string) => {
    const text = await said(page);
    const word = ENGLISH.exec(text);
    if (word !== null) wrong.push(`${where}: …${text.slice(Math.max(0, word.index - 60), word.index + 60)}…`);
  };
  for (const path of made.pages) {
    await page.goto(path);
    await settled(page);
    await read(path);
  }
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  const dialog = page.getByRole('dialog');
  const opened = async (path: string, name: string) => {
    await page.goto(path);
    await settled(page);
    await page.getByRole('button', { name, exact: true }).first().click();
    await dialog.waitFor();
    await read(`${path}, ${name}`);
    await expectAccessible(page);
  };
  await opened('/sources', 'Text schreiben');
  await opened('/sources?view=folders', 'Ordner beobachten');
  await opened('/sources?view=urls', 'Seite beobachten');
  await dialog.getByLabel('Adresse').fill('http://127.0.0.1/');
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  await dialog.getByText('Die Adresse ist keine öffentliche.').waitFor();
  await read('an address that is refused');
  await opened('/people', 'Einladen');
  await dialog.getByLabel('E-Mail').fill('keine Adresse');
  await dialog.getByRole('button', { name: 'Link machen' }).click();
  await dialog.getByText('E-Mail: keine E-Mail-Adresse').waitFor();
  await read('an invite that is refused');
  await opened('/people', 'Liste importieren');
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'leute.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'email,name,role\nkeine,Anna,learner\nb@example.test,Ben,Koch\nb@example.test,,learner\n',
    ),
  });
  await dialog.locator('tr').nth(2).waitFor();
  await read('rows that cannot be taken');
  await page.keyboard.press('Escape');
  await page.goto('/sources');
  await settled(page);
  const add = page.getByLabel('Dateien hinzufügen').last();
  await add.setInputFiles({
    name: 'film.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from([1, 0, 0, 2]),
  });
  await page.getByText('ist weder PDF noch Word').waitFor();
  await add.setInputFiles({ name: 'leer.md', mimeType: 'text/markdown', buffer: Buffer.alloc(0) });
  await page.getByText('leer.md ist leer').waitFor();
  await read('files that are refused');
  // Days and money as Germans write them.
  await page.goto('/analytics');
  await settled(page);
  expect(await page.locator('#main').innerText()).toMatch(/\d,\d\d\s\$/);
  expect(wrong).toEqual([]);
  forgive(/400|415/);
  expect(troubles).toEqual([]);
  await close();
});
