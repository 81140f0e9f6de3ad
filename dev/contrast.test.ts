import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = readFileSync(new URL('../src/web/style/tokens.css', import.meta.url), 'utf8');

/** The tokens as they stand in the sheet: `--name` to its light and dark colour. */
const colours = new Map(
  [...sheet.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, theme: 'light' | 'dark'): number {
  const [one, two] = [colours.get(a), colours.get(b)];
  if (one === undefined || two === undefined) throw new Error(`no such token: ${a} or ${b}`);
  const [low = 0, high = 0] = [luminance(one[theme]), luminance(two[theme])].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Every pair that meets on a page: text 4.5, the bounds of a control 3. */
const TEXT = [
  ...['ground', 'surface', 'sunken', 'raised'].flatMap((on) =>
    ['ink', 'ink-2', 'ink-3', 'pen'].map((text) => [text, on]),
  ),
  ['ink-3', 'off'],
  ['on-pen', 'pen'],
  ['pen', 'pen-soft'],
  ['ink', 'pen-soft'],
  ['on-mark', 'mark'],
  ['mark-text', 'mark-soft'],
  ['ink', 'mark-soft'],
  ['ink-doc', 'mark-doc'],
  ['alert', 'surface'],
  ['alert', 'ground'],
  ['alert', 'alert-soft'],
  ['alert', 'raised'],
  ...[1, 2, 3, 4, 5].map((step) => [`on-m${step}`, `m${step}`]),
];
const BOUNDS = ['ground', 'surface', 'sunken', 'raised'].flatMap((on) => [
  ['line-strong', on],
  ['pen', on],
]);

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  it.each(TEXT)('%s on %s can be read', (text = '', on = '') => {
    expect(contrast(text, on, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(BOUNDS)('%s on %s can be seen', (bound = '', on = '') => {
    expect(contrast(bound, on, theme)).toBeGreaterThanOrEqual(3);
  });
});
