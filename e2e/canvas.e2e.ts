import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { enter, expectAccessible, type Size, useBrowser } from './browser.ts';
import { answer, begin, beginAtPiece, letTutorBe, letTutorSay, provider, say } from './stage.ts';

/** What a tutor that says what it is told to brings onto the canvas, each thing done as a learner would. */

const { open } = useBrowser();
const SIZES = ['desktop', 'phone'] as const satisfies readonly Size[];

type Asked = { kind: string; question: string; options?: string[]; answer: string };

const CHOICE: Asked = {
  kind: 'choice',
  question: 'Which cells remember a germ for years?',
  options: ['Memory cells', 'Red blood cells', 'Skin cells'],
  answer: 'Memory cells',
};
const KINDS: readonly Asked[] = [
  { kind: 'truefalse', question: 'A vaccine shows the body a harmless part of a germ.', answer: 'true' },
  { kind: 'cloze', question: 'B cells make ____ that mark a germ.', answer: 'antibodies' },
  {
    kind: 'ordering',
    question: 'What happens after an injection, in its order?',
    answer: 'The body meets the antigen\nCells learn it\nMemory cells stay',
  },
  { kind: 'open', question: 'Why is the second meeting shorter?', answer: 'Memory cells answer at once.' },
];

/** One turn that asks, and one that follows the answer. */
const asking = (concept: string, asked: Asked) => [
  { calls: [{ name: 'ask_question', arguments: { concept, ...asked } }] },
  { text: 'Try this one.' },
];

const VERDICT = { score: 1, confidence: 0.9, misconception: null, feedback: 'That is it.' };

/** Answers the question that is open, as its kind wants it. */
async function give(page: Page, { kind, answer: right }: Asked): Promise<void> {
  const card = page.locator('.ask').last();
  if (kind === 'truefalse') await card.getByLabel('True', { exact: false }).check();
  else if (kind === 'choice') await card.getByLabel(right).check();
  else if (kind === 'ordering') {
    for (const [place, item] of right.split('\n').entries()) {
      const up = card.getByRole('button', { name: `Move up: ${item}` });
      const items = card.locator('.order li');
      while (!(await items.nth(place).innerText()).includes(item)) await up.click();
    }
  } else await card.getByLabel('Your answer').fill(right);
  await card.getByRole('button', { name: /^(Check answer|Try again)$/ }).click();
}

if (provider === undefined) console.log('This product’s models take no script: the canvas is left out.');
else
  describe.each(SIZES)('the canvas, %s', (size) => {
    afterAll(() => letTutorBe(null));

    it('asks every kind of question, helps, judges, and shows what proves it', async () => {
      const { page, troubles, close } = await open(size);
      await enter(page, 'learner');
      const probe = await beginAtPiece(page);
      const kinds = [CHOICE, ...KINDS];
      await letTutorSay([
        ...asking(probe.concept, CHOICE),
        { text: 'Think of what stays after an illness.' },
        { text: 'Skin does not remember. Which cells stay?' },
        { text: 'Right, memory cells.' },
        ...KINDS.flatMap((asked) => [
          ...asking(probe.concept, asked),
          ...(asked.kind === 'open' ? [{ json: VERDICT }] : []),
          { text: `Good, that was the one on ${asked.kind}.` },
        ]),
      ]);
      await beginAtPiece(page);
      for (const [i, asked] of kinds.entries()) {
        await say(page, `Ask me one more, number ${i + 1}.`);
        // Earlier ones may be out of sight by now, and are not drawn there.
        const card = page.locator('.ask', { hasText: asked.question });
        await card.waitFor();
        await page.getByText(asked.question).first().waitFor();
        if (i === 0) {
          await card.getByRole('button', { name: 'Nudge' }).click();
          await card.getByText('Think of what stays after an illness.').waitFor();
        }
        await expectAccessible(page);
        if (i === 0) {
          await give(page, { ...asked, answer: 'Skin cells' });
          await card.getByText('Not quite yet.', { exact: false }).waitFor();
          await expectAccessible(page);
        }
        await give(page, asked);
        await card.getByText('Right', { exact: true }).waitFor();
        expect(await card.locator('.rungs').count()).toBe(0);
        const praise = i === 0 ? 'Right, memory cells.' : `the one on ${asked.kind}.`;
        await page.locator('.tutor:has(.after)', { hasText: praise }).waitFor();
      }
      await page.getByRole('button', { name: 'Why' }).last().click();
      await page.locator('.evidence').last().getByText('Answered').first().waitFor();
      if (size === 'phone') await page.getByRole('button', { name: 'Path and mastery' }).click();
      const known = page.locator('.mast summary').first();
      await known.click();
      await page.locator('.mast-why').getByText('Answered').first().waitFor();
      await expectAccessible(page);
      // Opened anew, each card shows what was answered.
      await page.reload();
      await page.getByText('the one on open.').first().waitFor();
      await page.locator('.thread').press('Home');
      const first = page.locator('.ask', { hasText: CHOICE.question });
      await first.waitFor();
      expect(await first.getByLabel(CHOICE.answer).isChecked()).toBe(true);
      expect(await first.getByLabel('Skin cells').isChecked()).toBe(false);
      expect(troubles).toEqual([]);
      await close();
    });

    it('draws formulae, tables and code, answers again, and takes a question in other words', async () => {
      const { page, troubles, close } = await open(size);
      await letTutorSay([
        {
          text:
            'The share that must be immune is \\(1 - 1/R_0\\):\n\n\\[ p_c = 1 - \\frac{1}{R_0} \\]\n\nIt costs $5 or $6.\n\n' +
            '| germ | R |\n| --- | --- |\n| measles | 15 |\n\n```python\nprint(1 - 1 / 15)  # which is so long a line that it must scroll inside of its own box on every screen there is\n```\n',
          paceMs: 5,
        },
        { text: 'Put another way: fifteen people catch measles from one.' },
        { text: 'Polio needs about eighty of a hundred.' },
        {
          text: 'It goes on and on, and on, and on, and on, and on, for as long as one lets it.',
          paceMs: 150,
        },
        { text: 'Here is the rest of it.' },
      ]);
      await enter(page, 'learner');
      await page.goto('/');
      await begin(page);
      await say(page, 'How many must be immune?');
      await answer(page, 0).waitFor();
      const first = answer(page, 0);
      await first.locator('math').nth(1).waitFor();
      expect(await first.locator('math').count()).toBe(2);
      expect(await first.locator('mfrac').count()).toBeGreaterThan(0);
      expect(await first.innerText()).toContain('It costs $5 or $6.');
      expect(await first.innerText()).not.toMatch(/\$\$|\\frac|\\\(/);
      await first.getByRole('columnheader', { name: 'germ' }).waitFor();
      expect(await first.locator('.code code').innerText()).toContain('print(1 - 1 / 15)');
      const [whole, code] = [await first.boundingBox(), await first.locator('.code').boundingBox()];
      expect((code?.x ?? 0) + (code?.width ?? 0)).toBeLessThanOrEqual((whole?.x ?? 0) + (whole?.width ?? 0));
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Answer again' }).click();
      await page.locator('.tutor', { hasText: 'Put another way' }).waitFor();
      await expect.poll(() => page.locator('.tutor').count()).toBe(1);

      await page.getByRole('button', { name: 'Put it in other words' }).click();
      const edited = page.getByLabel('Your question in other words');
      await expectAccessible(page);
      await edited.fill('And for polio?');
      await page.getByRole('button', { name: 'Ask again' }).click();
      await page.locator('.tutor', { hasText: 'Polio needs about eighty' }).waitFor();
      expect(await page.locator('.you').allInnerTexts()).toEqual([expect.stringContaining('And for polio?')]);
      expect(await page.locator('.tutor').count()).toBe(1);

      await say(page, 'Tell me more.');
      await page.locator('.tutor', { hasText: 'It goes on and on' }).waitFor();
      await page.getByRole('button', { name: 'Stop the answer' }).click();
      await page.getByText('You stopped this answer').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Continue it' }).click();
      await page.locator('.tutor', { hasText: 'Here is the rest of it.' }).waitFor();
      // The log holds what the page shows, after a reload too.
      await page.reload();
      await page.locator('.tutor', { hasText: 'Here is the rest of it.' }).waitFor();
      expect(await page.getByText('How many must be immune?').count()).toBe(0);
      expect(troubles).toEqual([]);
      await close();
    });

    it('goes on by a card, and by keyboard on the path', async () => {
      const { page, troubles, close } = await open(size);
      await letTutorSay([{ text: 'Here it goes on.' }]);
      await enter(page, 'learner');
      await beginAtPiece(page);
      const cards = page.locator('.ways .way');
      await cards.first().waitFor();
      const before = await page.locator('.at h2').innerText();
      await cards.first().click();
      await expect.poll(() => page.locator('.at h2').innerText()).not.toBe(before);
      await expect.poll(() => page.locator('.thread .event').count()).toBeGreaterThan(0);
      const there = await page.locator('.at h2').innerText();
      if (size === 'phone') {
        const opener = page.getByRole('button', { name: 'Path and mastery' });
        await opener.press('Enter');
        await page.locator('.sheet-open').waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.locator('.sheet-open').waitFor({ state: 'detached' });
        expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Path and mastery');
        await opener.press('Enter');
      }
      const way = page.locator('.map-go:enabled').first();
      await way.waitFor();
      await way.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('.at h2').innerText()).not.toBe(there);
      expect(await page.locator('.sheet-open').count()).toBe(0);
      if (size === 'phone') await page.getByRole('button', { name: 'Path and mastery' }).press('Enter');
      await page.locator('.map [aria-current=step]').waitFor();
      expect(await page.locator('.map [aria-current=step]').count()).toBe(1);
      expect(troubles).toEqual([]);
      await close();
    });
  });

it('tells a learner that somebody looks on only where they say so', async () => {
  const learner = await open('phone');
  await enter(learner.page, 'learner');
  await learner.page.goto('/');
  const address = await begin(learner.page);
  const looking = await open('desktop');
  await enter(looking.page, 'instructor');
  await looking.page.goto(address);
  await looking.page.getByText('The learner is not told.').waitFor();
  await expectAccessible(looking.page);
  expect(await learner.page.getByText('looking on').count()).toBe(0);
  await looking.page.getByRole('button', { name: 'Let them know' }).click();
  await learner.page.getByText('Somebody of your organization is looking on').waitFor();
  await expectAccessible(learner.page);
  await looking.close();
  await learner.page.getByText('looking on').waitFor({ state: 'detached' });
  expect(learner.troubles).toEqual([]);
  await learner.close();
});
