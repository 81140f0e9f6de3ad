import { afterAll, describe, expect, test } from 'vitest';
import { printFigures } from '../../dev/print-figures.ts';
import { samplePassages, sampleSentences } from '../../dev/test-sources.ts';
import { type CitationNeeds, checkCitations, GENERAL_KNOWLEDGE, standsIn } from './citations.ts';

const needs: CitationNeeds = { pages: async ({ page, text }) => [{ page, text }] };
const check = (answer: string) => checkCitations(answer, samplePassages, needs);
const PLANTED = 50;
const planted = sampleSentences.slice(0, PLANTED);

/** Ways in which a true quotation may be written. */
const TRUE_FORMS: readonly ((sentence: string, n: number) => string)[] = [
  (s, n) => `“${s}” [${n}]`,
  (s, n) => `As the text has it, "${s.replace(/\.$/, '')}" [${n}].`,
  (s, n) => `That is so [${n}: "${s}"].`,
  (s, n) => `“**${s.toUpperCase()}**” [${n}]`,
  (s, n) => `“${s.split(' ').slice(0, 4).join(' ')} … ${s.split(' ').slice(-3).join(' ')}” [${n}]`,
  (s, n) => `- “${s.replaceAll('-', '–').replaceAll("'", '’')}”[${n}]`,
  (s, n) => `${s.replace(/\.$/, '')} [${n}].`,
];

const other = (n: number): number => (n % samplePassages.length) + 1;
const middle = (s: string, change: (word: string) => string): string => {
  const words = s.split(' ');
  const at = Math.floor(words.length / 2);
  return [...words.slice(0, at), change(words[at] ?? ''), ...words.slice(at + 1)].join(' ');
};

/** Ways in which one may be false: a word changed, added or gone, the wrong passage, a thing nobody wrote. */
const FALSE_FORMS: readonly ((sentence: string, n: number) => string)[] = [
  (s, n) => `“${middle(s, (word) => `${word}x`)}” [${n}]`,
  (s, n) => `“${middle(s, (word) => `never ${word}`)}” [${n}]`,
  (s, n) => `“${middle(s, () => '')}” [${n}]`,
  (s, n) => `“${s}” [${other(n)}]`,
  (_s, n) => `“The moon is made of 42 kinds of green cheese.” [${n}]`,
  (_s, n) => `Penguins migrate across the Sahara every 11 years to feed on sand [${n}].`,
  (s, n) => `[${n}: "${s.replace(/\.$/, '')} and everybody knows it"]`,
  (s, n) => `“${s}” [${samplePassages.length + n}]`,
];

describe('citations', () => {
  const figures = { planted: 2 * PLANTED, trueKept: 0, falseDropped: 0 };
  afterAll(() => printFigures('citations', figures));

  test('there are sentences enough to plant', () => {
    expect(planted).toHaveLength(PLANTED);
  });

  test.each(planted.map((one, i) => ({ ...one, i })))(
    'true one $i is kept',
    async ({ sentence, passage, i }) => {
      const { citations, content, dropped } = await check(
        TRUE_FORMS[i % TRUE_FORMS.length]?.(sentence, passage.n) ?? '',
      );
      expect(dropped).toBe(0);
      expect(citations).toEqual([
        expect.objectContaining({ n: passage.n, page: passage.page, documentId: passage.documentId }),
      ]);
      expect(standsIn(citations[0]?.quote ?? '', passage.text)).toBe(true);
      expect(content).toContain(`[${passage.n}]`);
      figures.trueKept += 1;
    },
  );

  test.each(planted.map((one, i) => ({ ...one, i })))(
    'false one $i is dropped and marked',
    async ({ sentence, passage, i }) => {
      const { citations, content, dropped } = await check(
        FALSE_FORMS[i % FALSE_FORMS.length]?.(sentence, passage.n) ?? '',
      );
      expect([citations, dropped]).toEqual([[], 1]);
      expect(content).not.toMatch(/\[\d+/);
      expect(content).toContain(GENERAL_KNOWLEDGE);
      figures.falseDropped += 1;
    },
  );

  test('a paraphrase is kept with the source’s own sentence, and not where number or sense differ', async () => {
    const [passage] = samplePassages;
    if (passage === undefined) throw new Error('no sample');
    const text = 'Reefs grow about 3 centimetres every year in warm water. They do not grow in the dark.';
    const only = [{ ...passage, text }];
    const at = (answer: string) => checkCitations(answer, only, { pages: async () => [{ page: 7, text }] });
    expect((await at('In warm water a reef grows 3 centimetres per year [1].')).citations).toEqual([
      expect.objectContaining({ page: 7, quote: 'Reefs grow about 3 centimetres every year in warm water.' }),
    ]);
    expect((await at('In warm water a reef grows 30 centimetres per year [1].')).citations).toEqual([]);
    expect((await at('In warm water a reef does not grow 3 centimetres per year [1].')).citations).toEqual(
      [],
    );
  });

  test('several markers share a sentence, and only those that hold stay', async () => {
    const one = planted[0];
    if (one === undefined) throw new Error('no sample');
    const { content, citations } = await check(
      `“${one.sentence}” [${one.passage.n}][${other(one.passage.n)}] More [${one.passage.n}, 999]`,
    );
    expect(citations).toHaveLength(1);
    expect(content).toContain(`“${one.sentence}” [${one.passage.n}]`);
    expect(content).not.toContain(`[${other(one.passage.n)}]`);
  });

  test('the page that holds the words is the one that is cited', async () => {
    const [passage] = samplePassages;
    if (passage === undefined) throw new Error('no sample');
    const pages = [
      { page: 3, text: 'One thing stands here and goes over the' },
      { page: 4, text: 'edge of the page. Another stands only here.' },
    ];
    const at = (answer: string) =>
      checkCitations(answer, [{ ...passage, page: 3, lastPage: 4 }], { pages: async () => pages });
    expect((await at('“Another stands only here.” [1]')).citations[0]?.page).toBe(4);
    expect((await at('“goes over the edge of the page” [1]')).citations[0]?.page).toBe(3);
  });

  test('what is no citation stays as it is', async () => {
    for (const plain of [
      'An array a[0] and [a link](x).',
      'Nothing at all',
      '“A word” is quoted.',
      '1. one\n2. two',
    ])
      expect(await check(plain)).toEqual({ content: plain, citations: [], dropped: 0 });
  });
});
