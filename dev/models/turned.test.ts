/** 156 references of all subjects with answers that turn them round, in two wordings each, and one that says the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { judgeAnswer } from './judge.ts';

const Row = z.object({
  /** Heuristics were made on the one half and counted on the other; the rows of `later` are of sides, degrees and denials. */
  half: z.enum(['develop', 'report', 'later']),
  kind: z.string(),
  question: z.string(),
  reference: z.string(),
  wrong: z.array(z.string()),
  right: z.array(z.string()),
});
const rows = readFileSync(new URL('turned.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Row.parse(JSON.parse(line)));

/** What the product takes for right. */
const PASSED = 0.7;
/** Without the sense of an embedding: it sees none of these differences, and weighs a tenth. */
const senseless = {
  embed: async (texts: readonly string[]) => texts.map(() => new Float32Array(1024)),
  close: async () => {},
};

async function passedOf(half: string, which: 'wrong' | 'right'): Promise<{ passed: string[]; all: number }> {
  const asked = rows
    .filter((row) => row.half === half)
    .flatMap((row) => row[which].map((answer) => ({ ...row, kind: 'open', options: [], answer })));
  const verdicts = await Promise.all(asked.map((one) => judgeAnswer(one, senseless)));
  const passed = asked.filter((_, place) => (verdicts[place]?.score ?? 0) >= PASSED);
  return { passed: passed.map(({ answer }) => answer), all: asked.length };
}

describe.each([
  ['develop', { asked: 138, most: 1, leastRight: 67 }],
  ['report', { asked: 134, most: 0, leastRight: 66 }],
  ['later', { asked: 40, most: 0, leastRight: 20 }],
])('the %s half', (half, { asked, most, leastRight }) => {
  test('answers that turn the reference round are not taken for right', async () => {
    const { passed, all } = await passedOf(half, 'wrong');
    expect(all).toBe(asked);
    expect(passed.length, passed.join('\n')).toBeLessThanOrEqual(most);
  });

  test('answers that say the same in other words are', async () => {
    expect((await passedOf(half, 'right')).passed.length).toBeGreaterThanOrEqual(leastRight);
  });
});
