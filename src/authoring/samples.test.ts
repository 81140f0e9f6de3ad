/** What comes of the sample documents, with the offline models and with a provider that speaks the real wires. */
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorByWire } from '../../dev/author-by-wire.ts';
import {
  type Authored,
  authorNugget,
  chunksOf,
  openStudio,
  type Studio,
  sampleFiles,
} from '../../dev/authored.ts';
import { expectedSeconds } from '../../dev/expected-seconds.ts';
import { startModels } from '../../dev/models/server.ts';
import { startWire, type Wire } from '../../dev/wire.ts';
import { faultOf, GAP } from './question-check.ts';
import { bulletsOf } from './slides.ts';
import { readSource, traceTo } from './trace.ts';

/** Every nugget takes minutes on a slow machine: a tenth of them is spoken and painted, a third described, unless LONG=1. */
const isLong = process.env['LONG'] === '1';
const DESCRIBED = isLong ? 1 : 3;
const SPOKEN = isLong ? 1 : 12;

const samples = sampleFiles().map((file) => [basename(file), file] as const);

/** All that is asked of a published nugget. */
function expectWhole({ content, slides, sounds, wholeSeconds, painted, title, questions }: Authored): void {
  expectWords({ content, slides, questions });
  expect(sounds).toHaveLength(slides.length);
  const said = sounds.reduce((sum, { text }) => sum + expectedSeconds(text), 0);
  const heard = sounds.reduce((sum, { seconds }) => sum + seconds, 0);
  expect(Math.abs(heard / said - 1)).toBeLessThan(0.1);
  for (const [place, { text, seconds }] of sounds.entries()) {
    expect([text, Math.abs(seconds / expectedSeconds(text) - 1) <= 0.1]).toEqual([text, true]);
    expect(Math.abs((slides[place]?.duration ?? 0) - seconds)).toBeLessThan(0.1);
  }
  expect(Math.abs((wholeSeconds ?? 0) - heard)).toBeLessThan(0.2);
  expect(painted?.widths).toEqual([1024, 640, 320]);
  expect(painted?.imageAlt).toContain(title);
}

function expectWords({
  content,
  slides,
  questions,
}: Pick<Authored, 'content' | 'slides' | 'questions'>): void {
  expect(slides.length).toBeGreaterThanOrEqual(3);
  expect(slides.length).toBeLessThanOrEqual(7);
  expect(slides.every(({ script }) => (script ?? '').trim() !== '')).toBe(true);
  const source = readSource(content, 'en');
  expect(questions.length).toBeGreaterThanOrEqual(3);
  const faults = questions.map((one) => faultOf({ ...one, options: one.options ?? [] }, source));
  expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
}

/** The share of bullets that are traced to a sentence. */
function tracedShare(nuggets: readonly Authored[]): number {
  const traced = nuggets.flatMap(({ content, slides }) => {
    const source = readSource(content, 'en');
    return slides.flatMap(bulletsOf).map((bullet) => traceTo(bullet, source) !== undefined);
  });
  return traced.filter(Boolean).length / traced.length;
}

describe('with the offline models', () => {
  let offline: Awaited<ReturnType<typeof startModels>>;
  let studio: Studio;
  beforeAll(async () => {
    offline = await startModels({ pace: 0 });
    studio = openStudio({ url: offline.url, key: 'offline' });
  });
  afterAll(() => offline.close());

  test.each(samples)('%s', { timeout: isLong ? 900_000 : 120_000 }, async (_, file) => {
    const made: Authored[] = [];
    for (const [place, chunk] of (await chunksOf(file)).entries()) {
      if (place % DESCRIBED !== 0) continue;
      const isWhole = place % SPOKEN === 0;
      const nugget = await authorNugget(studio, chunk, isWhole);
      if (isWhole) expectWhole(nugget);
      else expectWords(nugget);
      made.push(nugget);
    }
    expect(tracedShare(made)).toBeGreaterThanOrEqual(0.98);
  });
});

describe('with a provider on the real wires', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire(authorByWire);
  });
  afterAll(() => wire.close());

  /** The first nugget of the document that says enough. */
  async function nuggetOf(file: string): Promise<{ content: string; headings: string[] }> {
    const found = (await chunksOf(file)).find(
      ({ content }) => readSource(content, 'en').sentences.length >= 6,
    );
    if (found === undefined) throw new Error(`${file} says nothing at length`);
    return found;
  }

  test.each(samples)('%s, spoken by OpenAI and by ElevenLabs', async (_, file) => {
    const nugget = await nuggetOf(file);
    for (const [qualityTier, path, model] of [
      ['low', '/v1/audio/speech', 'tts-1'],
      [
        'high',
        '/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM?output_format=mp3_44100_128',
        'eleven_multilingual_v2',
      ],
    ] as const) {
      const studio = openStudio({ url: `${wire.url}/v1`, key: 'k' }, { voice: { qualityTier } });
      const before = wire.asked.length;
      const made = await authorNugget(studio, nugget, true);
      expectWhole(made);
      expect(tracedShare([made])).toBe(1);
      expect([made.by, made.slidesBy, made.title]).toEqual(['model', 'model', 'A title of the model’s own']);
      expect(made.questions.every(({ question }) => GAP.test(question))).toBe(true);
      const asked = wire.asked.slice(before);
      const speech = asked.filter((one) => one.path === path);
      expect(speech).toHaveLength(made.slides.length);
      expect(Object(speech[0]?.body)).toMatchObject(
        qualityTier === 'low'
          ? { model, voice: 'alloy', response_format: 'mp3' }
          : { model_id: model, text: made.slides[0]?.script },
      );
      expect(asked.filter((one) => one.path === '/v1/chat/completions')).toHaveLength(4);
      expect(asked.filter((one) => one.path === '/v1/images/generations')).toHaveLength(1);
    }
  });
});
