import { describe, expect, it } from 'vitest';
import { expectAccessible, type Size, signIn, useBrowser } from './browser.ts';

const { open } = useBrowser();

/** A small document of our own; the number makes each run's another one. */
const handbook = (n: number) => `# Lantern care, edition ${n}

## Filling

A lantern is filled only when it is cold. Paraffin that meets a hot burner catches fire at once, so wait a quarter of
an hour after the flame is out.

## Trimming

A wick is trimmed straight across with a sharp blade. A crooked wick smokes, blackens the glass and wastes fuel.

## Storing

A lantern is stored dry and empty. Fuel left over the summer thickens and clogs the wick.
`;

describe.each(['desktop', 'phone'] as const satisfies readonly Size[])('sources, %s', (size) => {
  it('take a file in, show it become nuggets, and let it be read and taken away', async () => {
    const { page, troubles, close } = await open(size);
    await signIn(page, 'admin');
    await page.waitForURL('**/sources');
    await page.getByText('How Vaccines Train').waitFor();
    await expectAccessible(page);

    const edition = Date.now();
    const name = `lantern-care-${edition}.md`;
    const row = page.locator('.src-row', { hasText: `edition ${edition}` });
    const buffer = Buffer.from(handbook(edition));
    await page.getByLabel('Add files').last().setInputFiles({ name, mimeType: 'text/markdown', buffer });
    await row.getByText('Ready').waitFor({ timeout: 150_000 });

    await row.getByRole('button', { name: /^Look into/ }).click();
    await row.getByText('A lantern is filled only when it is cold.').waitFor();
    await expectAccessible(page);
    await row.locator('.ch-h .link').first().click();
    await page.getByRole('dialog').getByText('lantern').first().waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    await row.getByRole('button', { name: /^More on/ }).click();
    await page.getByRole('button', { name: 'Delete' }).locator('visible=true').click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    await row.getByRole('button', { name: /^More on/ }).click();
    await page.getByRole('button', { name: 'Delete' }).locator('visible=true').click();
    await page.locator('.toast').getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await page.getByText('How Vaccines Train').waitFor();
    expect(await row.count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });
});

it('says why a file that is none of the kinds was not taken', async () => {
  const { page, troubles, forgive, close } = await open('desktop');
  await signIn(page, 'admin');
  await page.getByText('How Vaccines Train').waitFor();
  const buffer = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  await page
    .getByLabel('Add files')
    .last()
    .setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer });
  await page.locator('.src-row', { hasText: 'scan.pdf' }).getByText('Not added').waitFor();
  await expectAccessible(page);
  forgive(/415/);
  expect(troubles).toEqual([]);
  await close();
});
