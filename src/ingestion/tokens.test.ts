import { countTokens as countWhole } from 'gpt-tokenizer/encoding/cl100k_base';
import { expect, test } from 'vitest';
import { countTokens } from './tokens.ts';

test('ordinary text is counted by the tokenizer itself', () => {
  const text = 'The hinge of the gate is oiled in spring; its paint lasts three winters.\n'.repeat(20);
  expect(countTokens(text)).toBe(countWhole(text));
});

test('long text without spaces is counted nearly as well', () => {
  const text = '茶葉は収穫後すぐに蒸して酸化を止め、揉みながら乾燥させて仕上げる。'.repeat(30);
  expect(Math.abs(countTokens(text) / countWhole(text) - 1)).toBeLessThan(0.03);
});

test('a word of megabytes takes no longer than its length', () => {
  expect(countTokens('a'.repeat(2_000_000))).toBeGreaterThan(100_000);
  expect(countTokens('😀'.repeat(100_000))).toBeGreaterThan(100_000);
});
