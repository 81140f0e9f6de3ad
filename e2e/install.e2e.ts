import { expect, it } from 'vitest';
import { z } from 'zod';
import { enter, settled, URL_OF_PRODUCT, useBrowser } from './browser.ts';

const { open } = useBrowser();

const Manifest = z.object({
  name: z.string().min(1),
  start_url: z.literal('/'),
  display: z.literal('standalone'),
  icons: z.array(
    z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string().optional() }),
  ),
  shortcuts: z.array(z.object({ url: z.string() })),
});
const Errors = z.object({ installabilityErrors: z.array(z.object({ errorId: z.string() })) });

it('can be installed: a browser finds nothing missing, and every icon is what it says', async () => {
  const { page, context, troubles, close } = await open('phone');
  await page.goto('/login');
  await page.evaluate('navigator.serviceWorker.ready');
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = Manifest.parse(await (await page.request.get(address ?? '')).json());
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await page.request.get(src);
    expect(icon.headers()['content-type'], src).toContain(type);
    if (type !== 'image/png') continue;
    const bytes = await icon.body();
    // A PNG's width and height, bytes 16 to 23.
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
  }
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect((await page.request.get('/icon-touch.png')).status()).toBe(200);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = Errors.parse(await devtools.send('Page.getInstallabilityErrors'));
  // A test's own context counts as a private window, where nothing can be installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
  expect(troubles).toEqual([]);
  await close();
});

it('opens its pages without a network as they were last seen', async () => {
  const { page, context, close } = await open('phone');
  await enter(page, 'learner');
  await page.goto('/');
  await settled(page);
  await page.evaluate('navigator.serviceWorker.ready');
  // What was asked for before the worker was there is asked for again, and kept.
  await page.reload();
  await settled(page);
  await page.goto('/progress');
  await settled(page);
  await context.setOffline(true);
  await page.goto(`${URL_OF_PRODUCT}/`);
  await page.getByRole('heading', { name: /^Good / }).waitFor();
  await page.getByText('No connection.').first().waitFor();
  await page.locator('.resume h2').waitFor();
  await page.goto(`${URL_OF_PRODUCT}/progress`);
  await page.getByRole('heading', { name: 'What I know' }).waitFor();
  expect(await page.locator('.failed-box').count()).toBe(0);
  await close();
});
