import { describe, expect, test } from 'vitest';
import { packagedPdfAssets } from '../../../dev/pdf-assets.ts';
import { packed, type SamplePdf, samplePdf, shown, shownInHex } from '../../../dev/sample-pdf.ts';
import { type Block, type ExtractedDocument, pageText } from './document.ts';
import { extractPdf } from './pdf.ts';

const assets = packagedPdfAssets();

async function read(sample: SamplePdf): Promise<ExtractedDocument> {
  const result = await extractPdf(samplePdf(sample), assets);
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result.document;
}

async function blocksOf(content: string, rest: Partial<SamplePdf> = {}): Promise<Block[]> {
  const { pages } = await read({ pages: [{ content }], ...rest });
  return pages[0]?.blocks ?? [];
}

const texts = (blocks: readonly Block[]): string[] => blocks.map(({ text }) => text);

const PROSE = [
  'Corals are animals that live in',
  'colonies and build reefs out of',
  'limestone over many thousands',
  'of years while algae feed them',
  'with the sugar that they make',
  'from light in shallow water.',
];
const MORE = [
  'Bleaching begins when the water',
  'stays too warm for weeks on end',
  'and the animals throw out what',
  'feeds them, so that their white',
  'skeletons shine through tissue',
  'that will starve before winter.',
];

describe('the order of reading', () => {
  test('goes down one column before the next, however the lines were drawn', async () => {
    const left = PROSE.map((line, row) => shown(50, 700 - row * 14, 11, line));
    const right = MORE.map((line, row) => shown(320, 700 - row * 14, 11, line));
    const across = left.map((line, row) => line + right[row]);
    for (const content of [[...left, ...right].join(''), across.join('')]) {
      expect(texts(await blocksOf(content))).toEqual([PROSE.join(' '), MORE.join(' ')]);
    }
  });

  test('reads what spans both columns where it stands', async () => {
    const head = shown(
      50,
      740,
      11,
      'A summary of the whole that runs across both of the columns of this page from edge to edge',
    );
    const content = [
      ...PROSE.map((line, row) => shown(50, 700 - row * 14, 11, line)),
      ...MORE.map((line, row) => shown(320, 700 - row * 14, 11, line)),
      head,
    ];
    expect(texts(await blocksOf(content.join('')))[0]).toMatch(/^A summary/);
  });

  test('follows the page as viewers turn it', async () => {
    const content = `q 0 1 -1 0 600 0 cm ${shown(100, 300, 12, 'First line of a wide page')}${shown(100, 280, 12, 'and the second line of it')}Q`;
    const { pages } = await read({ pages: [{ content, rotate: 90 }] });
    expect(texts(pages[0]?.blocks ?? [])).toEqual(['First line of a wide page and the second line of it']);
  });

  test('reads Hebrew and Arabic from right to left, numbers and Latin words inside from left to right', async () => {
    const visual = (text: string): string => [...text].toReversed().join('');
    const hebrew = `${visual('שלום עולם')} 2026 ${visual('בשנת')}`;
    const arabic = `PDF ${visual('هذا ملف')}`;
    const blocks = await blocksOf(
      shownInHex(100, 700, 12, hebrew, 'U') + shownInHex(100, 600, 12, arabic, 'U'),
    );
    expect(texts(blocks)).toEqual(['בשנת 2026 שלום עולם', 'هذا ملف PDF']);
  });

  test('spells out the shapes of Arabic letters and ligatures', async () => {
    const shapes = '\ufefc\ufee3\u0020\ufeea\ufee0\ufedf'; // "لا" and others as glyphs, as they stand from left to right
    expect(texts(await blocksOf(shownInHex(100, 700, 12, shapes, 'U')))).toEqual(['لله ملا']);
  });

  test('reads Japanese of no embedded font, level and upright', async () => {
    const level = await blocksOf(shownInHex(100, 700, 12, '日本語の文章です', 'J'));
    expect(texts(level)).toEqual(['日本語の文章です']);
    const columns = shownInHex(400, 700, 12, '縦書きの一行目', 'V') + shownInHex(370, 700, 12, '二行目', 'V');
    expect(texts(await blocksOf(columns)).join('')).toBe('縦書きの一行目二行目');
  });
});

describe('words', () => {
  test('are mended where lines break them, and keep hyphens that are theirs', async () => {
    const lines = [
      'A well-known reef is recov-',
      'ering, as the well-',
      'known reports of Jean-',
      'Paul show in 2019-',
      '2021 for once',
    ];
    const content = lines.map((line, row) => shown(50, 700 - row * 14, 11, line)).join('');
    expect(texts(await blocksOf(content))[0]).toBe(
      'A well-known reef is recovering, as the well-known reports of Jean-Paul show in 2019-2021 for once',
    );
  });

  test('lose their ligatures and get back their accents', async () => {
    const ligatures = shownInHex(50, 700, 12, 'eﬀicient oﬃce: x² stays', 'U');
    // TeX draws the accent first, goes back by its width, and draws a letter without its dot under it.
    const accents = 'BT /U 12 Tf 50 650 Td [<006E006100A8> 500 <013100760065>] TJ ET\n';
    expect(texts(await blocksOf(ligatures + accents))).toEqual(['efficient office: x² stays', 'naïve']);
  });

  test('are told apart by gaps, but not where letters are spread', async () => {
    const gaps = 'BT /F1 12 Tf 50 700 Td [(two) -300 (words)] TJ ET\n';
    const spread = 'BT /F1 12 Tf 3 Tc 50 650 Td (SPREAD) Tj ET\n';
    expect(texts(await blocksOf(gaps + spread))).toEqual(['two words', 'SPREAD']);
  });

  test('printed twice for boldness are read once', async () => {
    expect(texts(await blocksOf(shown(50, 700, 12, 'Bold') + shown(50.3, 700, 12, 'Bold')))).toEqual([
      'Bold',
    ]);
  });
});

describe('structure', () => {
  const body = [...PROSE, ...MORE].map((line, row) => shown(50, 600 - row * 14, 11, line)).join('');

  test('headings are told by size, by weight and by the outline', async () => {
    const content = [
      shown(50, 740, 24, 'Coral reefs'),
      shown(50, 690, 16, 'How they grow'),
      shown(50, 640, 11, 'What feeds them', 'F2'),
      body,
      shown(50, 400, 11, 'Listed only in the outline'),
      shown(50, 370, 11, 'And then a sentence that is no heading at all.'),
    ].join('');
    const blocks = await blocksOf(content, {
      outline: ['Coral reefs', '  How they grow', '  Listed only in the outline'],
    });
    const headings = blocks
      .filter(({ kind }) => kind === 'heading')
      .map(({ level, text }) => `${level} ${text}`);
    expect(headings).toEqual([
      '1 Coral reefs',
      '2 How they grow',
      '3 What feeds them',
      '2 Listed only in the outline',
    ]);
  });

  test('tables keep their rows and columns, empty cells too', async () => {
    const rows = [
      ['Reef', 'Country', 'Area'],
      ['Great Barrier', 'Australia', '344400'],
      ['Apo', '', '34'],
      ['Tubbataha', 'Philippines', '97'],
    ];
    const content = rows
      .flatMap((row, y) => row.map((cell, x) => (cell ? shown(50 + x * 160, 700 - y * 16, 11, cell) : '')))
      .join('');
    expect(await blocksOf(content + body)).toContainEqual({
      kind: 'table',
      text: 'Reef | Country | Area\nGreat Barrier | Australia | 344400\nApo |  | 34\nTubbataha | Philippines | 97',
    });
  });

  test('lists keep one item a line, deeper ones further in', async () => {
    const item = (x: number, y: number, text: string): string =>
      shownInHex(x, y, 11, '•', 'U') + shown(x + 18, y, 11, text);
    const content =
      item(50, 700, 'Hard corals build reefs') +
      item(72, 684, 'Staghorn') +
      item(50, 668, 'Soft corals do not');
    expect(await blocksOf(content)).toEqual([
      { kind: 'list', text: '- Hard corals build reefs\n  - Staghorn\n- Soft corals do not' },
    ]);
  });

  test('code keeps its lines', async () => {
    const content =
      shown(50, 700, 10, 'if (warm) {', 'F3') +
      shown(62, 688, 10, 'bleach();', 'F3') +
      shown(50, 676, 10, '}', 'F3');
    expect(await blocksOf(content)).toEqual([{ kind: 'code', text: 'if (warm) {\n  bleach();\n}' }]);
  });

  test('running heads and page numbers are furniture, chapters that begin pages are not', async () => {
    const pages = Array.from({ length: 5 }, (_, index) => ({
      content:
        shown(50, 770, 9, 'Reef handbook') +
        shown(50, 740, 18, `Chapter ${['One', 'Two', 'Three', 'Four', 'Five'][index]}`) +
        body +
        shown(290, 30, 9, `${index + 11}`),
    }));
    const document = await read({ pages });
    for (const [index, page] of document.pages.entries()) {
      expect(page.blocks.filter(({ hidden }) => hidden === 'furniture').map(({ text }) => text)).toEqual([
        'Reef handbook',
        `${index + 11}`,
      ]);
      expect(pageText(page)).toMatch(/^Chapter/);
    }
  });

  test('links stay behind the words that carry them', async () => {
    const annotations = [
      '/Type/Annot/Subtype/Link/Rect[50 696 108 714]/A<</S/URI/URI(https://example.org/reefs)>>',
      '/Type/Annot/Subtype/Link/Rect[50 646 200 664]/A<</S/URI/URI(https://example.org)>>',
    ];
    const content = shown(50, 700, 12, 'Read more about reefs.') + shown(50, 650, 12, 'https://example.org');
    const { pages } = await read({ pages: [{ content, annotations }] });
    expect(texts(pages[0]?.blocks ?? [])).toEqual([
      'Read more (https://example.org/reefs) about reefs.',
      'https://example.org',
    ]);
  });

  test('what was filled into a form is read', async () => {
    const appearance = packed('BT /F1 12 Tf 2 4 Td (Ada Lovelace) Tj ET', {
      entries: '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>',
    });
    const annotations = [
      '/Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ada Lovelace)/Rect[100 690 300 710]/AP<</N 20 0 R>>',
    ];
    const { pages } = await read({
      pages: [{ content: shown(50, 694, 12, 'Name:'), annotations }],
      objects: [appearance],
    });
    expect(texts(pages[0]?.blocks ?? []).join(' ')).toBe('Name: Ada Lovelace');
  });

  test('title and language come from the file, or from what it says', async () => {
    const named = await read({ pages: [{ content: body }], title: 'Reefs', catalog: '/Lang(en-GB)' });
    expect([named.title, named.language]).toEqual(['Reefs', 'en-GB']);
    const unnamed = await read({
      pages: [{ content: shown(50, 740, 24, 'Coral reefs') + body }],
      title: 'Microsoft Word - a.docx',
    });
    expect([unnamed.title, unnamed.language]).toEqual(['Coral reefs', 'en']);
  });
});
