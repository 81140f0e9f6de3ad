import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Visit } from './browser.ts';

/** Ways in that have worked somewhere; each would open a dialog or call home. */
export const ATTACKS = [
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
] as const;
export const ALL = ATTACKS.join(' ');

/** Notes each request that leaves for the attackers' address. */
export function watchLeaks({ context }: Visit): string[] {
  const leaks: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).hostname.endsWith('evil.test')) leaks.push(request.url());
  });
  return leaks;
}

/** Nothing of what was written has become a part of the page. */
export async function expectHarmless(page: Page, where: string): Promise<void> {
  const found: string[] = await page.evaluate(`[...document.querySelectorAll(
    'iframe, [onerror], [onload], [srcdoc], a[href^="javascript" i], img[src*="evil.test"], img[src="x"], main script, main style'
  )].map((element) => element.outerHTML.slice(0, 200))`);
  expect(found, where).toEqual([]);
}
