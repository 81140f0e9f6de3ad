import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  enter,
  expectAccessible,
  found,
  ofApi,
  type Size,
  settled,
  until,
  useBrowser,
  written,
} from './browser.ts';
import { answer, say } from './stage.ts';

/** What an instructor sees of who learns, and mends of what they learn by. */

const { open } = useBrowser();
const PASSWORD = 'correct horse 9';

/** Several things to know, one a text. */
const TEXTS = [
  [
    'Tides',
    'The tide turns about four times a day. The moon pulls the sea, and spring tides follow a full moon.',
  ],
  ['Knots', 'A reef knot joins two ropes of one size. A bowline makes a loop that never slips under load.'],
  ['Sails', 'A sail is reefed before a storm comes. The mainsail is taken down first, and the jib stays.'],
] as const;

/** A harbour school with an admin, one learner, and things to learn. */
async function school(page: Page): Promise<{ learner: { email: string; password: string }; ids: string[] }> {
  await found(page, 'Marta Vidal', 'Harbour School');
  const made = await Promise.all(TEXTS.map(([title, content]) => written(page, title, content)));
  const email = `nora-${crypto.randomUUID()}@example.test`;
  await ofApi(page).post('/api/admin/users', {
    email,
    name: 'Nora Lernt',
    role: 'learner',
    password: PASSWORD,
  });
  return { learner: { email, password: PASSWORD }, ids: made.flatMap(({ ids }) => ids) };
}

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('a class, %s', (size) => {
  it('is a picture; one looks on in a live lesson, at one learner’s evidence, and corrects it with a reason', async () => {
    const staff = await open(size);
    const { page } = staff;
    const { learner, ids } = await school(page);
    await page.goto('/class');
    await page.getByText('Nobody has learnt anything yet').waitFor();
    const pupil = await open(size);
    await enter(pupil.page, learner);
    const session = await ofApi(pupil.page).post('/api/learning/sessions', { nuggetId: ids[0] });
    await pupil.page.goto(`/lessons/${session.id}`);
    await pupil.page.getByText('What would you like to understand?').waitFor();
    await say(pupil.page, 'What makes the tide turn?');
    await answer(pupil.page, 0).waitFor();

    // The class page hears of it by itself, and leads into the lesson.
    const look = page.getByRole('link', { name: 'Look on with Nora Lernt' });
    await look.waitFor();
    await expectAccessible(page);
    await look.click();
    await page.waitForURL(`**/lessons/${session.id}`);
    await page.getByText('What makes the tide turn?').waitFor();
    expect(await page.locator('#say').count()).toBe(0);
    await page.getByText('You are looking on and cannot write.').waitFor();
    if (size === 'phone') await page.getByRole('button', { name: 'Path and mastery' }).click();
    await page.getByRole('heading', { name: 'The learner’s path' }).waitFor();
    if (size === 'phone') await page.keyboard.press('Escape');
    expect(await pupil.page.getByText('is looking on').count()).toBe(0);
    await page.getByRole('button', { name: 'Let them know' }).click();
    await pupil.page.getByText('is looking on').waitFor();
    await expectAccessible(page);
    await expectAccessible(pupil.page);
    // What is said now is seen by both.
    await say(pupil.page, 'And how often does it?');
    await page.getByText('And how often does it?').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Class', level: 1 }).waitFor();
    await pupil.page.getByText('is looking on').waitFor({ state: 'detached' });
    expect(pupil.troubles).toEqual([]);
    await pupil.close();

    const api = ofApi(page);
    const [{ id }] = (await api.get('/api/admin/learners')).items.filter(
      ({ email }: { email: string }) => email === learner.email,
    );
    // Pieces are there to read before it is settled what they are about.
    let concepts: { id: string }[] = [];
    await until('two concepts', async () => {
      concepts = (await api.get('/api/admin/concepts')).items.slice(0, 2);
      return concepts.length === 2;
    });
    for (const [i, { id: concept }] of concepts.entries()) {
      const reason = `Seen at the pier, ${i}.`;
      await api.post(`/api/admin/learners/${id}/corrections`, { concept, masteryLevel: 30 + 40 * i, reason });
    }
    await page.reload();
    const row = page.locator('.heat tbody tr', { hasText: 'Nora Lernt' });
    await row.waitFor();
    await expectAccessible(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^Learner,.*\r?\nNora Lernt,/);
    await page.getByRole('radio', { name: 'By name' }).check({ force: true });
    await page.waitForURL('**order=name');
    await row.getByRole('link', { name: 'Nora Lernt' }).click();
    await page.getByRole('heading', { name: 'Nora Lernt' }).waitFor();
    await settled(page);
    await page.getByText('Seen at the pier, 0.').first().waitFor();
    await page.locator('.stand').first().click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Correct it' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Set the level' }).click();
    await dialog.getByText('Say why, so that others can follow it.').waitFor();
    await dialog.getByLabel('Level').fill('64');
    await dialog.getByLabel('Reason').fill('Explained it to the class.');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Set the level' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(/ is at 64% now\./).waitFor();
    await page.getByText('Explained it to the class.').first().waitFor();
    expect(staff.troubles).toEqual([]);
    await staff.close();
  });

  it('hangs on concepts and ways: two are merged, one is split, both undone, and a way says what it should', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await school(page);
    const api = ofApi(page);
    const names = async (): Promise<string[]> =>
      (await api.get('/api/admin/concepts?limit=200')).items.map(({ name }: { name: string }) => name);
    await until('concepts', async () => (await names()).length > 2);
    await page.goto('/map?view=concepts');
    const rows = page.locator('.concepts > li');
    await rows.first().waitFor();
    const from = (await rows.first().locator('b').innerText()).trim();
    await rows
      .first()
      .getByRole('button', { name: /^More on/ })
      .click();
    await page.getByRole('button', { name: 'Merge into another' }).locator('visible=true').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText(` is part of `).waitFor();
    await expect.poll(names).not.toContain(from);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is as it was.').waitFor();
    expect(await names()).toContain(from);

    // Two nuggets under one concept can be told apart again.
    const { items } = await api.get('/api/admin/concepts?limit=200');
    const [a, b] = items.filter(({ nuggets }: { nuggets: object[] }) => nuggets.length > 0);
    const other = items.find(
      ({ nuggets }: { nuggets: { id: string }[] }) => nuggets[0] && nuggets[0].id !== a.nuggets[0].id,
    );
    await api.post(`/api/admin/concepts/${a.id}/merge`, { into: (other ?? b).id });
    await page.reload();
    const whole = rows.filter({ hasText: '2 nuggets' }).first();
    await whole.waitFor();
    await whole.getByRole('button', { name: /^More on/ }).click();
    await page.getByRole('button', { name: 'Split' }).locator('visible=true').click();
    await dialog.getByLabel('Name of the new concept').fill('Something of its own');
    await dialog.getByRole('checkbox').first().check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByText('Something of its own is a concept of its own now.').waitFor();
    expect(await names()).toContain('Something of its own');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(names).not.toContain('Something of its own');
    expect(troubles).toEqual([]);
    forgive(/409/);
    await close();
  });

  it('finds the way on that an editor wrote, which may skip nothing it builds on', async () => {
    const { page, troubles, forgive, close } = await open(size);
    await enter(page, 'admin');
    await page.goto('/map');
    await page.locator('.map-node').first().waitFor();
    await page.locator('.map-node').first().click();
    await page.getByRole('button', { name: 'Edit the ways' }).click();
    const form = page.locator('.map-ways');
    await form.waitFor();
    await expectAccessible(page);
    await form.getByLabel('What learners read').first().fill('');
    await form.getByRole('button', { name: 'Save the ways' }).click();
    await form.getByText('Every way needs words.').waitFor();
    await expectAccessible(page);
    const words = `Onward, ${size} ${Date.now()}`;
    await form.getByLabel('What learners read').first().fill(words);
    await form.getByRole('button', { name: 'Save the ways' }).click();
    await page.getByText('The ways are saved. Learners find them from their next step on.').waitFor();
    await page.getByText(words).first().waitFor();
    // Somebody else was faster: nothing of theirs is written over.
    await page.getByRole('button', { name: 'Edit the ways' }).click();
    await form.waitFor();
    const node = new URL(page.url()).searchParams.get('node') ?? '';
    const api = ofApi(page);
    const { version, choices } = await api.get(`/api/narrative/nodes/${node}`);
    const faster = choices.map(({ id, text, nextNodeId }: Record<string, string>, i: number) => ({
      id,
      text: i === 0 ? `Faster, ${size} ${Date.now()}` : text,
      nextNodeId,
    }));
    await api.send('PATCH', `/api/admin/narrative/nodes/${node}`, { version, choices: faster });
    await form.getByLabel('What learners read').first().fill('Too late');
    await form.getByRole('button', { name: 'Save the ways' }).click();
    await form.getByText('Somebody else changed these ways meanwhile.').waitFor();
    await expectAccessible(page);
    forgive(/40[09]/);
    expect(troubles).toEqual([]);
    await close();
  });
});
