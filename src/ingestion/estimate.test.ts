import { describe, expect, test } from 'vitest';
import { DEFAULT_AI_MODELS } from '../settings/ai-models.ts';
import { quoteUpload, refusalOf, type Work, workOfFile } from './estimate.ts';
import { priceOfWork } from './price.ts';

const SETTINGS = {
  models: DEFAULT_AI_MODELS,
  speaker: { provider: 'openai-standard', model: 'tts-1', voice: 'alloy' },
  image: { model: 'gpt-image-1', quality: 'low' },
} as const;
const ALL = { audio: true, image: true };

const asking = (left: number) => async (work: Work) => ({ usd: priceOfWork(work, SETTINGS, ALL), left });

describe('an estimate', () => {
  test('grows with the work, and with what is made', () => {
    const work = { nuggets: 10, tokens: 2_300 };
    const words = priceOfWork(work, SETTINGS, { audio: false, image: false });
    expect(words).toBeGreaterThan(0);
    expect(priceOfWork(work, SETTINGS, ALL)).toBeGreaterThan(words + 10 * 0.011);
    expect(priceOfWork({ nuggets: 20, tokens: 4_600 }, SETTINGS, ALL)).toBeCloseTo(
      2 * priceOfWork(work, SETTINGS, ALL),
    );
    expect(priceOfWork({ nuggets: 0, tokens: 0 }, SETTINGS, ALL)).toBe(0);
  });

  test('of a text is of its size; of a packed file it is a guess that refuses nothing', () => {
    expect(workOfFile({ type: 'txt', size: 10_000 })).toMatchObject({ sure: true });
    expect(workOfFile({ type: 'pdf', size: 10_000 })).toMatchObject({ sure: false });
  });
});

describe('an upload', () => {
  const text = { type: 'txt', size: 200_000 } as const;
  const scan = { type: 'pdf', size: 40_000_000 } as const;

  test('within the budget is told what each file will cost', async () => {
    const [one = 0, two = 0] = await quoteUpload(asking(Number.POSITIVE_INFINITY), [
      text,
      { ...text, size: 400_000 },
    ]);
    expect(two / one).toBeCloseTo(2, 1);
  });

  test('of more text than the budget has room for is refused in words', async () => {
    await expect(quoteUpload(asking(0.5), [text])).rejects.toThrow(/about \$\d+\.\d\d, and \$0\.50 is left/);
  });

  test('is not refused for what a large picture book might cost, unless nothing is left at all', async () => {
    await expect(quoteUpload(asking(0.5), [scan])).resolves.toHaveLength(1);
    await expect(quoteUpload(asking(0), [scan])).rejects.toThrow(/nothing is left/);
  });

  test('of nothing at all costs nothing', async () => {
    expect(await quoteUpload(asking(0), [{ type: 'txt', size: 0 }])).toEqual([0]);
  });
});

test.each([
  [{ usd: 1, left: Number.POSITIVE_INFINITY }, null],
  [{ usd: 1, left: 1 }, null],
  [{ usd: 0, left: -3 }, null],
  [{ usd: 2, left: -3 }, /\$2\.00, and nothing is left/],
  [{ usd: 0.001, left: 0 }, /less than \$0\.01, and nothing/],
])('what %j means', ({ usd, left }, expected) => {
  const refusal = refusalOf({ usd, left });
  if (expected === null) expect(refusal).toBeNull();
  else expect(refusal).toMatch(expected);
});
