/** What the readers rely on in workerd: its decoders, and libraries that were written for other places. */

import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { extractDocx } from './docx.ts';
import { decodeText } from './encoding.ts';
import { extractHtml } from './html.ts';
import { extractMarkdown } from './markdown.ts';

const LABELS =
  'utf-8 utf-16le utf-16be ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr'.split(
    ' ',
  );

test.each(LABELS)('decodes %s and refuses what is not of it', (label) => {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: false });
  expect(decoder.encoding).toBe(label);
  const bytes = label.startsWith('utf-16le') ? [0x41, 0] : label.startsWith('utf-16be') ? [0, 0x41] : [0x41];
  expect(decoder.decode(Uint8Array.from(bytes))).toBe('A');
});

describe('decoding', () => {
  test('Korean beyond the standard, which other engines lack', () => {
    expect(
      new TextDecoder('euc-kr', { fatal: true, ignoreBOM: false }).decode(Uint8Array.from([0x81, 0x41])),
    ).toBe('갂');
  });

  test('undeclared Cyrillic', () => {
    const bytes = Uint8Array.from(
      [...'Сегодня гости едят свежую рыбу и горячий суп'].map((char) => {
        const code = char.charCodeAt(0);
        return code < 0x80 ? code : code - 0x410 + 0xc0;
      }),
    );
    expect(decodeText(bytes)).toMatchObject({
      ok: true,
      text: 'Сегодня гости едят свежую рыбу и горячий суп',
    });
  });
});

test('Word files, pages and Markdown are read', () => {
  const xml =
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:body></w:document>';
  const hello = {
    ok: true,
    document: { pages: [{ page: 1, blocks: [{ kind: 'paragraph', text: 'Hello' }] }] },
  };
  expect(extractDocx(zipSync({ 'word/document.xml': strToU8(xml) }))).toMatchObject(hello);
  expect(extractHtml('<html><body><nav>No</nav><p>Hello</p></body></html>')).toMatchObject(hello);
  expect(extractMarkdown('**Hello**')).toMatchObject(hello);
  const article = `<article>${'<p>Bread is made of flour, water, salt and time, and it is worth waiting for.</p>'.repeat(8)}</article>`;
  expect(extractHtml(article)).toMatchObject({ ok: true, document: { language: null } });
});
