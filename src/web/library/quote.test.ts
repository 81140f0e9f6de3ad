import { describe, expect, it } from 'vitest';
import { findQuote, paragraphsOf } from './quote.ts';

const PAGE = `Growth against subsidence

Left alone, the corals would be carried into the dark. “So long as the crest
stays within the sun-
lit water,” it grows.

Growth has a limit.`;

const found = (quote: string) => {
  const span = findQuote(PAGE, quote);
  return span === undefined ? undefined : PAGE.slice(span.start, span.end);
};

describe('findQuote', () => {
  it('finds words over line breaks, hyphens and other quotation marks', () => {
    expect(found('so long as the crest stays within the sunlit water')).toBe(
      'So long as the crest\nstays within the sun-\nlit water',
    );
    expect(found('"So long as the crest')).toBe('So long as the crest');
  });

  it('finds nothing where the words are not there', () => {
    expect(found('a healthy reef')).toBeUndefined();
    expect(found('  ')).toBeUndefined();
  });

  it('keeps its places through letters that unfold', () => {
    expect(findQuote('a ﬁne İ reef', 'reef')).toEqual({ start: 8, end: 12 });
  });
});

describe('paragraphsOf', () => {
  it('sets the marked sentence apart and knows headings', () => {
    const span = findQuote(PAGE, 'Growth has a limit.');
    const paragraphs = paragraphsOf(
      PAGE,
      ['Growth against subsidence'],
      span ? [{ ...span, main: true }] : [],
    );
    expect(paragraphs.map(({ kind }) => kind)).toEqual(['heading', 'text', 'text']);
    expect(paragraphs[2]?.pieces).toEqual([{ text: 'Growth has a limit.', mark: 'main' }]);
    expect(paragraphs.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('\n\n')).toBe(PAGE);
  });

  it('keeps the lines of lists and tables', () => {
    const kinds = paragraphsOf(
      '- one\n- two\n\nKind | Use\nLive | Measles\n\nWords - and words.',
      [],
      [],
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(['lines', 'lines', 'text']);
  });

  it('underlines the other cited sentences and splits overlaps', () => {
    const [paragraph] = paragraphsOf(
      'abcdef',
      [],
      [
        { start: 1, end: 4, main: true },
        { start: 3, end: 6, main: false },
      ],
    );
    expect(paragraph?.pieces).toEqual([
      { text: 'a', mark: 'no' },
      { text: 'bc', mark: 'main' },
      { text: 'd', mark: 'main' },
      { text: 'ef', mark: 'pale' },
    ]);
  });
});
