import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { expectAccessible, found, ofApi, type Size, useBrowser } from './browser.ts';

/** How documents come in: dropped, watched on their way, refused, mended and taken away again. */

const { open } = useBrowser();

const folder = mkdtempSync(join(tmpdir(), 'nuggets-drop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder as somebody has it: two files of one name, one that is hidden, one that is no document. */
for (const [path, text] of [
  ['knots/readme.md', '# Knots\n\nA reef knot ties two ropes of one size.\n'],
  ['sails/readme.md', '# Sails\n\nA sail is taken down before a storm comes.\n'],
  ['sails/.hidden.md', 'Nobody meant this.\n'],
  ['sails/picture.png', 'no document'],
] as const) {
  const file = join(folder, 'harbour', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

/** A real drag from outside of the browser, over the page and let go. */
async function drop(page: Page, path: string, whileOver: () => Promise<void>): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
  }
  await whileOver();
  await devtools.send('Input.dispatchDragEvent', { type: 'drop', x: 200, y: 300, data });
}

const STAGES = ['Waiting its turn', 'Reading', 'Splitting', 'Indexing', 'Writing nuggets'];

/** Notes every stage that a page shows from now on. */
const noteStages = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    globalThis.stages = new Set();
    const note = () => { for (const b of document.querySelectorAll('.src-row .stg b')) globalThis.stages.add(b.textContent); };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    note();
  })()`);

const add = (page: Page, name: string, mimeType: string, buffer: Buffer) =>
  page.getByLabel('Add files').last().setInputFiles({ name, mimeType, buffer });

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('documents, %s', (size) => {
  it('come by a folder dropped on any console, move stage by stage unasked, and go with a way back', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    await page.goto('/nuggets');
    await page.getByRole('heading', { name: 'There are no nuggets yet' }).waitFor();
    await noteStages(page);
    await drop(page, join(folder, 'harbour'), async () => {
      await page.getByText('Let go to add them').waitFor();
      await expectAccessible(page);
    });
    await page.waitForURL('**/sources');
    const rows = page.locator('.src-row');
    await expect.poll(() => rows.count()).toBe(2);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/admin/ingestion/jobs')) asked.push(request.url());
    });
    await expectAccessible(page);
    await expect.poll(() => rows.getByText('Ready').count(), { timeout: 150_000 }).toBe(2);
    const seen: string[] = await page.evaluate('[...globalThis.stages]');
    expect(seen.filter((name) => STAGES.includes(name)).length, seen.join()).toBeGreaterThanOrEqual(3);
    // What moves comes by the feed: nobody asks again and again.
    expect(asked).toEqual([]);
    const { items } = await ofApi(page).get('/api/admin/files');
    expect(items.map(({ filename }: { filename: string }) => filename).sort()).toEqual([
      'harbour › knots › readme.md',
      'harbour › sails › readme.md',
    ]);

    // What is looked into has an address.
    await rows
      .first()
      .getByRole('button', { name: /^Look into/ })
      .click();
    await page.locator('.chunks').waitFor();
    await page.reload();
    await page.locator('.chunks').waitFor();
    await expectAccessible(page);

    const remove = async () => {
      await rows
        .first()
        .getByRole('button', { name: /^More on/ })
        .click();
      await page.getByRole('button', { name: 'Delete' }).locator('visible=true').click();
      await expect.poll(() => rows.count()).toBe(1);
    };
    await remove();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    await remove();
    await page.locator('.toast').getByRole('button', { name: 'Close' }).click();
    await expect.poll(async () => (await ofApi(page).get('/api/admin/files')).items.length).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });

  it('that cannot be read say what to do, are tried again, and take another file in their place', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'Start with one document' }).waitFor();
    await add(page, 'notes.md', 'text/markdown', Buffer.alloc(0));
    const row = page.locator('.src-row');
    const why = row.getByText('notes.md is empty: it has no bytes at all. Check that it was saved');
    await why.waitFor();
    await page.getByRole('radio', { name: 'Needs you' }).check({ force: true });
    await page.waitForURL('**show=needs');
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('radio', { name: 'All' }).check({ force: true });
    await why.waitFor();
    const chooser = page.waitForEvent('filechooser');
    await row.getByRole('button', { name: 'Replace the file' }).click();
    const buffer = Buffer.from('# Tides\n\nThe tide turns about four times a day.\n');
    await (await chooser).setFiles({ name: 'better.md', mimeType: 'text/markdown', buffer });
    await row.getByText('Ready').waitFor({ timeout: 150_000 });
    expect(await row.count()).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });

  it('that are too large or for which no allowance is left are refused in plain words, and nothing is kept of them', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await found(page);
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'Start with one document' }).waitFor();
    const large = join(folder, 'large.txt');
    writeFileSync(large, 'A sentence about ropes. '.repeat(2_200_000));
    await page.getByLabel('Add files').last().setInputFiles(large);
    await page.getByText('Not added: large.txt is larger than 50 MB.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Dismiss large.txt' }).click();
    // What is no document at all is known by its first bytes; the rest is heard out, and the answer arrives.
    await add(page, 'film.pdf', 'application/pdf', Buffer.alloc(8_000_000));
    await page.getByText('Not added: film.pdf is none of PDF, Word (DOCX), text').waitFor();
    await page.getByRole('button', { name: 'Dismiss film.pdf' }).click();

    await ofApi(page).post('/api/admin/settings/system', { key: 'usage.monthlyUsd', value: 0.01 });
    const words = 'A sentence about ropes and what they hold. '.repeat(4000);
    await add(page, 'ropes.txt', 'text/plain', Buffer.from(words));
    await page.getByText(/Making lessons of this would cost about \$\d/).waitFor();
    await expectAccessible(page);
    // What was written by hand is refused in its place, and still there after a reload.
    await page.getByRole('button', { name: 'Write a text' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Ropes');
    await dialog.getByLabel('Text', { exact: true }).fill(words.slice(0, 100_000));
    await dialog.getByRole('button', { name: 'Make nuggets of it' }).click();
    await dialog.getByText(/would cost about/).waitFor();
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('button', { name: 'Write a text' }).click();
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Ropes');
    await page.keyboard.press('Escape');
    await add(page, 'ropes.txt', 'text/plain', Buffer.from(words));
    await page.getByRole('link', { name: 'See the allowance' }).click();
    await page.waitForURL('**/settings');
    await page.getByRole('heading', { name: 'Allowance' }).waitFor();
    expect((await ofApi(page).get('/api/admin/files')).items).toEqual([]);
    forgive(/413|415|409/);
    expect(troubles).toEqual([]);
    await close();
  });
});
