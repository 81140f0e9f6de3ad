import { expect, it } from 'vitest';
import { signIn, useBrowser } from './browser.ts';
import { message, openStaged, SESSION_ID } from './stage.ts';

const { open } = useBrowser();

/** Ways in that have worked somewhere; each would open a dialog or call home. */
const ATTACKS = [
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(2)>',
  '"><script>alert(3)</script>',
  "';alert(4)//",
  '[click](javascript:alert(5))',
  '![x](https://evil.test/pixel.png)',
  '<iframe srcdoc="<script>alert(6)</script>">',
  '{{constructor.constructor("alert(7)")()}}',
  '<a href="javascript:alert(8)">x</a>',
  '<style>@import url(https://evil.test/x.css)</style>',
];
const ALL = ATTACKS.join(' ');

it('shows hostile text as the text it is, wherever text is shown', async () => {
  const { page, context, troubles, forgive, close } = await open('desktop', { isScripted: true });
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).hostname.endsWith('evil.test')) elsewhere.push(request.url());
  });
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
  expect(await page.locator('.prose img, .prose script, .prose iframe, .prose style').count()).toBe(0);
  expect(await page.locator('.prose a[href^="javascript"]').count()).toBe(0);

  expect(elsewhere).toEqual([]);
  forgive(/^(?!dialog)/);
  expect(troubles).toEqual([]);
  await close();
});
