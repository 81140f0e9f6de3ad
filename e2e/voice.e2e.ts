/** Speaking with the tutor in a real browser, whose fake microphone says a question from a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { speak } from '../dev/models/flite.ts';
import { canTranscribe, INSTALL } from '../dev/models/transcribe.ts';
import { writeWav } from '../dev/models/wav.ts';
import { expectAccessible, signIn, URL_OF_PRODUCT, useBrowser } from './browser.ts';
import { begin, letTutorBe, letTutorSay, provider } from './stage.ts';

const QUESTION = 'Give me the three main ideas.';
/** What the tutor then says, a word every 80 ms: nearer to how a large model writes than the offline one. */
const ANSWER =
  'Vaccines show the body a harmless part of a germ. The immune system learns to know it, and makes antibodies. ' +
  'Some of the cells that learnt it stay for years. When the germ itself comes, they answer within hours. ' +
  'That is why one is ill for a short time only, or not at all. And whoever is not ill passes nothing on.';

const folder = mkdtempSync(join(tmpdir(), 'nuggets-voice-'));
const file = join(folder, 'question.wav');
const spoken = await speak({ text: QUESTION, voice: 'slt', speed: 1 });
writeFileSync(file, writeWav(spoken));
/** How long the question takes to say, and a breath, milliseconds. */
const SAYING_MS = (spoken.samples.length / spoken.rate) * 1000 + 300;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { open } = useBrowser([
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-audio-capture=${file}%noloop`,
]);

/**
 * Runs in the page before anything else: listens to all that goes to the loudspeaker, and notes when it was loud, which
 * sounds began, and what came and went on the socket. Times are the page's own, milliseconds.
 */
const SPY = `(() => {
  const spy = (window.spy = { firstLoud: null, lastLoud: null, starts: [], frames: [], pressedAt: null });
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const tap = (to.context.spyTap ??= listen(to.context));
      connect.call(this, tap);
    }
    return connect.call(this, to, ...rest);
  };
  function listen(context) {
    const tap = context.createAnalyser();
    tap.fftSize = 256;
    const samples = new Float32Array(256);
    const look = () => {
      tap.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) {
        spy.firstLoud ??= performance.now();
        spy.lastLoud = performance.now();
      }
    };
    setInterval(look, 4);
    return tap;
  }
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when = 0) {
    spy.starts.push({ context: this.context, when });
    return start.call(this, when);
  };
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data !== 'pong')
          spy.frames.push({ at: performance.now(), way: 'in', frame: JSON.parse(data) });
      });
    }
    send(data) {
      if (typeof data === 'string' && data !== 'ping')
        spy.frames.push({ at: performance.now(), way: 'out', frame: JSON.parse(data) });
      super.send(data);
    }
  };
  addEventListener('pointerdown', () => { spy.pressedAt = performance.now(); }, true);
})()`;

const Data = z.looseObject({
  messageId: z.string().optional(),
  role: z.string().optional(),
  status: z.string().optional(),
  content: z.string().optional(),
  text: z.string().optional(),
  heard: z.looseObject({ index: z.number() }).optional(),
});
const Frame = z.object({
  at: z.number(),
  way: z.enum(['in', 'out']),
  frame: z.looseObject({ event: z.string(), data: Data }),
});
const Spied = z.object({
  firstLoud: z.number().nullable(),
  lastLoud: z.number().nullable(),
  pressedAt: z.number().nullable(),
  now: z.number(),
  /** How many sounds have begun by now. */
  begun: z.number(),
  frames: z.array(Frame),
});

/** What the page has heard and seen so far. */
const spied = async (page: Page): Promise<z.infer<typeof Spied>> =>
  Spied.parse(
    await page.evaluate(
      `({ ...spy, starts: undefined, now: performance.now(), begun: spy.starts.filter(({ context, when }) => when <= context.currentTime).length })`,
    ),
  );

/** Waits until the answer has sounded for so long, milliseconds. A page's policy lets no condition be evaluated in it. */
const sounded = async (page: Page, ms: number): Promise<void> => {
  await expect
    .poll(
      async () => {
        const { firstLoud, now } = await spied(page);
        return firstLoud === null ? -1 : now - firstLoud;
      },
      { timeout: 90_000, interval: 50 },
    )
    .toBeGreaterThan(ms);
};

const speakButton = (page: Page) => page.getByRole('button', { name: /^Speak/ });

/** Says the question into the microphone and sends it. */
async function ask(page: Page): Promise<void> {
  await speakButton(page).click();
  await page.getByRole('status').filter({ hasText: 'Listening' }).waitFor({ state: 'attached' });
  await page.waitForTimeout(SAYING_MS);
  await page.getByRole('button', { name: 'Send what you said' }).click();
}

async function openLesson() {
  const visit = await open('desktop');
  await visit.context.grantPermissions(['microphone'], { origin: URL_OF_PRODUCT });
  await visit.page.addInitScript(SPY);
  await signIn(visit.page, 'learner');
  const id = (await begin(visit.page)).split('/').at(-1) ?? '';
  return { ...visit, id };
}

if (provider === undefined) console.log('This product’s models take no script: spoken turns are left out.');
else if (await canTranscribe()) describe('spoken turns', spokenTurns);
else
  it('says in one sentence that nothing here can transcribe', async () => {
    console.log(`No speech recognition is installed (${INSTALL}): spoken turns are left out.`);
    const { page, close } = await openLesson();
    await ask(page);
    await page.locator('.composer .wrong').waitFor();
    await close();
  });

function spokenTurns() {
  beforeAll(() => letTutorSay([{ text: ANSWER, paceMs: 80 }]));
  afterAll(() => letTutorBe(null));

  it('a spoken question is heard, answered and spoken, the sound before the text is whole', async () => {
    const { page, troubles, close } = await openLesson();
    await speakButton(page).click();
    await page.getByRole('status').filter({ hasText: 'Listening' }).waitFor({ state: 'attached' });
    await expectAccessible(page);
    await page.waitForTimeout(SAYING_MS);
    await page.getByRole('button', { name: 'Send what you said' }).click();
    await page.locator('.you').first().waitFor();
    const transcript = (await page.locator('.you').first().innerText()).toLowerCase();
    expect(transcript).toMatch(/three|main|ideas/);
    await page.locator('.tutor:has(.after)').first().waitFor();
    await sounded(page, 0);
    const { frames, firstLoud } = await spied(page);
    const at = (event: string, role?: string) =>
      frames.find(({ way, frame }) => way === 'in' && frame.event === event && frame.data.role === role)
        ?.at ?? 0;
    const whole = at('session:message', 'assistant');
    const asked =
      frames.find(({ way, frame }) => way === 'out' && frame.event === 'session:voice:stop')?.at ?? 0;
    console.log(
      `transcript after ${Math.round(at('session:voice:transcript') - asked)} ms; from then: first word ` +
        `${Math.round(at('session:delta') - at('session:voice:transcript'))} ms, first sound ` +
        `${Math.round((firstLoud ?? 0) - at('session:voice:transcript'))} ms, whole text ` +
        `${Math.round(whole - at('session:voice:transcript'))} ms`,
    );
    expect(firstLoud).toBeLessThan(whole);
    expect(troubles).toEqual([]);
    await close();
  });

  it('falls silent within 200 ms when the learner speaks, and the log holds what was heard', async () => {
    const { page, id, troubles, close } = await openLesson();
    await ask(page);
    await sounded(page, 700);
    await speakButton(page).click();
    await page.waitForTimeout(1200);
    const { frames, pressedAt, lastLoud } = await spied(page);
    console.log(`silent ${Math.round((lastLoud ?? 0) - (pressedAt ?? 0))} ms after the press`);
    expect((lastLoud ?? 0) - (pressedAt ?? 0)).toBeLessThan(200);
    const cancel = frames.find(({ way, frame }) => way === 'out' && frame.event === 'session:cancel');
    const heard = cancel?.frame.data.heard?.index ?? -1;
    expect(heard).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Escape');
    await page.locator('#say').waitFor();
    // What was said is cut in the log, on the page, and stays so.
    await page.getByText('You stopped this answer').waitFor();
    const written = frames
      .filter(({ frame }) => frame.event === 'session:delta')
      .map(({ frame }) => frame.data.text ?? '')
      .join('');
    const { items } = z
      .object({ items: z.array(z.object({ role: z.string(), status: z.string(), content: z.string() })) })
      .parse(await (await page.request.get(`/api/learning/sessions/${id}/messages`)).json());
    const answer = items.findLast(({ role }) => role === 'assistant');
    expect(answer?.status).toBe('cancelled');
    expect(written.startsWith((answer?.content ?? '?').slice(0, 40))).toBe(true);
    expect((answer?.content ?? '').length).toBeLessThan(written.trimEnd().length);
    const sentences = [
      ...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(answer?.content ?? ''),
    ];
    expect(sentences.filter(({ segment }) => /\p{L}{2}/u.test(segment)).length).toBe(heard + 1);
    expect(troubles).toEqual([]);
    await close();
  });

  it('typing goes on in the same log', async () => {
    const { page, close } = await openLesson();
    await ask(page);
    await page.locator('.tutor:has(.after)').first().waitFor();
    await page.locator('#say').fill('And what is herd immunity?');
    await page.keyboard.press('Enter');
    await page.locator('.tutor:has(.after)').nth(1).waitFor();
    expect(await page.locator('.you').count()).toBe(2);
    await page.reload();
    await page.getByText('And what is herd immunity?').waitFor();
    expect(await page.locator('.you').count()).toBe(2);
    await close();
  });
}

it('a microphone that is not allowed is said so, and typing goes on', async () => {
  const { page, close } = await open('phone');
  await signIn(page, 'learner');
  await begin(page);
  await speakButton(page).click();
  await page.getByText('The microphone is not allowed here.').waitFor();
  await expectAccessible(page);
  expect(await page.locator('#say').isVisible()).toBe(true);
  await close();
});
