import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

/** What every browser test needs: the browser, a page that notes what goes wrong on it, people, and axe. */

export const URL_OF_PRODUCT = process.env['E2E_URL'] ?? 'http://127.0.0.1:8787';

export const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type Size = keyof typeof SIZES;

/** Both sizes and both themes; each pair of them only where there is time. */
export const LOOKS: readonly (readonly [Size, 'light' | 'dark'])[] = [
  ['desktop', 'light'],
  ['phone', 'dark'],
  ...(process.env['LONG'] === undefined
    ? []
    : ([
        ['desktop', 'dark'],
        ['phone', 'light'],
      ] as const)),
];

export const ROLES = ['admin', 'instructor', 'learner'] as const;
export type Role = (typeof ROLES)[number];

/** Every list and view of the consoles; `/nuggets/:id` and `/class/:id` come on top. */
export const CONSOLES = [
  '/sources',
  '/sources?view=urls',
  '/sources?view=folders',
  '/nuggets',
  '/reviews',
  '/map',
  '/map?view=concepts',
  '/class',
  '/people',
  '/analytics',
  '/settings',
] as const;

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Launched = Awaited<ReturnType<typeof chromium.launch>>;

/** The browser of one test file; `more` are arguments of its own. */
export function useBrowser(more: readonly string[] = []): { open: typeof open } {
  let browser: Launched | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env['E2E_BROWSER'] ?? '/usr/bin/chromium',
      args: [...ARGUMENTS, ...more],
    });
  });
  afterAll(async () => browser?.close());
  const open = async (size: Size, options: Options = {}): Promise<Visit> => {
    if (browser === undefined) throw new Error('the browser has not been launched');
    const context = await browser.newContext({
      baseURL: options.at ?? URL_OF_PRODUCT,
      viewport: SIZES[size],
      hasTouch: size === 'phone',
      locale: options.locale ?? 'en-GB',
      colorScheme: options.theme ?? 'light',
      reducedMotion: options.isStill ? 'reduce' : 'no-preference',
      serviceWorkers: options.isScripted ? 'block' : 'allow',
    });
    return visit(context);
  };
  return { open };
}

type Options = {
  /** Where the product is reached, if not at its own address. */
  at?: string;
  locale?: string;
  theme?: 'light' | 'dark';
  /** The reader asked their system for no motion. */
  isStill?: boolean;
  /** The test answers requests in the server's place; a service worker's requests would pass it by. */
  isScripted?: boolean;
};

export type Visit = {
  page: Page;
  context: BrowserContext;
  /** What went wrong so far: errors on the console, failed requests. */
  troubles: string[];
  /** Takes back troubles that a test made on purpose. */
  forgive: (about: RegExp) => void;
  close: () => Promise<void>;
};

/** How long anything on a page may take on a busy machine, milliseconds. */
const PATIENCE_MS = 60_000;

async function visit(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on('console', (message) => {
    // A scripted visit has no service worker, by our own doing.
    const isOurs = message.text().includes('Service Worker registration blocked');
    if (!isOurs && (message.type() === 'error' || message.type() === 'warning'))
      troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Leaving a page gives up what it was still asking for.
    if (why !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} ${why}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return {
    page,
    context,
    troubles,
    forgive: (about) => {
      const kept = troubles.filter((trouble) => !about.test(trouble));
      troubles.splice(0, troubles.length, ...kept);
    },
    close: () => context.close(),
  };
}

export async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Email').fill(`${role}@demo.test`);
  await page.getByLabel('Password', { exact: true }).fill(`${role}-demo-1`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Signs in without the form, for what is not about signing in. */
export async function enter(page: Page, role: Role | { email: string; password: string }): Promise<void> {
  const data = typeof role === 'string' ? { email: `${role}@demo.test`, password: `${role}-demo-1` } : role;
  const headers = { Origin: URL_OF_PRODUCT };
  const answer = await page.request.post('/api/auth/login', { data, headers });
  expect(answer.status()).toBe(200);
  const me = await page.request.get('/api/auth/me').then((response) => response.text());
  await page.addInitScript(
    `localStorage.getItem('nuggets.person') ?? localStorage.setItem('nuggets.person', ${JSON.stringify(me)})`,
  );
}

/** The API as the person on a page may use it; throws what it refuses. */
export function ofApi(page: Page) {
  const send = async (method: string, path: string, data?: unknown) => {
    const answer = await page.request.fetch(path, {
      method,
      headers: { Origin: URL_OF_PRODUCT },
      ...(data === undefined ? {} : { data }),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  return {
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, data: unknown) => send('POST', path, data),
  };
}

/** A new organization, entered as its admin: nothing of the demo's is there, and nothing of ours disturbs it. */
export async function found(page: Page, name = 'Marta Vidal', organizationName = 'Fresh Academy') {
  const email = `founder-${crypto.randomUUID()}@example.test`;
  const password = 'a-long-password-1';
  await ofApi(page).post('/api/auth/register', { email, password, name, organizationName });
  await enter(page, { email, password });
  return { email, password };
}

/** Waits for something that is true sooner or later, in a test or before the first of them. */
export async function until(
  what: string,
  isTrue: () => Promise<boolean>,
  longestMs = LONGEST_MS,
): Promise<void> {
  const end = Date.now() + longestMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`${what}: it did not come about.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** What is made of a text may take so long on a busy machine, milliseconds. */
const LONGEST_MS = 150_000;

/** A text of one's own, once it is nuggets; their ids in the text's order. */
export async function written(page: Page, title: string, content: string) {
  const api = ofApi(page);
  const { job } = await api.post('/api/admin/ingestion/text', { title, content });
  await until(`nuggets of ${title}`, async () => {
    const { status, errorMessage } = await api.get(`/api/admin/ingestion/jobs/${job.id}`);
    if (status === 'failed') throw new Error(`${title}: ${errorMessage}`);
    return status === 'completed';
  });
  const { items } = await api.get(`/api/admin/nuggets?documentId=${job.documentId}&limit=50`);
  const ids: string[] = items.map(({ id }: { id: string }) => id);
  return { documentId: String(job.documentId), jobId: String(job.id), ids: ids.reverse() };
}

export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth');

/** What makes the page scroll sideways, outermost first; none where it does not. */
export async function stickingOut(page: Page): Promise<string[]> {
  if (!(await scrollsSideways(page))) return [];
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > innerWidth + 1 || left < -1;
    })
    .map((element) => element.outerHTML.slice(0, 90))
    .slice(0, 6)`);
}

/** Until nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  // The page of components shows one for good. (A page's policy lets no condition be evaluated in it, so it is asked.)
  await expect
    .poll(
      () =>
        page.evaluate(
          "document.querySelectorAll('.loading').length <= (location.pathname === '/design' ? 1 : 0)",
        ),
      { timeout: PATIENCE_MS },
    )
    .toBe(true);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The violations of WCAG 2.2 AA on the page as it stands, by axe-core. */
export async function violationsOn(page: Page): Promise<unknown[]> {
  // What is still fading in has not the contrast that it will have.
  await page.evaluate(
    `Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      .map(({ finished }) => finished.catch(() => undefined)))`,
  );
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
      ({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 5).map(({ html }) => html.slice(0, 200)) })))`,
  );
}

/** No violation of WCAG 2.2 AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOn(page)).toEqual([]);
}
