/** Finds a quoted sentence in a page's text, however each was typed, wrapped or hyphenated. Pure. */

export type Span = { start: number; end: number };

const TYPOGRAPHY: readonly [RegExp, string][] = [
  [/[‘’‚‛′`´]/, "'"],
  [/[“”„‟″«»]/, '"'],
  [/[‐‑‒–—―−]/, '-'],
];

const plain = (char: string): string =>
  TYPOGRAPHY.find(([pattern]) => pattern.test(char))?.[1] ?? char.normalize('NFKC').toLowerCase();

const SKIPPED = /[\s\u00ad\u200b-\u200d\u2060\ufeff*_]/;

/** Letters and marks without spaces, each with the place it came from; a hyphen at a line's end is no letter. */
function letters(text: string): { plain: string; at: number[] } {
  let out = '';
  const at: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (SKIPPED.test(char) || (char === '-' && /^\s*\n/.test(text.slice(i + 1, i + 4)))) continue;
    for (const one of plain(char)) {
      out += one;
      for (let unit = 0; unit < one.length; unit++) at.push(i);
    }
  }
  return { plain: out, at };
}

/** Where the quote stands in the text, UTF-16 units; nothing where it does not. */
export function findQuote(text: string, quote: string): Span | undefined {
  const page = letters(text);
  const wanted = letters(quote).plain.replace(/^["'….]+|["'…]+$/g, '');
  if (wanted === '') return undefined;
  const found = page.plain.indexOf(wanted);
  const start = page.at[found];
  const last = page.at[found + wanted.length - 1];
  return found < 0 || start === undefined || last === undefined ? undefined : { start, end: last + 1 };
}

/** One part of a paragraph: as it is, the sentence one came for, or another that the lesson cites. */
export type Piece = { text: string; mark: 'no' | 'main' | 'pale' };

/** `lines`: a list or a table, whose line ends mean something. */
export type Paragraph = { pieces: readonly Piece[]; kind: 'heading' | 'text' | 'lines' };

const LINES = /^(?:[-*•] |\d{1,3}[.)] )|\S \| \S/m;

/** A page's text as paragraphs with its cited sentences set apart; the first span is the main one and wins. */
export function paragraphsOf(
  text: string,
  headings: readonly string[],
  spans: readonly (Span & { main: boolean })[],
): readonly Paragraph[] {
  const isHeading = new Set(headings.map((heading) => heading.trim()));
  const paragraphs: Paragraph[] = [];
  for (const match of text.matchAll(/[^\n](?:.|\n(?!\s*\n))*/g)) {
    paragraphs.push({
      pieces: piecesOf(match[0], match.index, spans),
      kind: isHeading.has(match[0].trim()) ? 'heading' : LINES.test(match[0]) ? 'lines' : 'text',
    });
  }
  return paragraphs;
}

function piecesOf(text: string, offset: number, spans: readonly (Span & { main: boolean })[]): Piece[] {
  const markAt = (i: number): Piece['mark'] => {
    const here = spans.filter(({ start, end }) => start <= i && i < end);
    return here.some(({ main }) => main) ? 'main' : here.length > 0 ? 'pale' : 'no';
  };
  const edges = [
    ...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start - offset, end - offset])]),
  ]
    .filter((edge) => edge >= 0 && edge <= text.length)
    .sort((a, b) => a - b);
  return edges.slice(1).map((edge, i) => {
    const start = edges[i] ?? 0;
    return { text: text.slice(start, edge), mark: markAt(offset + start) };
  });
}
