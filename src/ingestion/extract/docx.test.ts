import { crc32, deflateRawSync } from 'node:zlib';
import {
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  Packer,
  PageBreak,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { strToU8, Zip, ZipDeflate, type ZipInputFile, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Extraction } from './document.ts';
import { extractDocx } from './docx.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const MORE =
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';

const wordFile = (body: string, parts: Record<string, string> = {}) =>
  zipSync({
    'word/document.xml': strToU8(`<w:document ${W} ${MORE}><w:body>${body}</w:body></w:document>`),
    ...Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])),
  });
const p = (text: string, properties = '', run = '') =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

const shape = (extraction: Extraction) =>
  extraction.ok
    ? extraction.document.pages
        .flatMap((page) => page.blocks)
        .map(({ kind, text, hidden }) => [kind, text, ...(hidden ? [hidden] : [])])
    : extraction.code;

describe('a document as a library for Word files writes it', () => {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
  const numbered = (text: string) => new Paragraph({ text, numbering: { reference: 'steps', level: 0 } });
  const document = new Document({
    title: 'On Bread',
    creator: 'Ada',
    numbering: {
      config: [{ reference: 'steps', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.' }] }],
    },
    footnotes: { 1: { children: [new Paragraph('Of wheat.')] } },
    sections: [
      {
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, text: 'On Bread' }),
          new Paragraph({ heading: HeadingLevel.HEADING_2, text: 'Flour' }),
          new Paragraph({
            children: [new TextRun('Take flour'), new FootnoteReferenceRun(1), new TextRun(' and salt.')],
          }),
          numbered('Mix'),
          numbered('Knead'),
          new Paragraph({ text: 'flour', bullet: { level: 0 } }),
          new Paragraph({ text: 'rye', bullet: { level: 1 } }),
          new Table({
            rows: [
              new TableRow({ children: [cell('flour'), cell('500 g')] }),
              new TableRow({ children: [cell('salt'), cell('10 g')] }),
            ],
          }),
          new Paragraph({
            children: [
              new ImageRun({
                type: 'png',
                data: new Uint8Array([1]),
                transformation: { width: 1, height: 1 },
                altText: { name: 'x', description: 'A loaf cut in half', title: '' },
              }),
            ],
          }),
          new Paragraph({ children: [new PageBreak(), new TextRun('Next page.')] }),
        ],
      },
    ],
  });

  test('headings, lists, tables, notes, descriptions and pages', async () => {
    const result = extractDocx(new Uint8Array(await Packer.toBuffer(document)));
    expect(shape(result)).toEqual([
      ['heading', 'On Bread'],
      ['heading', 'Flour'],
      ['paragraph', 'Take flour and salt.'],
      ['note', 'Of wheat.'],
      ['list', '1. Mix\n2. Knead\n- flour\n  - rye'],
      ['table', 'flour | 500 g\nsalt | 10 g'],
      ['note', 'A loaf cut in half'],
      ['paragraph', 'Next page.'],
    ]);
    expect(result).toMatchObject({ document: { title: 'On Bread', author: 'Ada', paged: false } });
    expect(result.ok && result.document.pages.map((page) => page.blocks.length)).toEqual([7, 1]);
  });
});

describe('what Word writes', () => {
  test('text boxes are read once, formulas and inserted text are read, deleted text is not', () => {
    const box = (text: string) => `<w:txbxContent>${p(text)}</w:txbxContent>`;
    const body = `<w:p><w:r><w:t>Around </w:t><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box('In the box')}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box('In the box')}</v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:ins><w:r><w:t>the box</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><m:oMath><m:r><m:t>=2</m:t></m:r></m:oMath></w:p>`;
    expect(shape(extractDocx(wordFile(body)))).toEqual([
      ['paragraph', 'Around the box=2'],
      ['paragraph', 'In the box'],
    ]);
  });

  test('endnotes stand where they are referred to, separators are none', () => {
    const endnotes = `<w:endnotes ${W}><w:endnote w:type="separator" w:id="0">${p('---')}</w:endnote><w:endnote w:id="2">${p('See chapter two.')}</w:endnote></w:endnotes>`;
    const body = `<w:p><w:r><w:t>Wait.</w:t><w:endnoteReference w:id="2"/></w:r></w:p>${p('Bake.')}`;
    expect(shape(extractDocx(wordFile(body, { 'word/endnotes.xml': endnotes })))).toEqual([
      ['paragraph', 'Wait.'],
      ['note', 'See chapter two.'],
      ['paragraph', 'Bake.'],
    ]);
  });

  test('hidden, white and tiny text is marked; white text on a colour is seen', () => {
    const cell = (fill: string) =>
      `<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="${fill}"/></w:tcPr>${p('On blue', '', '<w:color w:val="FFFFFF"/>')}</w:tc></w:tr></w:tbl>`;
    const body = `${p('Seen')}${p('Vanished', '', '<w:vanish/>')}${p('White', '', '<w:color w:val="FFFFFF"/>')}${p('Tiny', '', '<w:sz w:val="2"/>')}${p('Not vanished', '', '<w:vanish w:val="0"/>')}${cell('1F3864')}`;
    expect(shape(extractDocx(wordFile(body)))).toEqual([
      ['paragraph', 'Seen'],
      ['paragraph', 'Vanished', 'markup'],
      ['paragraph', 'White', 'white'],
      ['paragraph', 'Tiny', 'tiny'],
      ['paragraph', 'Not vanished'],
      ['paragraph', 'On blue'],
    ]);
  });

  test('headings by a style based on another, by outline, and by bold lines where there are none', () => {
    const styles = `<w:styles ${W}><w:style w:styleId="a"><w:name w:val="heading 3"/></w:style><w:style w:styleId="b"><w:name w:val="Ours"/><w:basedOn w:val="c"/></w:style><w:style w:styleId="c"><w:name w:val="Theirs"/><w:outlineLvl w:val="1"/></w:style></w:styles>`;
    const body = `${p('Three', '<w:pStyle w:val="a"/>')}${p('Two', '<w:pStyle w:val="b"/>')}${p('One', '<w:outlineLvl w:val="0"/>')}${p('Body', '<w:outlineLvl w:val="9"/>')}`;
    const result = extractDocx(wordFile(body, { 'word/styles.xml': styles }));
    expect(result.ok && result.document.pages[0]?.blocks.map((block) => block.level)).toEqual([
      3,
      2,
      1,
      undefined,
    ]);
    expect(
      shape(
        extractDocx(
          wordFile(`${p('Flour', '', '<w:b/>')}${p('Take it.')}${p('Stop.', '', '<w:b/>')}${p('End.')}`),
        ),
      ),
    ).toEqual([
      ['heading', 'Flour'],
      ['paragraph', 'Take it.'],
      ['paragraph', 'Stop.'],
      ['paragraph', 'End.'],
    ]);
  });

  test('lists of one kind go on counting, and start anew where they are told to', () => {
    const level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>';
    const numbering = `<w:numbering ${W}><w:abstractNum w:abstractNumId="7">${level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>`;
    const item = (id: number) =>
      p(`of ${id}`, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${id}"/></w:numPr>`);
    const body = [item(1), item(2), item(3), item(3)].join('');
    expect(shape(extractDocx(wordFile(body, { 'word/numbering.xml': numbering })))).toEqual([
      ['list', '1. of 1\n2. of 2\n5. of 3\n6. of 3'],
    ]);
  });

  test('any prefix, any place of the parts, and archives that are written as a stream', () => {
    const pieces: Uint8Array[] = [];
    const zip = new Zip((_, piece) => pieces.push(piece));
    for (const [name, xml] of [
      [
        '_rels/.rels',
        '<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship Id="1" Type="http://x/officeDocument" Target="/my/text.xml"/></r:Relationships>',
      ],
      [
        'my/text.xml',
        `<ns0:document ${W.replace(':w=', ':ns0=')}><ns0:body><ns0:p><ns0:r><ns0:t>Hello</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>`,
      ],
    ] as const) {
      const file = new ZipDeflate(name);
      zip.add(file);
      file.push(strToU8(xml), true);
    }
    zip.end();
    expect(shape(extractDocx(Uint8Array.from(Buffer.concat(pieces))))).toEqual([['paragraph', 'Hello']]);
  });

  test('pages end at breaks of the author and of Word’s last lay-out, and no page is empty', () => {
    const rendered = '<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>';
    const body = `${p('One')}<w:p><w:r><w:br w:type="page"/></w:r></w:p>${rendered}${p('Three', '<w:pageBreakBefore/>')}`;
    const result = extractDocx(wordFile(body));
    expect(
      result.ok && result.document.pages.map((page) => [page.page, page.blocks.map((block) => block.text)]),
    ).toEqual([
      [1, ['One']],
      [2, ['Two']],
      [3, ['Three']],
    ]);
  });
});

describe('hostile and damaged files', () => {
  /** Deflated by Node itself, which packs blanks ten times as fast as JavaScript does. */
  const bomb = (megabytes: number) => {
    const blanks = Buffer.alloc(megabytes * 1024 * 1024, ' ');
    const xml = Buffer.concat([
      Buffer.from(`<w:document ${W}><w:body>`),
      blanks,
      Buffer.from('</w:body></w:document>'),
    ]);
    const pieces: Uint8Array[] = [];
    const zip = new Zip((_, piece) => pieces.push(piece));
    const file: ZipInputFile = {
      filename: 'word/document.xml',
      compression: 8,
      size: xml.length,
      crc: crc32(xml),
    };
    zip.add(file);
    file.ondata?.(null, deflateRawSync(xml, { level: 1 }), true);
    zip.end();
    return Uint8Array.from(Buffer.concat(pieces));
  };

  test.each([
    ['XML that inflates without end', () => bomb(66), 'too_large'],
    [
      'more entries than any document has',
      () =>
        zipSync(Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`word/${i}`, new Uint8Array()]))),
      'too_large',
    ],
    [
      'tables in tables in tables',
      () => wordFile('<w:tbl><w:tr><w:tc>'.repeat(20_000) + '</w:tc></w:tr></w:tbl>'.repeat(20_000)),
      'too_complex',
    ],
    ['more paragraphs than a library', () => wordFile('<w:p/>'.repeat(150_000)), 'too_complex'],
    [
      'entities',
      () =>
        zipSync({
          'word/document.xml': strToU8(
            `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ${W}><w:body>${p('&a;')}</w:body></w:document>`,
          ),
        }),
      'unsupported',
    ],
    ['half a file', () => wordFile(p('Hello')).subarray(0, 150), 'damaged'],
    [
      'XML that breaks off',
      () => zipSync({ 'word/document.xml': strToU8(`<w:document ${W}><w:body><w:p>`) }),
      'damaged',
    ],
    ['an archive without a document', () => zipSync({ 'word/styles.xml': strToU8('<x/>') }), 'damaged'],
    ['no archive', () => strToU8('<html>Hello</html>'), 'damaged'],
    ['an empty document', () => wordFile(p('')), 'empty'],
    ['nothing', () => new Uint8Array(), 'damaged'],
  ])('%s', (_, make, code) => {
    expect(extractDocx(make())).toMatchObject({ ok: false, code });
  });
});
