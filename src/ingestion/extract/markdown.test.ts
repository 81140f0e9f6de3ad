import { describe, expect, test } from 'vitest';
import { extractMarkdown } from './markdown.ts';

const document = (source: string) => {
  const result = extractMarkdown(source);
  if (!result.ok) throw new Error(result.reason);
  return result.document;
};
const shape = (source: string) =>
  document(source)
    .pages.flatMap((page) => page.blocks)
    .map(({ kind, level, text }) => (level ? [kind, level, text] : [kind, text]));

describe('structure', () => {
  test('headings, phrases and quotations lose their marks and nothing else', () => {
    expect(
      shape(
        '# Bread\n\nFlour\n-----\n\nGood *flour* is **fresh**, see [the mill](http://x) and `type 550`.\\\nNext line.\n\n> Wait.',
      ),
    ).toEqual([
      ['heading', 1, 'Bread'],
      ['heading', 2, 'Flour'],
      ['paragraph', 'Good flour is fresh, see the mill and type 550.\nNext line.'],
      ['quote', 'Wait.'],
    ]);
  });

  test('lists are numbered and nested, with their paragraphs and code', () => {
    expect(
      shape(
        '- one\n- two\n  1. inner\n  2. more\n- [x] done\n- [ ] open\n\n5. five\n\n   ```\n   code\n   ```\n6. six',
      ),
    ).toEqual([
      ['list', '- one\n- two\n  1. inner\n  2. more\n- [x] done\n- [ ] open'],
      ['list', '5. five\n  code\n6. six'],
    ]);
  });

  test('tables, code and footnotes', () => {
    expect(
      shape('| a | b |\n| --- | --- |\n| 1 | *2* |\n\n```js\nlet x;\n```\n\nText[^1].\n\n[^1]: A note.'),
    ).toEqual([
      ['table', 'a | b\n1 | 2'],
      ['code', 'let x;'],
      ['paragraph', 'Text[1].'],
      ['note', '[1] A note.'],
    ]);
  });

  test('front matter names title, author and language', () => {
    expect(
      document('---\ntitle: "On Bread"\nauthor: Ada\nlang: en-GB\n---\n\n# Chapter\n\nText.'),
    ).toMatchObject({
      title: 'On Bread',
      author: 'Ada',
      language: 'en-GB',
    });
    expect(document('---\n\nA rule, not front matter.').title).toBeNull();
  });
});

describe('HTML inside', () => {
  test('tags vanish, scripts with what is in them', () => {
    expect(
      shape('# T\n\n<div align="center"><b>Bold</b></div>\n\nA<br>B <script>alert(1)</script> C'),
    ).toEqual([
      ['heading', 1, 'T'],
      ['paragraph', 'Bold'],
      ['paragraph', 'A\nB C'],
    ]);
    expect(shape('# T\n\n<script>\nalert(1)\n</script>\n\nText.')).toEqual([
      ['heading', 1, 'T'],
      ['paragraph', 'Text.'],
    ]);
  });

  test('comments vanish, what is no tag of HTML stays', () => {
    expect(shape('# T\n\n<!-- hidden -->\n\nDear <your name>, the <unk> token.')).toEqual([
      ['heading', 1, 'T'],
      ['paragraph', 'Dear <your name>, the <unk> token.'],
    ]);
  });
});

describe('plain texts by that name', () => {
  test('are read as texts, word by word', () => {
    expect(shape('= Bread =\n\nA <unk> said : \\"hello\\" at 5 * 3 * 2 .')).toEqual([
      ['heading', 1, '= Bread ='],
      ['paragraph', 'A <unk> said : \\"hello\\" at 5 * 3 * 2 .'],
    ]);
  });

  test('a backslash before a quotation mark is kept in Markdown too', () => {
    expect(shape('# T\n\n{\\"a\\": 1} and \\*stars\\*')).toEqual([
      ['heading', 1, 'T'],
      ['paragraph', '{\\"a\\": 1} and *stars*'],
    ]);
  });
});

test('nesting beyond reason ends, and the words in it are kept', () => {
  for (const source of [
    '> '.repeat(20_000),
    '>'.repeat(20_000),
    '- '.repeat(5_000),
    '1. '.repeat(5_000),
    '> - '.repeat(300),
    '['.repeat(100_000),
    '*a '.repeat(20_000),
  ]) {
    const blocks = shape(`# T\n\n${source}text\n\nmore`);
    expect(blocks[0]).toEqual(['heading', 1, 'T']);
    expect(blocks.map((block) => block.at(-1)).join('\n')).toMatch(/text\n+more$/);
  }
  expect(shape(`# T\n\n${'`'.repeat(50_000)}text`)[0]).toEqual(['heading', 1, 'T']);
});

test('a list deeper than any keeps each of its items, and what comes after it', () => {
  const items = Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- item ${depth}`);
  const blocks = shape(`# T\n\n${items.join('\n')}\n\nafter`);
  const text = blocks.map((block) => block.at(-1)).join('\n');
  for (let depth = 0; depth < 60; depth++) expect(text).toMatch(new RegExp(`item ${depth}\\b`));
  expect(blocks.at(-1)).toEqual(['paragraph', 'after']);
});

test('phrases of data are kept as they are, and books of lists are refused', () => {
  expect(shape(`# T\n\n${'*a* '.repeat(60_000)}`).at(-1)?.[1]).toContain('*a* *a*');
  expect(extractMarkdown('- a\n'.repeat(150_000))).toMatchObject({ ok: false, code: 'too_complex' });
});

test('an empty file is refused', () => {
  expect(extractMarkdown(' \n')).toMatchObject({ ok: false, code: 'empty' });
});
