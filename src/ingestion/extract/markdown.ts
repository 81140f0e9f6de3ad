/** Reads Markdown (CommonMark with GitHub's tables and footnotes) into blocks of plain text. */

import MarkdownIt, { type StateBlock, type Token } from 'markdown-it';
import type { Block, Extraction } from './document.ts';
import { stripBlock, stripInline, TAG_END, TAG_START } from './markdown-html.ts';
import { cleanText, extracted, linesOf, oneLine, paginate, unbearable } from './plain.ts';
import { readText } from './text.ts';

/** Nesting beyond this is an attack, not a structure; markdown-it leaves out blocks that lie deeper. */
const MAX_NESTING = 40;
const parser = new MarkdownIt({ html: true, maxNesting: MAX_NESTING });

/** Finds the blocks alone; their phrases are parsed one by one when they are read, so that memory holds one. */
const blockParser = new MarkdownIt({ html: true, maxNesting: MAX_NESTING });
blockParser.core.ruler.enableOnly(['normalize', 'block']);
blockParser.block.ruler.before('table', 'deep', readDeep);

/** A list and its item open at once: no block gets past the limit unseen by this rule. */
const DEEPEST = MAX_NESTING - 2;

/** The marks of quotes and lists before a line's words. */
const BLOCK_MARKS = /^(?:[^\S\n]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=\s|$)))+/;

/** Of blocks that lie too deep each line is a paragraph: their marks say nothing any more, their words are kept. */
function readDeep(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.level < DEEPEST) return false;
  if (silent) return true;
  let line = startLine;
  for (; line < endLine && (state.isEmpty(line) || (state.sCount[line] ?? 0) >= state.blkIndent); line++) {
    const words = state
      .getLines(line, line + 1, 0, false)
      .replace(BLOCK_MARKS, '')
      .trim();
    if (words === '') continue;
    state.push('paragraph_open', 'p', 1);
    state.push('inline', '', 0).content = words;
    state.push('paragraph_close', 'p', -1);
  }
  state.line = line;
  return true;
}

/** Lines of lists cost some five objects each. */
const MAX_MARKDOWN_LINES = 100_000;

/** A paragraph of this length is data; its marks are kept as they are. */
const MAX_PHRASE_CHARACTERS = 100_000;

/** Stand in the source for marks that the parser must not read, and are put back afterwards. */
const BACKSLASH = '\ue000';
const COLON = '\ue001';

/** Reads Markdown; a file without any of its marks is read as the plain text that it is. */
export function extractMarkdown(source: string): Extraction {
  const refusal = unbearable(source, MAX_MARKDOWN_LINES);
  if (refusal) return refusal;
  const { body, about } = frontMatter(cleanText(source));
  // Where links refer to, as the blocks define it.
  const references = {};
  const tokens = blockParser.parse(shielded(body), references);
  const parsePhrase = (phrase: string) =>
    phrase.length > MAX_PHRASE_CHARACTERS
      ? null
      : (parser.parseInline(phrase, references)[0]?.children ?? []);
  if (Object.keys(about).length === 0 && tokens.every((token) => isPlain(token, parsePhrase)))
    return readText(body);
  const blocks = new Reader(tokens, parsePhrase)
    .blocks('')
    .map((block) => ({ ...block, text: unshielded(block.text) }));
  const title = blocks.find((block) => block.kind === 'heading' && block.level === 1)?.text ?? null;
  return extracted(paginate(blocks.filter((block) => block.text !== '')), { title, ...about });
}

function shielded(source: string): string {
  return (
    source
      // Nobody escapes a quotation mark in Markdown, but JSON within it is full of them.
      .replace(/\\(?=["'])/g, BACKSLASH)
      // A footnote of one word would be taken for the address of a link.
      .replace(/^( {0,3}\[\^[^\]\n]+\]):/gm, `$1${COLON}`)
  );
}

const unshielded = (text: string) => text.replaceAll(BACKSLASH, '\\').replaceAll(COLON, ':');

/** The marks and words of a phrase, or null where it is too long to have any. */
type ParsePhrase = (phrase: string) => Token[] | null;

function isPlain({ type, content }: Token, parsePhrase: ParsePhrase): boolean {
  if (type !== 'inline') return type === 'paragraph_open' || type === 'paragraph_close';
  return (parsePhrase(content) ?? []).every(
    (child) =>
      child.type === 'text' ||
      child.type === 'softbreak' ||
      (child.type === 'html_inline' && stripBlock(child.content) !== ''),
  );
}

type About = { title?: string; author?: string; language?: string };

/** The plain `key: value` lines of a YAML block at the top; values that span lines are left out. */
function frontMatter(source: string): { body: string; about: About } {
  const match = /^---[^\S\n]*\n([\s\S]*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|$)/.exec(source);
  if (!match?.[1] || !/^[\w-]+:/m.test(match[1])) return { body: source, about: {} };
  const value = (key: string) =>
    new RegExp(`^${key}:[^\\S\\n]*["']?([^\\n]*?)["']?[^\\S\\n]*$`, 'im').exec(match[1] ?? '')?.[1] ||
    undefined;
  const [title, author, language] = [value('title'), value('author'), value('lang(?:uage)?')];
  const about = { ...(title && { title }), ...(author && { author }), ...(language && { language }) };
  return { body: source.slice(match[0].length), about };
}

/** Goes through the parser's flat list of tokens once. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #parsePhrase: ParsePhrase;
  #at = 0;

  constructor(tokens: readonly Token[], parsePhrase: ParsePhrase) {
    this.#tokens = tokens;
    this.#parsePhrase = parsePhrase;
  }

  /** The blocks up to the token of the type `end`, which is passed as well. */
  blocks(end: string): Block[] {
    const blocks: Block[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      blocks.push(...this.#block(token));
    }
    return blocks;
  }

  #next(): Token | undefined {
    this.#at += 1;
    return this.#tokens[this.#at - 1];
  }

  #block(token: Token): Block[] {
    switch (token.type) {
      case 'heading_open':
        return [{ kind: 'heading', level: levelOf(token.tag), text: oneLine(this.#phrase()) }];
      case 'paragraph_open':
        return [paragraphOf(this.#phrase())];
      case 'bullet_list_open':
        return [{ kind: 'list', text: this.#items('bullet_list_close', null) }];
      case 'ordered_list_open':
        return [
          { kind: 'list', text: this.#items('ordered_list_close', Number(token.attrGet('start') ?? 1)) },
        ];
      case 'blockquote_open':
        return this.blocks('blockquote_close').map((block) =>
          block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block,
        );
      case 'table_open':
        return [{ kind: 'table', text: this.#rows() }];
      case 'fence':
      case 'code_block':
        return [{ kind: 'code', text: token.content.trimEnd() }];
      case 'html_block':
        return [{ kind: 'paragraph', text: linesOf(stripBlock(token.content)) }];
      default:
        return [];
    }
  }

  /** The words of the inline token that follows, without their marks. */
  #phrase(): string {
    const inline = this.#next();
    this.#next();
    return this.#words(inline);
  }

  #words(inline: Token | undefined): string {
    const content = inline?.content ?? '';
    const parsed = this.#parsePhrase(content);
    return parsed === null ? content : phraseOf(parsed);
  }

  /** One item a line; what an item holds besides its first paragraph follows indented. */
  #items(end: string, start: number | null): string {
    const lines: string[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      if (token.type !== 'list_item_open') continue;
      const mark = start === null ? '-' : `${start + lines.length}.`;
      const [first = '', ...rest] = this.blocks('list_item_close').map(({ kind, text }) =>
        kind === 'paragraph' ? oneLine(text) : text,
      );
      lines.push([`${mark} ${first}`, ...rest.map((text) => text.replace(/^/gm, '  '))].join('\n'));
    }
    return lines.join('\n');
  }

  #rows(): string {
    const rows: string[][] = [];
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') rows.push([]);
      else if (token.type === 'inline') rows.at(-1)?.push(oneLine(this.#words(token)));
    }
    return rows.map((cells) => cells.join(' | ')).join('\n');
  }
}

function paragraphOf(phrase: string): Block {
  const text = linesOf(phrase);
  const note = new RegExp(`^\\[[^\\]\\n]+\\]${COLON}`).exec(text);
  return note ? { kind: 'note', text: text.replace(COLON, '') } : { kind: 'paragraph', text };
}

function levelOf(tag: string): NonNullable<Block['level']> {
  const levels = [1, 2, 3, 4, 5, 6] as const;
  return levels[Number(tag[1]) - 1] ?? 6;
}

function phraseOf(tokens: readonly Token[]): string {
  return stripInline(tokens.map(wordsOf).join(''));
}

function wordsOf(token: Token): string {
  switch (token.type) {
    case 'text':
      return token.content.replace(/\[\^([^\]\s]+)\]/g, '[$1]');
    case 'code_inline':
      return token.content;
    case 'image':
      return phraseOf(token.children ?? []);
    case 'html_inline':
      return `${TAG_START}${token.content}${TAG_END}`;
    case 'softbreak':
      return ' ';
    case 'hardbreak':
      return '\n';
    default:
      return '';
  }
}
