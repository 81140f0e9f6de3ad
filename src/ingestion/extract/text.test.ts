import { describe, expect, test } from 'vitest';
import type { Extraction } from './document.ts';
import { MAX_TEXT_BYTES } from './plain.ts';
import { extractText, readText } from './text.ts';

const blocks = (extraction: Extraction) =>
  extraction.ok ? extraction.document.pages.flatMap((page) => page.blocks) : [];
const shape = (text: string) =>
  blocks(readText(text)).map(({ kind, level, text: words }) => [kind, level, words]);

const PROSE = 'Bread needs flour, water, salt and time. It also needs somebody who waits.';

describe('structure', () => {
  test('headings: underlined, shouted, numbered, marked, or short above prose', () => {
    const text = `BREAD\n\nFlour\n=====\n\n${PROSE}\n\nWATER AND SALT\n\n${PROSE}\n\n2.1 Resting\n\n${PROSE}\n\n== Baking ==\n\n${PROSE}\n\nThe crust\n\n${PROSE}`;
    expect(shape(text).filter(([kind]) => kind === 'heading')).toEqual([
      ['heading', 1, 'BREAD'],
      ['heading', 1, 'Flour'],
      ['heading', 2, 'WATER AND SALT'],
      ['heading', 3, '2.1 Resting'],
      ['heading', 2, '== Baking =='],
      ['heading', 3, 'The crust'],
    ]);
  });

  test('sentences, questions of a dialogue and lead-ins of lists are no headings', () => {
    const speech = 'Well, I think that it should rest for a night, because '.repeat(4);
    const text = `${PROSE}\n\nIs it done?\n\n${speech}\n\nCHORUS: (Laughing.)\n\n${speech}\n\nYou will need, for four people\n\n- flour\n- water`;
    expect(shape(text).some(([kind]) => kind === 'heading')).toBe(false);
  });

  test('lists keep their markers, join their lines and show their nesting', () => {
    expect(shape('To buy:\n* flour, the\n  strong kind\n    * rye\n* salt')).toEqual([
      ['paragraph', undefined, 'To buy:'],
      ['list', undefined, '* flour, the strong kind\n  * rye\n* salt'],
    ]);
  });

  test('lines that the width of the page broke are joined, verses are not', () => {
    const wrapped =
      'The dough rests in a cool place until it has doubled\nits size, which takes between one hour and a whole\nnight.';
    const verse = 'Roses are red,\nviolets are blue.';
    expect(shape(`${wrapped}\n\n${verse}`)).toEqual([
      ['paragraph', undefined, wrapped.replaceAll('\n', ' ')],
      ['paragraph', undefined, verse],
    ]);
  });

  test('columns divided by tabs are a table', () => {
    expect(shape('flour\t500 g\nwater\t350 g')).toEqual([
      ['table', undefined, 'flour | 500 g\nwater | 350 g'],
    ]);
  });

  test('where lines are as long as paragraphs, each is one', () => {
    const long = PROSE.repeat(3);
    expect(shape(` = Bread = \n ${long} \n ${long}`)).toEqual([
      ['heading', 1, '= Bread ='],
      ['paragraph', undefined, long],
      ['paragraph', undefined, long],
    ]);
  });
});

describe('pages', () => {
  test('form feeds divide them', () => {
    const result = readText('One.\fTwo.\f\fThree.');
    expect(result.ok && result.document.pages.map((page) => [page.page, page.blocks[0]?.text])).toEqual([
      [1, 'One.'],
      [2, 'Two.'],
      [3, 'Three.'],
    ]);
  });

  test('headings divide a long text, and the title is its first heading', () => {
    const section = (title: string) => `${title}\n\n${`${PROSE} `.repeat(80)}`;
    const result = readText([section('BREAD'), section('CAKE'), section('PIE')].join('\n\n'));
    expect(result).toMatchObject({ ok: true, document: { title: 'BREAD', paged: false } });
    expect(result.ok && result.document.pages.length).toBeGreaterThan(1);
  });

  test('a long text without headings ends its pages at paragraphs', () => {
    const result = readText(`${PROSE} ${PROSE}\n\n`.repeat(600));
    const pages = result.ok ? result.document.pages : [];
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap((page) => page.blocks)).toHaveLength(600);
  });
});

describe('what cannot be shown or stored', () => {
  test('controls, smuggled tags and overrides of direction are left out', () => {
    expect(shape('a\u0000b\u202ec\u{e0041}d\u00ade\ufefff')).toEqual([['paragraph', undefined, 'abcdef']]);
    expect(shape('e\u0301')).toEqual([['paragraph', undefined, '\u00e9']]);
  });

  test('an empty text, one that is too long and one of too many lines are refused with a reason', () => {
    expect(readText('a\n'.repeat(400_000))).toMatchObject({ ok: false, code: 'too_complex' });
    expect(extractText(new TextEncoder().encode(' \n\t '))).toMatchObject({ ok: false, code: 'empty' });
    expect(extractText(new Uint8Array(MAX_TEXT_BYTES + 1))).toMatchObject({ ok: false, code: 'too_large' });
  });

  test('the words stay those of the author', () => {
    const text = `Title\n=====\n\n${PROSE}\n\n• one\n• two “quoted” – dashed\n\n<unk> & "straight"`;
    const words = (all: string) => all.replace(/\s+/g, ' ').trim();
    expect(
      words(
        blocks(readText(text))
          .map((block) => block.text)
          .join('\n'),
      ),
    ).toBe(words(text.replace('=====', '')));
  });
});
