import { expect, it } from 'vitest';
import { ALL, ATTACKS, expectHarmless, watchLeaks } from './attacks.ts';
import { signIn, useBrowser } from './browser.ts';
import { message, openStaged, SESSION_ID } from './stage.ts';

const { open } = useBrowser();

it('shows hostile text as the text it is, wherever text is shown', async () => {
  const visit = await open('desktop', { isScripted: true });
  const { page, troubles, forgive, close } = visit;
  const elsewhere = watchLeaks(visit);
  await signIn(page, 'admin');

  // In a document, its name and its title.
  await page.goto('/sources');
  const buffer = Buffer.from(
    `# ${ALL} ${Date.now()}\n\n${ATTACKS.join('\n\n')}\n\nA lantern is filled when it is cold.\n`,
  );
  await page
    .getByLabel('Add files')
    .last()
    .setInputFiles({ name: '<img src=x onerror=alert(9)>.md', mimeType: 'text/markdown', buffer });
  await page
    .locator('.src-row', { hasText: 'alert(' })
    .first()
    .getByText('Ready')
    .waitFor({ timeout: 150_000 });
  await page
    .locator('.src-row', { hasText: 'alert(' })
    .first()
    .getByRole('button', { name: /^Look into/ })
    .click();
  await page.locator('.chunks').waitFor();

  // In a profile, a message and the lesson's own goal.
  await page.goto('/profile');
  await page.getByLabel('Goals').fill(ALL.slice(0, 400));
  await page.getByLabel('Interests').fill(ATTACKS.slice(0, 3).join(', '));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/');
  await page.locator('.goal').waitFor();
  await page.goto('/library');
  await page.getByLabel('Ask or search').fill(ATTACKS[0] ?? '');
  await page.waitForURL('**q=*');

  // In what a model writes.
  const id = SESSION_ID;
  const citations = [
    { n: 1, nuggetId: id, documentId: '', title: ALL, page: null, headings: [], quote: ALL },
  ];
  const question = {
    questionId: id,
    kind: 'choice',
    question: ALL,
    options: ATTACKS,
    concept: ALL,
    hintsAllowed: 3,
  };
  const events = [
    message(1, 'assistant', `${ATTACKS.join('\n\n')}\n\nA sentence from a source. [1]`, { citations }),
    { event: 'session:question' as const, data: question },
  ];
  await openStaged(page, events, { goal: ALL.slice(0, 300) });
  await page.locator('.ask').waitFor();
  await page.locator('.cite').first().click();
  await page.locator('.c-src mark').waitFor();
  expect(await page.locator('.prose img').count()).toBe(0);
  await expectHarmless(page, 'the lesson');

  expect(elsewhere).toEqual([]);
  forgive(/^(?!dialog)/);
  expect(troubles).toEqual([]);
  await close();
});
