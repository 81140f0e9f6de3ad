import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { mediaTypeOf, sniff } from './sniff.ts';

const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'));
const CONTENT_TYPES = (part: string) =>
  strToU8(
    `<Types><Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.${part}.main+xml"/></Types>`,
  );
const BINARY = Uint8Array.from({ length: 9000 }, (_, i) => (i * 7919) % 256);

describe('documents', () => {
  test.each([
    ['a PDF, whatever it is called', strToU8('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'notes.txt', 'pdf'],
    ['a PDF behind a mail header', strToU8(`${'X-Mail: 1\n'.repeat(50)}%PDF-1.4\n1 0 obj\n<<>>`), '', 'pdf'],
    ['a text about the format of PDF', strToU8('Files begin with\n\n%PDF-1.4\n\nand so on.'), 'a.txt', 'txt'],
    ['a Word file', zipSync({ 'word/document.xml': strToU8('<w:document/>') }), 'a.bin', 'docx'],
    [
      'a Word file that begins with its content types',
      zipSync({ '[Content_Types].xml': CONTENT_TYPES('wordprocessingml.document'), 'filler.bin': BINARY }),
      '',
      'docx',
    ],
    [
      'a presentation',
      zipSync({
        '[Content_Types].xml': CONTENT_TYPES('presentationml.presentation'),
        'ppt/x.xml': strToU8(''),
      }),
      'a.docx',
      null,
    ],
    ['any other archive', zipSync({ 'readme.md': strToU8('# hello') }), 'a.docx', null],
    [
      'an archive that holds a PDF uncompressed',
      zipSync({ 'a.pdf': [strToU8('%PDF-1.7\n1 0 obj'), { level: 0 }] }),
      'a.pdf',
      null,
    ],
    ['an image', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'a.pdf', null],
    ['noise', BINARY, 'a.txt', null],
    ['rich text', strToU8('{\\rtf1\\ansi Hello}'), 'a.txt', null],
  ] as const)('%s', (_, bytes, name, type) => {
    expect(sniff(bytes.subarray(0, 8192), name)).toBe(type);
  });
});

describe('texts', () => {
  test.each([
    ['a page', '<!-- saved --><!DOCTYPE html><html>', 'a.txt', 'html'],
    ['a page behind many comments', `${'<!-- x -->'.repeat(60)}<html>`, '', 'html'],
    ['many comments before a text', `${'<!-- x -->'.repeat(60)}text`, '', 'txt'],
    ['a page without a head', '<p>Hello', 'page', 'html'],
    ['a page named Markdown', '<html><body>Hello', 'a.md', 'html'],
    ['Markdown that begins with a tag', '<p align="center">Logo</p>\n\n# Name', 'README.md', 'md'],
    ['Markdown without a name', '# Title\n\n- one\n- two\n', '', 'md'],
    ['prose with one list', 'To buy:\n\n- milk\n- bread\n', '', 'txt'],
    ['prose', 'Once upon a time <3', 'story', 'txt'],
    ['a drawing', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'a.html', null],
  ] as const)('%s', (_, text, name, type) => {
    expect(sniff(strToU8(text), name)).toBe(type);
  });

  test('UTF-16, with and without a mark', () => {
    expect(sniff(utf16('\ufeff<html><p>Grüße'), '')).toBe('html');
    expect(sniff(utf16('Only plain words here.'), 'a.txt')).toBe('txt');
  });

  test('Cyrillic of one byte a letter, and a terminal’s escape codes', () => {
    expect(
      sniff(
        Uint8Array.from({ length: 500 }, (_, i) => (i % 7 ? 0xc0 + (i % 32) : 0x20)),
        'a.txt',
      ),
    ).toBe('txt');
    expect(sniff(Uint8Array.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42]), 'a.txt')).toBe('txt');
  });
});

test('media types', () => {
  expect(mediaTypeOf('html')).toBe('text/html');
});
