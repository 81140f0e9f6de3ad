import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { URL_OF_PRODUCT } from './browser.ts';

/** Of 100, in each category. */
const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PORT = 9355;

/** Its own throttled phone: the harder of its two ways to look. */
it('finds home and a lesson quick, accessible and well made', async () => {
  const signedIn = await fetch(`${URL_OF_PRODUCT}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'learner@demo.test', password: 'learner-demo-1' }),
  });
  const Cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const begun = await fetch(`${URL_OF_PRODUCT}/api/learning/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie, Origin: URL_OF_PRODUCT },
    body: JSON.stringify({ goal: 'How do vaccines work?' }),
  });
  const { id }: { id: string } = JSON.parse(await begun.text());
  const browser = await chromium.launch({
    executablePath: process.env['E2E_BROWSER'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${PORT}`],
  });
  try {
    // Home is the learner's only on a device that knows one; any other is sent to the front door.
    const me = await (await fetch(`${URL_OF_PRODUCT}/api/auth/me`, { headers: { Cookie } })).text();
    const opened = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`);
    await opened
      .contexts()[0]
      ?.addInitScript(`localStorage.setItem('nuggets.person', ${JSON.stringify(me)});`);
    for (const path of ['/', `/lessons/${id}`]) {
      const result = await lighthouse(`${URL_OF_PRODUCT}${path}`, {
        port: PORT,
        logLevel: 'error',
        onlyCategories: CATEGORIES,
        extraHeaders: { Cookie },
      });
      const scores = Object.values(result?.lhr.categories ?? {}).map((category) => ({
        category: category.id,
        score: Math.round(100 * (category.score ?? 0)),
      }));
      console.log(`${path}: ${scores.map(({ category, score }) => `${category} ${score}`).join(', ')}`);
      expect(result?.lhr.finalDisplayedUrl).toBe(`${URL_OF_PRODUCT}${path}`);
      expect(scores).toHaveLength(CATEGORIES.length);
      expect(scores.filter(({ score }) => score < LEAST)).toEqual([]);
    }
  } finally {
    await browser.close();
  }
});
