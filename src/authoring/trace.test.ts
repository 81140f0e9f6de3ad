import { describe, expect, test } from 'vitest';
import { isGrounded, nearestSentence, readSource, traceTo } from './trace.ts';

const SOURCE = readSource(
  [
    'Never wash raw chicken, because splashes spread Campylobacter up to 50 cm.',
    'Cook poultry to 75 °C in the middle. Bacteria may double every twenty minutes.',
    'The inspectors call this the “danger zone”.',
    '- A batch of 1,500 g needs 2.5 hours in the cold room.',
  ].join('\n\n'),
  'en',
);

describe('a claim is traced', () => {
  test.each([
    ['Do not wash raw chicken', 0],
    ['Splashes spread Campylobacter', 0],
    ['Cook poultry to 75 °C', 1],
    ['Poultry should be cooked to 75 °C in its middle', 1],
    ['Bacteria double every 20 minutes', 2],
    ['Inspectors call it the “danger zone”', 3],
    ['A batch of 1500 g needs 2,5 hours in the cold room', 4],
    ['Cook poultry to 75 °C, for bacteria may double every 20 minutes', 1],
  ])('%s', (claim, sentence) => {
    expect(traceTo(claim, SOURCE)).toBe(sentence);
  });
});

describe('a claim is not traced', () => {
  test.each([
    ['another number', 'Cook poultry to 65 °C'],
    ['another unit', 'Cook poultry to 75 °F'],
    ['another name', 'Splashes spread Salmonella'],
    ['a denial of what is stated', 'Bacteria never double every 20 minutes'],
    ['a statement of what is denied', 'Wash raw chicken before cooking'],
    ['another quotation', 'Inspectors call it the “death zone”'],
    ['another subject', 'The moon is made of cheese'],
    ['two sentences that are no neighbours', 'Never wash raw chicken for 2.5 hours in the cold room'],
    ['nothing', ''],
  ])('%s', (_, claim) => {
    expect(traceTo(claim, SOURCE)).toBeUndefined();
  });
});

test('numbers are compared by value, whatever their language writes between digits', () => {
  const german = readSource('Die Anlage kostet 1.500,00 Euro und wiegt 3,5 Tonnen.', 'de');
  expect(traceTo('Die Anlage wiegt 3.5 Tonnen', german)).toBe(0);
  expect(traceTo('Die Anlage wiegt 35 Tonnen', german)).toBeUndefined();
});

test('a language without spaces is read by the segmenter', () => {
  const chinese = readSource('疫苗训练免疫系统识别病原体。大多数疫苗需要两次接种。', 'zh');
  expect(traceTo('疫苗训练免疫系统', chinese)).toBe(0);
  expect(traceTo('抗生素杀死病毒', chinese)).toBeUndefined();
});

test('the nearest sentence is offered only where it is near', () => {
  expect(nearestSentence('Wash the raw chicken well', SOURCE)).toBe(0);
  expect(nearestSentence('Compile the kernel modules', SOURCE)).toBeUndefined();
});

test('a heading needs its names and numbers somewhere in the source', () => {
  expect(isGrounded('Cooking Poultry', SOURCE)).toBe(true);
  expect(isGrounded('Cooking Poultry in Norway', SOURCE)).toBe(false);
  expect(isGrounded('7 rules for poultry', SOURCE)).toBe(false);
});
