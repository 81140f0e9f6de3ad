import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, found, ofApi, type Size, URL_OF_PRODUCT, useBrowser, written } from './browser.ts';

/** What an editor does with nuggets, and what becomes of their words when the world changes under them. */

const { open } = useBrowser();
const SIZES = ['desktop', 'phone'] as const satisfies readonly Size[];

/** So many nuggets, each of a text of its own and about one sail. */
async function sails(page: Page, many: number): Promise<string[]> {
  const made = Array.from({ length: many }, (_, i) =>
    written(
      page,
      `Sail ${i + 1}`,
      `Sail number ${i + 1} is set by ${i + 3} people. It is taken down before a storm comes.`,
    ),
  );
  return (await Promise.all(made)).flatMap(({ ids }) => ids);
}

/** One of a row of choices, by its name. */
const choose = (page: Page, name: string) => page.getByRole('radio', { name }).check({ force: true });

const titleField = (page: Page) => page.getByLabel('Title', { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true });

async function openNugget(page: Page, id: string | undefined): Promise<void> {
  await page.goto(`/nuggets/${id}`);
  await titleField(page).waitFor();
}

describe.each(SIZES)('nuggets, %s', (size) => {
  it('are found and filtered, mended beside their page, looked back at and taken back', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    const ids = await sails(page, 3);
    await page.goto('/nuggets');
    const rows = page.locator('.nug-row');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByLabel('Search in title and text').fill('number 2');
    await page.waitForURL('**q=number*');
    await expect.poll(() => rows.count()).toBe(1);
    await expectAccessible(page);
    // The filter is an address: back from the nugget it is still set.
    await page.locator('.nug-title').click();
    await titleField(page).waitFor();
    await page.goBack();
    await expect.poll(() => rows.count()).toBe(1);
    await choose(page, 'Drafts');
    await page.getByText('No nugget fits. Change the words or the filter.').waitFor();
    await expectAccessible(page);
    await choose(page, 'All');
    const topic = rows.first().locator('.tag-button').first();
    const name = await topic.innerText();
    await topic.click();
    await page.getByRole('button', { name: `Topic: ${name}` }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('topic')).toBe(null);

    await openNugget(page, ids[0]);
    await page.locator('.ed-source .paper mark').first().waitFor();
    const before = await titleField(page).inputValue();
    await titleField(page).fill('Set by hand');
    await page.getByText('Not saved yet').waitFor();
    await page.reload();
    await titleField(page).waitFor();
    expect(await titleField(page).inputValue()).toBe('Set by hand');
    await save(page);
    await heading(page, 'Set by hand').waitFor();
    await page.getByText('Changed: Title').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Look at version 1' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Set by hand').waitFor();
    await dialog.getByText(before, { exact: true }).first().waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Restore version 1' }).click();
    await heading(page, before).waitFor();
    await page.getByText('Version 3', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Draft', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('have a part made anew, and the old one serves until the new one is whole', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    const ids = await sails(page, 1);
    const api = ofApi(page);
    const slidesNow = async () => (await api.get(`/api/admin/nuggets/${ids[0]}`)).slides;
    const before = await slidesNow();
    await api.send('PATCH', `/api/admin/nuggets/${ids[0]}`, {
      slides: [{ title: 'By hand', content: '- Sail number 1 is set by 3 people.' }],
    });
    await openNugget(page, ids[0]);
    const part = page.locator('.part-list li', { hasText: 'Slides' }).first();
    await part.getByText(/^By a person/).waitFor();
    await page.getByLabel('Title of the slide').first().waitFor();
    // From here on every answer says what the part was while it was made.
    const [made] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/regenerate')),
      page.getByRole('button', { name: 'Make again: Slides' }).click(),
    ]);
    expect(made.status()).toBe(202);
    const { id } = await made.json();
    for (;;) {
      const [{ status }, slides] = [await api.get(`/api/admin/ingestion/jobs/${id}`), await slidesNow()];
      // Either the old ones or the new ones, whole.
      expect([1, before.length]).toContain(slides.length);
      if (status === 'completed') break;
      expect(['pending', 'processing']).toContain(status);
    }
    await part.getByText(/^By (the model|extraction)/).waitFor();
    expect(await page.getByLabel('Title of the slide').first().inputValue()).not.toBe('By hand');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep as it is: Slides' }).click();
    await part.getByText('Kept as it is').waitFor();
    expect(await page.getByRole('button', { name: 'Make again: Slides' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    await page.getByRole('heading', { name: 'Questions' }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('wait to be looked at where the organization asks for it: approved, mended, sent back with a reason', async () => {
    const { page, troubles, close } = await open(size);
    await found(page);
    await page.goto('/settings');
    await page.getByLabel('Somebody must approve a nugget before learners see it').check();
    await page.getByText('Set by the organization').first().waitFor();
    await page.goto('/reviews');
    await page.getByText('Nothing waits to be reviewed').waitFor();
    const ids = await sails(page, 3);
    const items = page.locator('.review-item');
    await expect.poll(() => items.count(), { timeout: 60_000 }).toBe(3);
    await expectAccessible(page);
    await items.nth(0).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved. Learners see it now.').waitFor();
    await expect.poll(() => items.count()).toBe(2);
    await items.nth(0).getByRole('button', { name: 'Send back' }).click();
    await items.nth(0).getByLabel('Why, for whoever makes it again').fill('It needs a picture.');
    await expectAccessible(page);
    await items.nth(0).getByRole('button', { name: 'Send back' }).click();
    await page.getByText('Sent back with your reason.').waitFor();
    await expect.poll(() => items.count()).toBe(1);
    await items.nth(0).getByRole('link', { name: 'Open in the editor' }).click();
    await titleField(page).fill('Mended while it waited');
    await save(page);
    await heading(page, 'Mended while it waited').waitFor();
    await page.goBack();
    await items.first().getByText('Mended while it waited').waitFor();
    await items.first().getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Nothing waits to be reviewed').waitFor();
    const all = await Promise.all(ids.map((id) => ofApi(page).get(`/api/admin/nuggets/${id}`)));
    const reviews = all.map(({ review, reviewReason, publishedAt }) => [
      review,
      reviewReason,
      publishedAt !== null,
    ]);
    expect(reviews).toHaveLength(3);
    expect(reviews.filter(([review]) => review === 'approved')).toEqual([
      ['approved', null, true],
      ['approved', null, true],
    ]);
    expect(reviews).toContainEqual(['rejected', 'It needs a picture.', false]);
    const back = ids[reviews.findIndex(([review]) => review === 'rejected')];
    await openNugget(page, back);
    await page.getByText('It needs a picture.').waitFor();
    await expectAccessible(page);
    expect(troubles).toEqual([]);
    await close();
  });

  it('keep everybody’s words: two tabs at once, deleted under the editor, and a session that ended', async () => {
    const first = await open(size);
    const person = await found(first.page);
    const ids = await sails(first.page, 3);
    const second = await first.context.newPage();
    await openNugget(first.page, ids[0]);
    await openNugget(second, ids[0]);
    await titleField(first.page).fill('The first was faster');
    await save(first.page);
    await heading(first.page, 'The first was faster').waitFor();
    await titleField(second).fill('The second was slower');
    await save(second);
    await second.getByText('Somebody else has changed this nugget').waitFor();
    await expectAccessible(second);
    expect(await titleField(second).inputValue()).toBe('The second was slower');
    await second.getByRole('button', { name: 'Load theirs' }).click();
    await heading(second, 'The first was faster').waitFor();
    await save(second);
    await heading(second, 'The second was slower').waitFor();
    await second.close();

    const { page, context, troubles, forgive, close } = first;
    await openNugget(page, ids[1]);
    await titleField(page).fill('Words that nobody should lose');
    await ofApi(page).send('DELETE', `/api/admin/nuggets/${ids[1]}`);
    await save(page);
    await page.getByText('This nugget has been deleted meanwhile.').waitFor();
    expect(await titleField(page).inputValue()).toBe('Words that nobody should lose');
    await expectAccessible(page);
    await page.goto(`/nuggets/${ids[1]}`);
    await page.getByText('This page does not exist, or is not yours to see.').waitFor();

    await openNugget(page, ids[2]);
    await titleField(page).fill('Written before it ended');
    await page.request.post('/api/auth/logout', { headers: { Origin: URL_OF_PRODUCT } });
    expect(await context.cookies()).toEqual([]);
    await save(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password', { exact: true }).fill(person.password);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await titleField(page).inputValue()).toBe('Written before it ended');
    await save(page);
    await heading(page, 'Written before it ended').waitFor();
    // Live again without a reload: the feed came back with the person.
    await written(page, 'Knots', 'A reef knot ties two ropes of one size.');
    await page.goto('/sources');
    await page.getByText('Knots').first().waitFor();
    forgive(/40[149]|WebSocket/);
    expect(troubles).toEqual([]);
    await close();
  });
});

it('hears of what others do, on the open list, without moving what is read', async () => {
  const { page, troubles, close } = await open('desktop');
  await found(page);
  await sails(page, 2);
  await page.goto('/nuggets');
  const rows = page.locator('.nug-row');
  await expect.poll(() => rows.count()).toBe(2);
  await written(page, 'Knots', 'A reef knot ties two ropes of one size.');
  await expect.poll(() => rows.count()).toBe(3);
  expect(troubles).toEqual([]);
  await close();
});
