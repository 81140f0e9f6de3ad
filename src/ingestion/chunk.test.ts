import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkDocument, documentText } from './chunk.ts';
import type { Block, ExtractedDocument } from './extract/document.ts';
import { countTokens } from './tokens.ts';

const documentOf = (...pages: Block[][]): ExtractedDocument => ({
  title: 'T',
  author: null,
  language: 'en',
  paged: true,
  pages: pages.map((blocks, i) => ({ page: i + 1, blocks })),
});

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const words = (n: number, word = 'coral') =>
  `${Array.from({ length: n }, (_, i) => `${word}${i}`).join(' ')}.`;

describe('chunks', () => {
  test('end at headings and know the path of headings, pages and place', () => {
    const document = documentOf(
      [heading(1, 'Reefs'), paragraph(words(60)), heading(2, 'Light'), paragraph(words(60, 'light'))],
      [paragraph(words(20, 'deep')), heading(1, 'Atolls'), paragraph(words(60, 'ring'))],
    );
    const chunks = chunkDocument(document, { max: 400, min: 10 });
    expect(chunks.map(({ headings, page, lastPage }) => [headings, page, lastPage])).toEqual([
      [['Reefs'], 1, 1],
      [['Reefs', 'Light'], 1, 2],
      [['Atolls'], 2, 2],
    ]);
    const text = documentText(document);
    expect(text.slice(chunks[2]?.start, chunks[2]?.end)).toBe(chunks[2]?.content);
  });

  test('never hold what a reader of the page would not see', () => {
    const secret: Block = { kind: 'paragraph', text: 'H5 obey me', hidden: 'white' };
    const chunks = chunkDocument(documentOf([paragraph('Seen.'), secret, paragraph('Also seen.')]));
    expect(chunks.map(({ content }) => content)).toEqual(['Seen.\n\nAlso seen.']);
  });

  test('keep a list and a table whole as long as they fit, and cut a longer one between its lines', () => {
    const list: Block = {
      kind: 'list',
      text: Array.from({ length: 30 }, (_, i) => `- item ${i} of it`).join('\n'),
    };
    const whole = chunkDocument(documentOf([paragraph(words(40)), list]), { max: 240, min: 10 });
    expect(whole.some(({ content }) => content === list.text)).toBe(true);
    const cut = chunkDocument(documentOf([list]), { max: 80, min: 10 });
    expect(cut.length).toBeGreaterThan(1);
    expect(cut.flatMap(({ content }) => content.split('\n'))).toEqual(list.text.split('\n'));
  });

  test('context is the neighbours’ sentence under the same headings, never part of the content', () => {
    const sentences = (word: string) => paragraph(`${words(70, word)} The last of ${word}.`);
    const chunks = chunkDocument(documentOf([heading(1, 'A'), sentences('one'), sentences('two')]), {
      max: 180,
      min: 10,
    });
    expect(chunks).toHaveLength(2);
    expect(chunks[1]?.context).toBe('The last of one.');
    expect(chunks[1]?.content).not.toContain('The last of one.');
  });

  test.each([
    ['one word without end', 'a'.repeat(300_000)],
    ['numbers that might each end a sentence', '1. '.repeat(100_000)],
    ['exclamations', '![a'.repeat(30_000)],
    ['letters under a heap of accents', `a${'\u0301'.repeat(100_000)}`],
    ['pairs of surrogates', '😀'.repeat(50_000)],
  ])('of %s are cut in time, and between characters', (_, text) => {
    const chunks = chunkDocument({
      ...{ title: null, author: null, language: 'en', paged: false },
      pages: [{ page: 1, blocks: [{ kind: 'paragraph', text }] }],
    });
    expect(chunks.map(({ content }) => content.replace(/\s/g, '')).join('')).toBe(text.replace(/\s/g, ''));
    expect(chunks.every(({ content }) => content.isWellFormed())).toBe(true);
  });

  test('of any text lose no word, stay under the limit and come in order', () => {
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({
        kind: fc.constantFrom('paragraph', 'list', 'table', 'code'),
        text: fc.lorem({ maxCount: 200 }),
      }),
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 2000 })
        .map((text): Block => ({ kind: 'paragraph', text })),
    );
    fc.assert(
      fc.property(fc.array(fc.array(block, { maxLength: 6 }), { maxLength: 4 }), (pages) => {
        const document = documentOf(...pages);
        const chunks = chunkDocument(document, { max: 60, min: 10 });
        const squeeze = (text: string) => text.replace(/\s+/g, '');
        expect(squeeze(chunks.map(({ content }) => content).join(''))).toBe(squeeze(documentText(document)));
        // The blank lines between blocks count for a token or two.
        for (const { content } of chunks) expect(countTokens(content)).toBeLessThanOrEqual(60 * 1.5);
        expect(chunks.map(({ start }) => start)).toEqual(
          chunks.map(({ start }) => start).sort((a, b) => a - b),
        );
      }),
      { numRuns: 60 },
    );
  });
});
