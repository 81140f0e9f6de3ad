import { describe, expect, it } from 'vitest';
import type { NuggetView } from '../api/shapes.ts';
import { cutsOf } from './cut.ts';

const nugget = (id: string, content: string): NuggetView => ({
  id,
  documentId: 'd',
  title: id,
  content,
  status: 'ready',
  publishedAt: null,
  metadata: null,
  slides: [],
  imageUrl: null,
  images: [],
  imageAlt: null,
  audioUrl: null,
  version: 1,
  parts: {},
  review: null,
  reviewReason: null,
  position: 0,
  sources: [],
  createdAt: '',
  updatedAt: '',
});

const A = 'A volcanic island is heavy and it cools and settles, as islands do when their fires are out.';
const B = 'Charles Darwin argued this from charts in 1842, long before a drill passed through the limestone.';
const shown = (page: string, nuggets: readonly NuggetView[]) =>
  cutsOf(page, nuggets).map((cut) => [cut.nugget?.id ?? null, cut.text.trim()]);

describe('cutsOf', () => {
  it('cuts a page along its nuggets and shows what is in none', () => {
    expect(shown(`Running head\n\n${A}\n\n${B}\n\n17`, [nugget('b', B), nugget('a', A)])).toEqual([
      [null, 'Running head'],
      ['a', A],
      ['b', B],
      [null, '17'],
    ]);
  });

  it('knows a nugget that begins before the page or goes on after it', () => {
    const before = nugget('a', `${'Words from the page before. '.repeat(4)}${A}`);
    const after = nugget('b', `${B} ${'And words from the next page. '.repeat(4)}`);
    expect(shown(`${A}\n\n${B}`, [before, after])).toEqual([
      ['a', A],
      ['b', B],
    ]);
  });

  it('loses no word of the page', () => {
    const page = `One line.\n\n${A}\n\nAnother line.`;
    expect(
      cutsOf(page, [nugget('a', A)])
        .map(({ text }) => text)
        .join(''),
    ).toBe(page);
  });
});
