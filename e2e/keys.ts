import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A person who has no mouse. */

/** As many tabs as a page may need to its last control. */
const MOST_TABS = 120;

type Focused = { role: string; name: string };

/** What has the focus, as a screen reader would name it. */
export const focused = (page: Page): Promise<Focused> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const label = element.labels?.[0]?.textContent ?? '';
    return { role: element.tagName.toLowerCase(), name: element.getAttribute('aria-label') ?? (label || element.textContent) };
  })()`);

/** Tabs on until something of this name has the focus; it must show that it has. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (!name.test(now.name.trim())) continue;
    const outline: string = await page.evaluate(`(() => {
      const shown = (element) => { const style = getComputedStyle(element); return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; };
      const element = document.activeElement;
      return String(shown(element) || (element.parentElement !== null && shown(element.parentElement)));
    })()`);
    expect(outline, `the focus on ${now.name} can be seen`).toBe('true');
    return;
  }
  throw new Error(`nothing named ${name} can be reached by Tab`);
}

export async function signInByKeys(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.goto('/login');
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await tabTo(page, /^Email$/);
  await page.keyboard.type(who.email);
  await tabTo(page, /^Password$/);
  await page.keyboard.type(who.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/login');
}
