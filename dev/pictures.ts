/**
 * `npm run pictures`: the pictures in docs/, taken of a product that runs here (`E2E_URL`, else the default port) and has
 * read its samples. Somebody has learnt something before, so that there is something to see.
 */
import { chromium, type Page } from 'playwright-core';

const URL_OF_PRODUCT = process.env['E2E_URL'] ?? 'http://127.0.0.1:8787';
/** A desk's window, in pictures of 1200 by 750. */
const LOOK = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1200 / 1440 };
/** An answer of the offline models on a busy machine, milliseconds. */
const PATIENCE_MS = 120_000;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

async function enter(role: 'admin' | 'instructor' | 'learner'): Promise<Page> {
  const context = await browser.newContext({
    baseURL: URL_OF_PRODUCT,
    ...LOOK,
    locale: 'en-GB',
    colorScheme: 'light',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto('/login');
  await page.getByLabel('Email').fill(`${role}@demo.test`);
  await page.getByLabel('Password', { exact: true }).fill(`${role}-demo-1`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  return page;
}

/** The page as it stands once nothing moves any more, the pointer out of the way. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `docs/${name}.png`, animations: 'disabled' });
  await page.context().close();
  console.log(`docs/${name}.png`);
}

const ask = async (page: Page, words: string, n: number): Promise<void> => {
  await page.locator('#say').fill(words);
  await page.keyboard.press('Enter');
  await page.locator('.tutor:has(.after)').nth(n).waitFor();
};

/** A lesson that has come somewhere: an answer with its citations, the first one's page beside it. */
async function takeCanvas(): Promise<void> {
  const page = await enter('learner');
  const begun = await page.request.post('/api/learning/sessions', {
    data: { goal: 'How do vaccines work?' },
    headers: { Origin: URL_OF_PRODUCT },
  });
  await page.goto(`/lessons/${(await begun.json()).id}`);
  await page.getByText('What would you like to understand?').waitFor();
  await ask(page, 'What do memory cells do?', 0);
  await page.locator('button.cite').first().click();
  await page.locator('.c-src mark').first().waitFor();
  await take(page, 'canvas-light');
}

/** A source cut into what the tutor sees. */
async function takeSources(): Promise<void> {
  const page = await enter('admin');
  await page.goto('/sources');
  await page.getByRole('button', { name: /^Look into How Vaccines Train/ }).click();
  await page.locator('.chunks').waitFor();
  await take(page, 'sources-light');
}

/** What one learner knows, and by what it is known. */
async function takeLearner(): Promise<void> {
  const page = await enter('instructor');
  const { items } = await page.request
    .get('/api/admin/learners?limit=200')
    .then((response) => response.json());
  const leo = items.find(({ email }: { email: string }) => email === 'learner@demo.test');
  await page.goto(`/class/${leo.id}`);
  await page.locator('.stand').first().click();
  await page.locator('.trail').first().waitFor();
  await take(page, 'learner-light');
}

await takeCanvas();
await takeSources();
await takeLearner();
await browser.close();
