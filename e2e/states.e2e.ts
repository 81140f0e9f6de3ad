import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, expectAccessible, LOOKS, scrollsSideways, useBrowser, violationsOn } from './browser.ts';
import { CHOICE, citation, delta, LESSON, node, QUOTE, question, setScene, uuid } from './scene.ts';
import { message, openStaged, type Stage, type Staged } from './stage.ts';

/** Every state of the canvas, brought about by a socket that the test plays: accessible, and nothing cut off. */

const { open } = useBrowser();

type Actor = { page: Page; stage: Stage; setOffline: (isOffline: boolean) => Promise<void> };
type State = { events: readonly Staged[]; act?: (actor: Actor) => Promise<void>; more?: object };

/** Who says something is answered by an acknowledgement, or by what the test makes of it. */
async function speakAndBeRefused({ page, stage }: Actor): Promise<void> {
  await page.locator('#say').fill('And how deep?');
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.frames().filter(({ event }) => event === 'session:message').length).toBe(1);
  const id = stage.frames().findLast(({ event }) => event === 'session:message')?.id;
  const data = {
    errorType: 'rate_limited',
    message: 'Your organization’s budget is used up until 1 December.',
    id,
  };
  stage.send({ event: 'error', data });
  await page.getByText('Not sent: Your organization’s budget').waitFor();
}

const STATES: Record<string, State> = {
  'nothing said yet': { events: LESSON.slice(0, 1) },
  'an answer with ways on': { events: LESSON },
  'a question of choice': { events: [...LESSON, CHOICE] },
  'true or false': { events: [...LESSON, question('truefalse')] },
  'a gap to fill': { events: [...LESSON, question('cloze')] },
  'an order': { events: [...LESSON, question('ordering', ['Sinks', 'Climbs', 'Stays'])] },
  'an open question': { events: [...LESSON, question('open')] },
  'help being written': {
    events: [...LESSON, CHOICE, message(3, 'user', 'A hint, please.')],
    act: async ({ page, stage }) => {
      stage.send(delta('Reef builders need water above them. What happens '));
      await page.locator('.hint .writing').waitFor();
    },
  },
  'help given': {
    events: [
      ...LESSON,
      CHOICE,
      message(3, 'user', 'A hint, please.'),
      message(4, 'assistant', 'They need water above them.[1]', { citations: [citation(1)] }),
    ],
  },
  'an answer being written': {
    events: [...LESSON, message(5, 'user', 'How deep can coral live?')],
    act: async ({ page, stage }) => {
      stage.send(delta('Deep water is dark.[1]\n\n- It needs **light\n- and warm '));
      await page.locator('.writing').waitFor();
      await page.getByRole('button', { name: 'Stop the answer' }).waitFor();
    },
  },
  'looking for an answer': {
    events: [...LESSON, message(5, 'user', 'How deep can coral live?')],
    act: async ({ page, stage }) => {
      stage.send({ event: 'session:typing', data: { messageId: uuid(10) } });
      await page.locator('.thinking').waitFor();
    },
  },
  'an answer that may come later': {
    events: [
      ...LESSON,
      message(6, 'assistant', 'What I have read so far does not say that.', {
        toolCalls: [
          {
            name: 'search_nuggets',
            arguments: { query: 'x' },
            result: { ok: true, found: [], beingRead: 2 },
          },
        ],
      }),
    ],
    act: async ({ page }) => page.getByText('Some sources are still being read').waitFor(),
  },
  'an answer that was stopped': {
    events: [...LESSON, message(6, 'assistant', 'Deep water is', { status: 'cancelled' })],
  },
  'an answer that failed': {
    events: [
      ...LESSON,
      message(6, 'assistant', 'The tutor could not answer just now.', { status: 'failed' }),
    ],
  },
  'words that were refused': { events: LESSON, act: speakAndBeRefused },
  'a notice': {
    events: LESSON,
    act: async ({ page, stage }) => {
      stage.send({ event: 'error', data: { errorType: 'upstream_error', message: 'The voice was lost.' } });
      await page.getByText('The voice was lost.').waitFor();
    },
  },
  'a source beside it': {
    events: LESSON,
    act: async ({ page }) => {
      await page.locator('button.cite').first().click();
      await page.locator('.c-src mark').first().waitFor();
    },
  },
  'a source that is gone': {
    events: [
      message(2, 'assistant', 'It stays.[1]', { citations: [citation(1, { documentId: uuid(901) })] }),
    ],
    act: async ({ page }) => {
      await page.locator('button.cite').first().click();
      await page.getByText('This source was removed by your organization.').waitFor();
      await page.locator('.c-src mark', { hasText: QUOTE }).waitFor();
    },
  },
  'slides over it': {
    events: LESSON,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'See the 3 slides' }).click();
      await page.locator('.player').waitFor();
    },
  },
  'a picture over it': {
    events: LESSON,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'See the picture large' }).click();
      await page.locator('.zoom img').waitFor();
    },
  },
  'pictures and slides that were shown': {
    events: [
      ...LESSON,
      { event: 'session:media:show', data: { type: 'image', url: '/api/media/reef.svg', caption: 'A reef' } },
      {
        event: 'session:media:show',
        data: { type: 'slides', url: `/nuggets/${uuid(701)}#slides`, caption: 'Sinking islands' },
      },
      {
        event: 'session:media:show',
        data: { type: 'audio', url: '/api/media/slide-0.wav', caption: 'Read aloud' },
      },
    ],
  },
  'being watched': {
    events: LESSON,
    act: async ({ page, stage }) => {
      stage.send({ event: 'session:watched', data: { watchers: 1 } });
      await page.getByText('is looking on').waitFor();
    },
  },
  'looking on': { events: [...LESSON, CHOICE], more: { learnerId: uuid(1) } },
  'no connection': {
    events: LESSON,
    act: async ({ page, stage, setOffline }) => {
      await stage.down();
      await setOffline(true);
      await page.getByText('No connection').waitFor();
      await page.locator('#say').fill('Then why do some drown?');
      await page.keyboard.press('Enter');
      await page.getByText('Waiting to send').waitFor();
    },
  },
  'a finished lesson': {
    events: [
      ...LESSON,
      {
        event: 'session:completed',
        data: {
          duration: 754,
          questionsAsked: 3,
          nuggetsViewed: 2,
          concepts: [{ concept: 'a', name: 'Light limit', before: 68, after: 79 }],
          knowledgeGaps: [{ name: 'Subsidence' }],
        },
      },
    ],
    act: async ({ page }) => {
      await page.getByText('13 minutes, 2 pieces seen, 3 questions asked.').waitFor();
      await page.getByText('Still missing: Subsidence.').waitFor();
    },
  },
};

const actorOf = (
  visit: { page: Page; context: { setOffline: Actor['setOffline'] } },
  stage: Stage,
): Actor => ({
  page: visit.page,
  stage,
  setOffline: (isOffline) => visit.context.setOffline(isOffline),
});

describe.each(LOOKS)('every state of a lesson, %s, %s', (size, theme) => {
  it('is accessible and cuts nothing off', async () => {
    const visit = await open(size, { theme, isScripted: true });
    await enter(visit.page, 'learner');
    await setScene(visit.page);
    const wrong: string[] = [];
    for (const [name, { events, act, more }] of Object.entries(STATES)) {
      const last = events.findLast(({ event }) => event === 'session:node:updated');
      const isOver = events.some(({ event }) => event === 'session:completed');
      const stage = await openStaged(visit.page, events, {
        currentNode: last === undefined ? null : node,
        completedAt: isOver ? new Date().toISOString() : null,
        ...more,
      });
      await visit.page.locator('.thread > *').first().waitFor();
      await act?.(actorOf(visit, stage));
      const violations = await violationsOn(visit.page);
      if (violations.length > 0) wrong.push(`${name}: ${JSON.stringify(violations)}`);
      if (await scrollsSideways(visit.page)) wrong.push(`${name}: scrolls sideways`);
      await visit.context.setOffline(false);
      // From where no lesson is open, which would still keep itself: the next one must not begin with it.
      await visit.page.goto('/icon.svg');
      await visit.page.evaluate('localStorage.clear(); caches.delete("nuggets-lessons")');
      await visit.page.unrouteAll();
      await setScene(visit.page);
    }
    expect(wrong).toEqual([]);
    visit.forgive(/404|ERR_INTERNET_DISCONNECTED|WebSocket/);
    expect(visit.troubles).toEqual([]);
    await visit.close();
  });
});

it('turns slides when their sound is over, by keys too, and stops at the last', async () => {
  const visit = await open('phone', { isScripted: true });
  const { page } = visit;
  await enter(page, 'learner');
  await setScene(page);
  await openStaged(page, LESSON, { currentNode: node });
  await page.getByRole('button', { name: 'See the 3 slides' }).click();
  await page.getByText('Slide 1 of 3').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Slide 2 of 3').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('Slide 1 of 3').waitFor();
  await page.getByRole('button', { name: 'Play from here' }).click();
  await page.getByText('Slide 3 of 3').waitFor();
  await page.getByRole('button', { name: 'Play from here' }).waitFor();
  await page.getByText('What is said').click();
  await page.getByText('A reef is built by animals.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'See the picture large' }).click();
  const picture = page.locator('.zoom img');
  const fitted = (await picture.boundingBox())?.width ?? 0;
  await picture.click();
  await expect.poll(async () => (await picture.boundingBox())?.width ?? 0).toBeGreaterThan(1.9 * fitted);
  await expectAccessible(page);
  expect(visit.troubles).toEqual([]);
  await visit.close();
});

it('reads a long answer out once however many words it comes in, and never moves what is being read', async () => {
  const visit = await open('desktop', { isScripted: true });
  const { page } = visit;
  await enter(page, 'learner');
  await setScene(page);
  const many = Array.from({ length: 30 }, (_, i) =>
    message(100 + i, i % 2 ? 'assistant' : 'user', `Line ${i}. `.repeat(12)),
  );
  const stage = await openStaged(page, [...many, ...LESSON], { currentNode: node });
  await page.locator('.tutor').last().waitFor();
  await page.evaluate(`(() => {
    globalThis.told = [];
    for (const region of document.querySelectorAll('[aria-live]:not([aria-live=off]), [role=status], [role=alert]')) {
      new MutationObserver(() => { if (region.textContent.trim() !== '') globalThis.told.push(region.textContent.trim()); })
        .observe(region, { childList: true, subtree: true, characterData: true });
    }
    const log = document.querySelector('[role=log]');
    globalThis.logLive = log.getAttribute('aria-live');
    log.scrollTop = 200;
  })()`);
  await page.waitForTimeout(300);
  const where = () => page.evaluate('document.querySelector("[role=log]").scrollTop');
  const before = await where();
  const words = Array.from({ length: 200 }, (_, i) => `word${i} `);
  let offset = 0;
  for (const word of words) {
    stage.send(delta(word, offset));
    offset += word.length;
    if (offset % 7 === 0) await page.waitForTimeout(10);
  }
  await page.getByRole('button', { name: 'New words below' }).waitFor();
  expect(await where()).toBe(before);
  const content = words.join('').trim();
  stage.send({ ...message(10, 'assistant', content), seq: many.length + LESSON.length + 1 });
  await expect.poll(() => page.evaluate('globalThis.told')).toEqual(['Tutor is answering', content]);
  expect(await page.evaluate('globalThis.logLive')).toBe('off');
  expect(await where()).toBe(before);
  await page.getByRole('button', { name: 'New words below' }).click();
  await page.getByText('word199').last().waitFor();
  expect(visit.troubles).toEqual([]);
  await visit.close();
});
