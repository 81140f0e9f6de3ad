/** What authoring makes of models that do well, badly, or nothing. */
import { describe, expect, test } from 'vitest';
import { createMp3Encoder } from 'wasm-media-encoders';
import { AppError } from '../base/errors.ts';
import { NuggetId, newId, OrganizationId } from '../base/ids.ts';
import type { Caller, Models } from '../models/port.ts';
import { piecesOf, speakSlides } from './audio.ts';
import { describeNugget } from './describe.ts';
import { imagePrompt } from './image.ts';
import { makeQuestions } from './questions.ts';
import { readOut, writeScripts } from './script.ts';
import { bulletsOf, makeSlides } from './slides.ts';
import { readSource, traceTo } from './trace.ts';

const CONTENT =
  'Yeast turns sugar into alcohol and carbon dioxide. Dough rises because the gas is caught in a net of gluten. ' +
  'At 27 °C dough doubles in about 90 minutes; at 4 °C it takes a night. Salt slows yeast and strengthens gluten. ' +
  'A loaf is baked when its core reaches 96 °C. Bread is never cut while it is hot, for the crumb is still setting.';

const nugget = {
  id: newId(NuggetId),
  title: 'How dough rises',
  content: CONTENT,
  headings: ['Baking', 'How dough rises'],
  language: 'en',
  metadata: null,
};
const caller: Caller = { organizationId: newId(OrganizationId), task: 'slides' };

/** A model that writes this, whatever it is asked; what doesn't fit the schema is what `complete` would refuse. */
const writes = (value: unknown): Pick<Models, 'complete'> => ({
  complete: async ({ schema }) => {
    const read = schema.safeParse(value);
    if (!read.success) throw new AppError('upstream_error');
    return read.data;
  },
});
const fails = (error: Error): Pick<Models, 'complete'> => ({ complete: () => Promise.reject(error) });
const down = fails(new AppError('upstream_error'));

describe('a description', () => {
  const good = {
    title: 'Why dough rises',
    topics: ['fermentation', ' gluten ', 'Gluten', ''],
    difficulty: 3,
    prerequisites: ['yeast', 'gluten'],
    estimatedTime: 1,
    relatedConcepts: ['salt'],
    language: 'en',
  };

  test('is the model’s, tidied', async () => {
    const { title, metadata, by } = await describeNugget({ models: writes(good) }, caller, nugget);
    expect({ title, by }).toEqual({ title: 'Why dough rises', by: 'model' });
    expect(metadata).toMatchObject({
      topics: ['fermentation', 'gluten'],
      prerequisites: ['yeast'],
      difficulty: 3,
    });
  });

  test('takes no year to read because a model says so', async () => {
    const slow = { ...good, estimatedTime: 525_600 };
    const { metadata } = await describeNugget({ models: writes(slow) }, caller, nugget);
    expect(metadata.estimatedTime).toBeLessThanOrEqual(3);
  });

  test.each([
    ['nothing', undefined],
    ['a difficulty of eleven', { ...good, difficulty: 11 }],
    ['a page of HTML', '<html>'],
  ])('is counted from the text where the model writes %s', async (_, value) => {
    const { title, metadata, by } = await describeNugget({ models: writes(value) }, caller, nugget);
    expect({ title, by }).toEqual({ title: 'How dough rises', by: 'extraction' });
    expect(metadata.topics.join()).toContain('dough');
    expect(metadata.difficulty).toBeGreaterThanOrEqual(1);
    expect(metadata.difficulty).toBeLessThanOrEqual(10);
  });

  test('waits for a provider that will be asked again, and for a budget that is spent', async () => {
    const patient = { ...nugget, willRetry: true };
    await expect(describeNugget({ models: down }, caller, patient)).rejects.toThrow(AppError);
    const spent = fails(new AppError('rate_limited', 'The budget is spent.'));
    await expect(describeNugget({ models: spent }, caller, nugget)).rejects.toThrow('spent');
  });
});

describe('slides', () => {
  const source = readSource(CONTENT, 'en');
  const untraced = (slides: readonly { content: string }[]) =>
    slides.flatMap(bulletsOf).filter((bullet) => traceTo(bullet, source) === undefined);

  test('keep what stands in the source and replace what does not by the nearest sentence', async () => {
    const deck = {
      slides: [
        {
          title: 'Yeast at work',
          bullets: ['Yeast turns sugar into carbon dioxide', 'Yeast was tamed in Egypt in 3000 BC'],
        },
        {
          title: 'Warmth',
          bullets: ['At 27 °C dough doubles in about 30 minutes', 'At 4 °C dough takes a night'],
        },
        {
          title: 'Secrets of Paris',
          bullets: ['A loaf is baked when its core reaches 96 °C', 'Bread is cut while it is hot'],
        },
      ],
    };
    const { slides } = await makeSlides({ models: writes(deck) }, caller, nugget);
    expect(untraced(slides)).toEqual([]);
    const bullets = slides.flatMap(bulletsOf);
    expect(bullets).toContain('Yeast turns sugar into carbon dioxide');
    expect(bullets).toContain('At 27 °C dough doubles in about 90 minutes; at 4 °C it takes a night.');
    expect(bullets).toContain('Bread is never cut while it is hot, for the crumb is still setting.');
    expect(bullets.join()).not.toMatch(/Egypt|30 minutes/);
    expect(slides.map(({ title }) => title)).not.toContain('Secrets of Paris');
    expect(slides.map(({ order }) => order)).toEqual([0, 1, 2]);
  });

  test.each([
    ['is down', down],
    [
      'makes everything up',
      writes({ slides: [{ title: 'Aliens', bullets: ['Zorgons built pyramids in 1492'] }] }),
    ],
    ['writes an empty deck', writes({ slides: [] })],
    ['writes one full slide', writes({ slides: [{ title: 'All', bullets: CONTENT.split('. ') }] })],
  ])('are three at least and traced where the model %s', async (_, models) => {
    const { slides } = await makeSlides({ models }, caller, nugget);
    expect(slides.length).toBeGreaterThanOrEqual(3);
    expect(slides.length).toBeLessThanOrEqual(7);
    expect(untraced(slides)).toEqual([]);
    const bullets = slides.flatMap(bulletsOf);
    expect(new Set(bullets).size).toBe(bullets.length);
  });

  test('of the same deck have the same ids', async () => {
    const [once, again] = await Promise.all([
      makeSlides({ models: down }, caller, nugget),
      makeSlides({ models: down }, caller, nugget),
    ]);
    expect(again).toEqual(once);
  });

  test.each([
    ['One sentence only.', 1],
    ['???', 0],
    ['A working guide for cafés, canteens and everyone who cooks for others', 3],
    ['Wash your hands. Dry them.', 3],
    ['疫苗训练免疫系统。它们很安全。', 3],
  ])('of hardly any text are as many as it bears: %s', async (content, count) => {
    const { slides } = await makeSlides({ models: down }, caller, { ...nugget, content });
    expect(slides.length).toBe(count);
    const tiny = readSource(content, 'en');
    expect(slides.flatMap(bulletsOf).filter((bullet) => traceTo(bullet, tiny) === undefined)).toEqual([]);
  });

  test('of a table say its rows in words, also where the model made too little of it', async () => {
    const content =
      'Word | Meaning\nCommit | A snapshot with author and time\nBranch | A movable label for a commit\nHEAD | The label that says where you are';
    const little = { slides: [{ title: 'Words', bullets: ['Commit | A snapshot with author and time'] }] };
    const { slides, by } = await makeSlides({ models: writes(little) }, caller, { ...nugget, content });
    expect(by).toBe('extraction');
    expect(slides.flatMap(bulletsOf)).toEqual([
      'Commit: A snapshot with author and time',
      'Branch: A movable label for a commit',
      'HEAD: The label that says where you are',
    ]);
  });
});

describe('scripts', () => {
  test('are the model’s where they speak of the slide, else the slide read out', async () => {
    const { slides } = await makeSlides({ models: down }, caller, nugget);
    const [first, second] = slides;
    if (!first || !second) throw new Error('there are slides');
    const spoken = `Let us look at this together.\n\n${bulletsOf(first).join(' ')}`;
    const written = {
      slides: [
        { order: 0, script: `${spoken} *[pause]*` },
        { order: 1, script: 'Dough rises at 1,000 degrees on the moon, as everybody knows.' },
      ],
    };
    const { slides: scripted, by } = await writeScripts({ models: writes(written) }, caller, nugget, slides);
    expect(by).toBe('model');
    expect(scripted[0]?.script).toBe(spoken);
    expect(scripted[1]?.script).toBe(readOut(second));
    expect(scripted.every(({ script }) => (script ?? '').length > 10)).toBe(true);
    expect(scripted.map(({ content }) => content)).toEqual(slides.map(({ content }) => content));
  });
});

test('what a reviewer said against the last attempt is told to the next', async () => {
  const told: string[] = [];
  const models: Pick<Models, 'complete'> = {
    complete: async ({ name, messages }) => {
      if (messages[0]?.content.includes('Too many kilograms.')) told.push(name);
      throw new AppError('upstream_error');
    },
  };
  const rejected = { ...nugget, rejection: 'Too many kilograms.' };
  await describeNugget({ models }, caller, rejected);
  const { slides } = await makeSlides({ models }, caller, rejected);
  await writeScripts({ models }, caller, rejected, slides);
  await makeQuestions({ models }, caller, rejected);
  expect(told).toEqual(['metadata', 'slides', 'script', 'questions']);
  expect(imagePrompt(rejected)).toContain('Too many kilograms.');
});

describe('questions', () => {
  test('that do not hold are dropped, and the source makes up for them', async () => {
    const proposed = (over: object) => ({
      kind: 'choice',
      question: 'What does salt do to yeast?',
      options: ['slows', 'feeds', 'kills', 'colours'],
      answer: 'slows',
      rubric: '',
      misconceptions: [{ option: 'kills', why: 'Much salt kills; a baker’s pinch does not.' }],
      quote: 'Salt slows yeast and strengthens gluten.',
      concept: 'salt',
      difficulty: 4,
      ...over,
    });
    const written = {
      questions: [
        proposed({}),
        proposed({ question: 'Salt slows what?', answer: 'slows' }),
        proposed({ question: 'What did Pasteur find?', quote: 'Pasteur found it in 1857.' }),
        proposed({ question: 'What is right here?', options: ['slows', 'slows', 'feeds'] }),
      ],
    };
    const { questions: made, by } = await makeQuestions({ models: writes(written) }, caller, nugget);
    expect(by).toBe('model');
    expect(made.length).toBeGreaterThanOrEqual(3);
    expect(made[0]).toMatchObject({
      kind: 'choice',
      answer: 'slows',
      misconceptions: { kills: expect.stringContaining('pinch') },
      difficulty: 1 / 3,
    });
    expect(made.map(({ question }) => question)).not.toContain('What did Pasteur find?');
    expect(made.every(({ quote }) => CONTENT.includes(quote))).toBe(true);
  });

  test('are three at least without any model, the same each time', async () => {
    const [once, again] = await Promise.all([
      makeQuestions({ models: down }, caller, nugget),
      makeQuestions({ models: down }, caller, nugget),
    ]);
    expect(once).toMatchObject({ by: 'extraction' });
    expect(once.questions.length).toBeGreaterThanOrEqual(3);
    expect(again).toEqual(once);
  });
});

/** A bucket of which only what sound needs is there. */
function bucket() {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    get: async (key: string) => {
      const kept = objects.get(key);
      return kept === undefined ? null : { arrayBuffer: async () => Uint8Array.from(kept).buffer };
    },
    put: async (key: string, value: Uint8Array) => {
      objects.set(key, value);
    },
  };
}

async function beep(): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 24_000, channels: 1, bitrate: 64 });
  const body = Uint8Array.from(encoder.encode([new Float32Array(24_000)]));
  return Uint8Array.from([...body, ...encoder.finalize()]);
}

describe('speech', () => {
  const slide = (order: number, script: string | null) => ({
    ...{ id: String(order), title: 'T', content: '- c', order, script, audioUrl: null },
  });

  async function speak(
    audio: Uint8Array,
    voice = 'alloy',
    store = bucket(),
    scripts: (string | null)[] = ['One.', 'Two.'],
    language = 'en',
  ) {
    const said: string[] = [];
    const models = {
      voiceKey: async () => voice,
      speak: async (_: Caller, text: string) => {
        said.push(text);
        return { audio, mimeType: 'audio/mpeg' };
      },
    };
    const slides = scripts.map((script, order) => slide(order, script));
    return {
      said,
      spoken: await speakSlides({ models, bucket: store }, caller, { id: nugget.id, slides, language }),
      store,
    };
  }

  test('is paid once for a script and a voice', async () => {
    const audio = await beep();
    const { said, spoken, store } = await speak(audio);
    expect(said).toEqual(['One.', 'Two.']);
    expect(spoken.slides.every(({ duration }) => (duration ?? 0) > 0.9)).toBe(true);
    expect((await speak(audio, 'alloy', store)).said).toEqual([]);
    expect((await speak(audio, 'alloy', store, ['One.', 'Three.'])).said).toEqual(['Three.']);
    expect((await speak(audio, 'nova', store)).said).toEqual(['One.', 'Two.']);
  });

  test('in a language that the voice lacks is refused before anything is paid', async () => {
    const audio = await beep();
    const inGerman = (voice: string) => speak(audio, voice, bucket(), ['Eins.', 'Zwei.'], 'de-AT');
    await expect(inGerman('elevenlabs/eleven_flash_v2/rachel')).rejects.toThrow('does not speak');
    expect((await inGerman('elevenlabs/eleven_flash_v2_5/rachel')).said).toEqual(['Eins.', 'Zwei.']);
    expect((await inGerman('openai-standard/a-voice-of-ones-own/x')).said).toHaveLength(2);
  });

  test('of a slide without a script is silence', async () => {
    const { spoken, said } = await speak(await beep(), 'alloy', bucket(), [null, ' ']);
    expect(said).toEqual([]);
    expect(spoken.audioUrl).toBeNull();
  });

  test.each([
    ['a page of HTML', new TextEncoder().encode('<!doctype html><title>Bad gateway</title>')],
    ['nothing', new Uint8Array()],
  ])('that is %s is refused, and nothing is kept', async (_, audio) => {
    const store = bucket();
    await expect(speak(audio, 'alloy', store)).rejects.toThrow('not MP3');
    expect(store.objects.size).toBe(0);
  });

  test('is asked for in pieces of at most the provider’s limit', () => {
    const script = `${'Bees keep warm. '.repeat(400)}${'x'.repeat(9000)}😀`;
    const pieces = piecesOf(script, 'en');
    expect(pieces.every(({ length }) => length <= 4000)).toBe(true);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces.join('').replaceAll(' ', '')).toBe(script.replaceAll(' ', ''));
  });
});
