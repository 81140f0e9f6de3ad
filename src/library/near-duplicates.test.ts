import { expect, test } from 'vitest';
import { foldNearDuplicates } from './near-duplicates.ts';

const fold = (texts: readonly string[]) =>
  foldNearDuplicates(texts, (text) => text).map(({ kept, folded }) => [
    texts.indexOf(kept),
    ...folded.map((text) => texts.indexOf(text)),
  ]);

const POLICY =
  'Every visitor signs the book at the gate and wears a badge. Nobody walks through the workshop alone; the host ' +
  'fetches them, brings them back, and sees that goggles are worn wherever the floor is painted yellow.';

test('one text in another dress is found once: case, white space, marks, a word changed', () => {
  expect(
    fold([
      POLICY,
      'Goggles protect the eyes from splinters and splashes, and must fit over spectacles.',
      POLICY.toUpperCase(),
      POLICY.replace(/ /g, '\n').replace(/[.;,]/g, ' – '),
      POLICY.replace('yellow', 'orange'),
    ]),
  ).toEqual([[0, 2, 3, 4], [1]]);
});

test('texts of one subject, and sentences that differ in what matters, stay apart', () => {
  expect(
    fold([
      'At new moon the pulls add up, and the tide is higher than usual: a spring tide.',
      'At half moon they pull at right angles, and the difference is smallest: a neap tide.',
      'Store vaccines between 2 and 8 degrees.',
      'Store vaccines in the dark, between uses too.',
    ]),
  ).toEqual([[0], [1], [2], [3]]);
});

test('scripts without spaces are told apart and folded as well', () => {
  const tea = '茶葉は収穫後すぐに蒸して酸化を止め、揉みながら乾燥させて仕上げる。';
  const kiln = '陶器は素焼きのあと釉薬をかけ、もう一度高い温度の窯で焼き上げる。';
  expect(fold([tea, kiln, tea.replace('。', '．')])).toEqual([[0, 2], [1]]);
});

test.each([[[]], [['']], [['a', 'a', 'b']], [['', '', ' ']]])('small things: %j', (texts) => {
  expect(
    foldNearDuplicates(texts, (text) => text).flatMap(({ kept, folded }) => [kept, ...folded]),
  ).toHaveLength(texts.length);
});
