import type { Block, ExtractedDocument } from './extract/document.ts';
import { countTokens } from './tokens.ts';

/**
 * Cuts a document into chunks that are one idea each: structure first (a chunk never crosses a heading of its own level
 * or above, lists, tables and code are never cut unless one alone is too long), then size.
 */

export type Chunk = {
  /** The blocks' text, joined by blank lines; what is shown, quoted and hashed. */
  content: string;
  /** First and last page, from 1. */
  page: number;
  lastPage: number;
  /** Path of headings above, outermost first. */
  headings: string[];
  /** UTF-16 offsets in the document's text: pages joined by a form feed, blocks by a blank line, hidden ones left out. */
  start: number;
  end: number;
  /** The neighbours' nearest sentences under the same headings: given to the embedding, never shown. */
  context: string | null;
};

export type ChunkLimits = {
  /** Tokens that a chunk may have at most. */
  max: number;
  /** Below this many tokens a chunk is joined to its neighbour under the same heading path. */
  min: number;
};

/** About 1,200 characters: a size at which our own search found nearly all (bench/ingestion/retrieval.ts). */
export const CHUNK_LIMITS: ChunkLimits = { max: 340, min: 40 };

/** A block or a part of one, in its place. */
type Piece = {
  text: string;
  kind: Block['kind'];
  level: number;
  page: number;
  start: number;
  end: number;
  tokens: number;
};

export function chunkDocument(document: ExtractedDocument, limits: ChunkLimits = CHUNK_LIMITS): Chunk[] {
  const chunks: Chunk[] = [];
  const path: { level: number; text: string }[] = [];
  let gathered: Piece[] = [];
  let tokens = 0;

  const close = () => {
    const headings = path.map(({ text }) => text);
    if (gathered.length > 0) chunks.push(chunkOf(gathered, headings));
    gathered = [];
    tokens = 0;
  };

  for (const piece of piecesOf(document, limits.max)) {
    if (piece.kind === 'heading') {
      close();
      while ((path.at(-1)?.level ?? 0) >= piece.level) path.pop();
      path.push({ level: piece.level, text: piece.text });
      continue;
    }
    if (tokens > 0 && tokens + piece.tokens > limits.max) close();
    gathered.push(piece);
    tokens += piece.tokens;
  }
  close();
  return withContext(joinSmall(chunks, limits));
}

/** The document as one text, as chunks' offsets count it. */
export function documentText(document: ExtractedDocument): string {
  return document.pages.map((page) => visible(page.blocks).join('\n\n')).join('\f');
}

const visible = (blocks: readonly Block[]): string[] =>
  blocks.filter((block) => block.hidden === undefined).map((block) => block.text);

function* piecesOf(document: ExtractedDocument, max: number): Generator<Piece> {
  let at = 0;
  for (const { page, blocks } of document.pages) {
    let first = true;
    for (const block of blocks) {
      if (block.hidden !== undefined) continue;
      if (!first) at += 2;
      first = false;
      for (const { text, offset } of parts(block, max)) {
        if (text.trim() === '') continue;
        yield {
          text,
          kind: block.kind,
          level: block.level ?? 1,
          page,
          start: at + offset,
          end: at + offset + text.length,
          tokens: countTokens(text),
        };
      }
      at += block.text.length;
    }
    at += 1;
  }
}

/** A block whole, or where it alone is too long, cut at lines (lists, tables, code) or sentences. */
function parts(block: Block, max: number): { text: string; offset: number }[] {
  if (block.kind === 'heading' || countTokens(block.text) <= max) return [{ text: block.text, offset: 0 }];
  const units =
    block.kind === 'paragraph' || block.kind === 'quote' || block.kind === 'note' ? sentences : lines;
  const out: { text: string; offset: number }[] = [];
  let open: { start: number; end: number; tokens: number } | undefined;
  for (const unit of units(block.text).flatMap((range) => hardCut(block.text, range, max))) {
    const tokens = countTokens(block.text.slice(unit.start, unit.end));
    if (open !== undefined && open.tokens + tokens <= max) {
      open = { start: open.start, end: unit.end, tokens: open.tokens + tokens };
      continue;
    }
    if (open !== undefined) out.push(sliceOf(block.text, open));
    open = { ...unit, tokens };
  }
  if (open !== undefined) out.push(sliceOf(block.text, open));
  return out;
}

type Range = { start: number; end: number };

/** The slice without white space at its ends. */
function sliceOf(text: string, { start, end }: Range): { text: string; offset: number } {
  const raw = text.slice(start, end);
  const offset = start + (raw.length - raw.trimStart().length);
  return { text: raw.trim(), offset };
}

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** From each full stop the segmenter may look ahead to the end of its text: what it is given at once has an end. */
const WINDOW = 10_000;

const sentences = (text: string): Range[] =>
  windows(text).flatMap(({ start, end }) =>
    Array.from(SENTENCES.segment(text.slice(start, end)), ({ index, segment }) => ({
      start: start + index,
      end: start + index + segment.length,
    })),
  );

/** Ends at a line's or sentence's end where there is one in the latter half, or at a space, or between any two characters. */
function windows(text: string): Range[] {
  const out: Range[] = [];
  let start = 0;
  while (text.length - start > WINDOW) {
    const most = start + WINDOW;
    const ends = [
      text.lastIndexOf('\n', most) + 1,
      text.lastIndexOf('. ', most) + 2,
      text.lastIndexOf(' ', most) + 1,
    ];
    const end = ends.find((at) => at > start + WINDOW / 2 && at <= most) ?? characterEnd(text, most);
    out.push({ start, end });
    start = end;
  }
  out.push({ start, end: text.length });
  return out;
}

/** Here or one further, never within a pair of surrogates. */
const characterEnd = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;

const lines = (text: string): Range[] =>
  [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));

/** One sentence or line that alone is over the limit is cut at spaces, or where it has none, anywhere between characters. */
function hardCut(text: string, range: Range, max: number): Range[] {
  if (countTokens(text.slice(range.start, range.end)) <= max) return [range];
  const middle = Math.floor((range.start + range.end) / 2);
  const space = text.lastIndexOf(' ', middle);
  const at = characterEnd(text, space > range.start ? space + 1 : middle);
  return [
    ...hardCut(text, { start: range.start, end: at }, max),
    ...hardCut(text, { start: at, end: range.end }, max),
  ];
}

function chunkOf(pieces: readonly Piece[], headings: string[]): Chunk {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) throw new Error('a chunk needs a piece');
  return {
    content: pieces.map(({ text }) => text).join('\n\n'),
    page: first.page,
    lastPage: last.page,
    headings,
    start: first.start,
    end: last.end,
    context: null,
  };
}

/** The sentence before and the sentence after, where they belong to the same section. */
function withContext(chunks: readonly Chunk[]): Chunk[] {
  const within = (a: Chunk | undefined, b: Chunk) =>
    a !== undefined && a.headings.join('\n') === b.headings.join('\n') ? a : undefined;
  return chunks.map((chunk, i) => {
    const before = sentencesOf(within(chunks[i - 1], chunk)?.content).at(-1);
    const after = sentencesOf(within(chunks[i + 1], chunk)?.content)[0];
    const context = [before, after].filter(Boolean).join(' … ');
    return { ...chunk, context: context === '' ? null : context };
  });
}

const sentencesOf = (text = ''): string[] =>
  sentences(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => sentence !== '');

/** A leftover too small to teach from goes to the chunk before it, if both stand under one heading path and fit. */
function joinSmall(chunks: readonly Chunk[], limits: ChunkLimits): Chunk[] {
  const out: Chunk[] = [];
  for (const chunk of chunks) {
    const before = out.at(-1);
    const size = countTokens(chunk.content);
    const beforeSize = before === undefined ? 0 : countTokens(before.content);
    const together = before !== undefined && sharePath(before.headings, chunk.headings);
    const small = size < limits.min || beforeSize < limits.min;
    if (before !== undefined && together && small && size + beforeSize <= limits.max) {
      out[out.length - 1] = join(before, chunk);
    } else out.push(chunk);
  }
  return out;
}

/** Siblings or parent and child: all but the last heading agree. */
function sharePath(a: readonly string[], b: readonly string[]): boolean {
  const depth = Math.min(a.length, b.length) - (a.length === b.length ? 1 : 0);
  return depth >= 0 && a.slice(0, depth).every((heading, i) => heading === b[i]);
}

function join(a: Chunk, b: Chunk): Chunk {
  const heading = b.headings.at(-1);
  const own = heading !== undefined && heading !== a.headings.at(-1) ? `${heading}\n\n` : '';
  return {
    content: `${a.content}\n\n${own}${b.content}`,
    page: a.page,
    lastPage: b.lastPage,
    headings: a.headings,
    start: a.start,
    end: b.end,
    context: null,
  };
}
