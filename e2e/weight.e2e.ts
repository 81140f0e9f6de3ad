import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { signIn, useBrowser } from './browser.ts';

const { open } = useBrowser();

/** What a first load may weigh, bytes, compressed as a server would. Fonts are compressed already. */
const BUDGET = { script: 60_000, style: 15_000, font: 40_000, all: 120_000 };

describe('the first load', () => {
  it.each([
    ['a learner’s home', '/'],
    ['a lesson', 'lesson'],
  ])('of %s stays within its weight', async (_name, where) => {
    const first = await open('phone');
    await signIn(first.page, 'learner');
    let path = where;
    if (where === 'lesson') {
      const response = await first.page.request.post('/api/learning/sessions', {
        data: { goal: 'How do vaccines work?' },
        headers: { Origin: new URL(first.page.url()).origin },
      });
      path = `/lessons/${(await response.json()).id}`;
    }
    const state = await first.context.storageState();
    await first.close();

    // A new device that knows nothing of us but the sign-in.
    const { page, context, close } = await open('phone');
    await context.addCookies(state.cookies);
    // Home asks nobody's name of a device that knows none; this one does.
    const known = state.origins.flatMap(({ localStorage }) => localStorage);
    await context.addInitScript(
      `for (const { name, value } of ${JSON.stringify(known)}) localStorage.setItem(name, value);`,
    );
    const weights = { script: 0, style: 0, font: 0, all: 0 };
    const fonts: number[] = [];
    const read: Promise<void>[] = [];
    page.on('response', (response) => {
      const url = new URL(response.url());
      if (url.pathname.startsWith('/api/') || response.fromServiceWorker()) return;
      read.push(
        response.body().then((body) => {
          const kind = response.request().resourceType();
          const size = kind === 'font' ? body.length : gzipSync(body).length;
          if (kind === 'script') weights.script += size;
          if (kind === 'stylesheet') weights.style += size;
          if (kind === 'font') fonts.push(size);
          weights.all += size;
        }),
      );
    });
    // The worker fetches in the background what later pages need: no part of the first.
    await page.addInitScript("Object.defineProperty(navigator, 'serviceWorker', { value: undefined })");
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    await Promise.all(read);
    weights.font = Math.max(0, ...fonts);
    console.log(`${where}: ${JSON.stringify(weights)}, ${fonts.length} font file(s)`);
    expect(weights.script).toBeLessThanOrEqual(BUDGET.script);
    expect(weights.style).toBeLessThanOrEqual(BUDGET.style);
    expect(weights.font).toBeLessThanOrEqual(BUDGET.font);
    expect(fonts.length).toBeLessThanOrEqual(1);
    expect(weights.all).toBeLessThanOrEqual(BUDGET.all);
    await close();
  });
});
