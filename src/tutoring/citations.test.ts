import { afterAll, describe, expect, test } from 'vitest';
import { printFigures } from '../../dev/print-figures.ts';
import { samplePassages, sampleSentences } from '../../dev/test-sources.ts';
import { type CitationNeeds, checkCitations, GENERAL_KNOWLEDGE, type Numbered } from './citations.ts';
import { standsIn } from './quotation.ts';

const needs: CitationNeeds = { pages: async ({ page, text }) => [{ page, text }] };
const check = (answer: string, at = needs) => checkCitations(answer, samplePassages, at);
const PLANTED = 50;
const planted = sampleSentences.slice(0, PLANTED);

const bare = (s: string): string => s.replace(/\.$/, '');
const firstWords = (s: string, n: number): string => s.split(' ').slice(0, n).join(' ');
const lastWords = (s: string, n: number): string => s.split(' ').slice(-n).join(' ');
const middle = (s: string, change: (word: string) => string): string => {
  const words = s.split(' ');
  const at = Math.floor(words.length / 2);
  return [...words.slice(0, at), change(words[at] ?? ''), ...words.slice(at + 1)].join(' ');
};

const NEGATION = /\b(?:not|no|never|nothing|without|cannot)\b/i;

type CitedPassage = Parameters<CitationNeeds['pages']>[0];
type Form = (sentence: string, passage: Numbered) => string;

/** Ways in which a true quotation may be written. */
const TRUE_FORMS: Record<string, Form> = {
  'in curly marks': (s, { n }) => `“${s}” [${n}]`,
  'in straight marks, without its stop': (s, { n }) => `As the text has it, "${bare(s)}" [${n}].`,
  'in guillemets': (s, { n }) => `«${s}» [ ${n} ]`,
  'in German marks': (s, { n }) => `Dort steht: „${s}“ [${n}]`,
  'within the brackets': (s, { n }) => `That is so [${n}: "${s}"].`,
  'shouted and set bold': (s, { n }) => `“**${s.toUpperCase()}**” [${n}]`,
  'with its middle left out': (s, { n }) =>
    NEGATION.test(s) ? `“${firstWords(s, 8)} …” [${n}]` : `“${firstWords(s, 4)} … ${lastWords(s, 3)}” [${n}]`,
  'in a list, its dashes and apostrophes set': (s, { n }) =>
    `- “${s.replaceAll('-', '–').replaceAll("'", '’')}”[${n}]`,
  'in part': (s, { n }) => `It says that “${s.split(' ').slice(1, 8).join(' ')}” [${n}].`,
  'decomposed, with hard spaces': (s, { n }) => `“${s.normalize('NFD').replaceAll(' ', '\u00a0')}” [${n}]`,
  'with soft hyphens': (s, { n }) => `“${s.replace(/(\w{3})(?=\w{3})/g, '$1\u00ad')}” [${n}]`,
  'wrapped over lines': (s, { n }) => `[${n}: "${s.replaceAll(' ', '\n  ')}"]`,
  'twice cited': (s, { n }) => `“${s}” [${n}, ${n}]`,
  'without any marks': (s, { n }) => `${bare(s)} [${n}].`,
  'in fewer words': (s, { n }) => `${bare(s).replace(/\b(?:the|an?|is|are|it|that) /gi, '')} [${n}].`,
};

/** Ways in which its page may be set: as it is; words broken at the ends of lines; ligatures, hard spaces, other dashes; short lines. */
const PAGES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/(\p{Ll}{3})(\p{Ll}{3,}) /gu, '$1-\n$2 '),
  (text) =>
    text
      .replaceAll('fi', 'ﬁ')
      .replaceAll('fl', 'ﬂ')
      .replaceAll(' ', '\u00a0')
      .replaceAll('-', '\u2011')
      .replaceAll("'", '’'),
  (text) => text.replaceAll(' ', ' \r\n'),
];

const wrap = (n: number): number => ((n - 1) % samplePassages.length) + 1;
const elsewhere = (title: string): number => samplePassages.find((one) => one.title !== title)?.n ?? 0;
const opposite = ({ title }: Numbered): string =>
  sampleSentences.findLast(({ passage }) => passage.title !== title)?.sentence ?? '';
/** Of a document that this organization does not have. */
const FOREIGN = 'A lease of thirty minutes binds both of the parties until the court has met.';

/** Ways in which one may be false. */
const FALSE_FORMS: Record<string, Form> = {
  'a word is another': (s, { n }) => `“${middle(s, (word) => `${word}x`)}” [${n}]`,
  'a letter is another’s twin': (s, { n }) =>
    `“${s.replace(/[aeo]/, (c) => ({ a: 'а', e: 'е', o: 'о' })[c] ?? c)}” [${n}]`,
  'a word is added': (s, { n }) => `“${middle(s, (word) => `never ${word}`)}” [${n}]`,
  'a word is gone': (s, { n }) => `“${middle(s, () => '')}” [${n}]`,
  'two words have changed places': (s, { n }) => {
    const [first = '', second = '', ...rest] = s.split(' ');
    return `“${[second, first, ...rest].join(' ')}” [${n}]`;
  },
  'the passage after holds it': (s, { n }) => `“${s}” [${wrap(n + 1)}]`,
  'another document holds it': (s, { title }) => `“${s}” [${elsewhere(title)}]`,
  'its document is another': (_s, passage) => `“${opposite(passage)}” [${passage.n}]`,
  'another organization’s document holds it': (_s, { n }) => `“${FOREIGN}” [${n}]`,
  'there is no such number': (s, { n }) => `“${s}” [${samplePassages.length + n}]`,
  'nobody wrote it': (_s, { n }) => `“The moon is made of 42 kinds of green cheese.” [${n}]`,
  'nobody wrote anything like it': (_s, { n }) =>
    `Penguins migrate across the Sahara every 11 years to feed on sand [${n}].`,
  'it goes on': (s, { n }) => `[${n}: "${bare(s)} and everybody knows it"]`,
  'its end comes first': (s, { n }) => `“${lastWords(bare(s), 4)} … ${firstWords(s, 4)}” [${n}]`,
  'it is stitched from two pages': (s, passage) =>
    `“${firstWords(s, 4)} … ${lastWords(opposite(passage), 4)}” [${passage.n}]`,
  'it is too short to be one, in brackets': (_s, { n }) =>
    `Penguins rule the Sahara from the moon [${n}: "the"].`,
  'it is too short to be one, in marks': (_s, { n }) =>
    `Penguins rule the Sahara, “and to”, from the moon [${n}].`,
  'it tells nothing': (_s, { n }) => `Penguins rule the Sahara, “it is … that the”, from the moon [${n}].`,
  'a true one stands before a sentence of the tutor’s own': (s, { n }) =>
    `“${s}” Penguins therefore migrate across the Sahara to feed on sand [${n}].`,
  'in own words, with a number of its own': (s, { n }) => `${bare(s)} in exactly 4711 cases [${n}].`,
  'in own words, turned around': (s, { n }) =>
    NEGATION.test(s) ? `${bare(s).replace(NEGATION, '')} [${n}].` : `It is not so that ${bare(s)} [${n}].`,
};

const seen = (all: Record<string, unknown>) => Object.keys(all).length * PLANTED;

describe('citations', () => {
  const figures = {
    trueOnes: seen(TRUE_FORMS),
    kept: 0,
    falseOnes: seen(FALSE_FORMS) + PLANTED,
    dropped: 0,
  };
  afterAll(() => printFigures('citations', figures));

  test('there are sentences enough to plant', () => {
    expect(planted).toHaveLength(PLANTED);
    expect(new Set(planted.map(({ passage }) => passage.title)).size).toBeGreaterThan(1);
  });

  test.each(Object.entries(TRUE_FORMS))(
    'a true one %s is kept, however its page is set',
    async (form, write) => {
      for (const [i, { sentence, passage }] of planted.entries()) {
        const answer = write(sentence, passage);
        const setting = (i + form.length) % PAGES.length;
        const pages = async ({ page, text }: CitedPassage) => [{ page, text: PAGES[setting]?.(text) ?? '' }];
        const { citations, content, dropped } = await check(answer, { pages });
        const what = `${answer} on a page set in way ${setting}`;
        expect(citations, what).toEqual([
          expect.objectContaining({ n: passage.n, page: passage.page, documentId: passage.documentId }),
        ]);
        expect(dropped, what).toBe(0);
        expect(standsIn(citations[0]?.quote ?? '', passage.text), what).toBe(true);
        expect(content, what).toContain(`[${passage.n}]`);
        expect(content, what).not.toContain(GENERAL_KNOWLEDGE);
        figures.kept += 1;
      }
    },
  );

  test.each(Object.entries(FALSE_FORMS))('a false one is dropped and marked: %s', async (_form, write) => {
    for (const { sentence, passage } of planted) {
      const answer = write(sentence, passage);
      const { citations, content, dropped } = await check(answer);
      expect([citations, dropped], answer).toEqual([[], 1]);
      expect(content, answer).not.toMatch(/\[\s*\d+/);
      expect(content.endsWith(GENERAL_KNOWLEDGE) || content.endsWith(`${GENERAL_KNOWLEDGE}.`), answer).toBe(
        true,
      );
      figures.dropped += 1;
    }
  });

  test('a false one is dropped and marked: its nugget says so and its page does not', async () => {
    const pages = async ({ page, nuggetId }: CitedPassage) => {
      const at = samplePassages.findIndex((one) => one.nuggetId === nuggetId);
      return [{ page, text: samplePassages[(at + 1) % samplePassages.length]?.text ?? '' }];
    };
    for (const { sentence, passage } of planted) {
      const { citations, content } = await check(`“${sentence}” [${passage.n}]`, { pages });
      expect(citations, sentence).toEqual([]);
      expect(content, sentence).toContain(GENERAL_KNOWLEDGE);
      figures.dropped += 1;
    }
  });

  test('what an ellipsis leaves out is near, and no “not”', () => {
    const page = `Corals do not like cold water. ${'They grow in the light. '.repeat(40)}Fish like it well.`;
    expect(standsIn('Corals do … like cold water', page)).toBe(false);
    expect(standsIn('Corals … cold water', page)).toBe(false);
    expect(standsIn('Corals do not … cold water', page)).toBe(true);
    expect(standsIn('Corals do not like … like it well', page)).toBe(false);
  });

  test('words without spaces between them are quoted in part, and not by a character or two', async () => {
    const [passage] = samplePassages;
    if (passage === undefined) throw new Error('no sample');
    const text = '珊瑚虫在死去的珊瑚虫的骨骼上生长。珊瑚礁每年生长约一厘米。';
    const at = (answer: string) =>
      checkCitations(answer, [{ ...passage, text }], { pages: async () => [{ page: 2, text }] });
    expect((await at('书上说“死去的珊瑚虫的骨骼”[1]。')).citations).toMatchObject([{ page: 2 }]);
    expect((await at('书上说“死去的珊瑚虫的石头”[1]。')).citations).toEqual([]);
    expect((await at('鱼吃“珊瑚”[1]。')).citations).toEqual([]);
  });

  test('only the words that did not hold lose their marks', async () => {
    const one = planted[0];
    if (one === undefined) throw new Error('no sample');
    const { content } = await check(`“${one.sentence}” [${one.passage.n}] Again: “${one.sentence}” [999]`);
    expect(content).toBe(`“${one.sentence}” [${one.passage.n}] Again: ${one.sentence} ${GENERAL_KNOWLEDGE}`);
  });

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
      `“${one.sentence}” [${one.passage.n}][${wrap(one.passage.n + 1)}] More [${one.passage.n}, 999]`,
    );
    expect(citations).toHaveLength(1);
    expect(content).toContain(`“${one.sentence}” [${one.passage.n}]`);
    expect(content).not.toContain(`[${wrap(one.passage.n + 1)}]`);
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
