/** Makes blocks of Word's paragraphs: headings, items of lists, quotations and code by their styles. */

import type { Block } from './document.ts';
import { inherited, type Numbering, type Styles } from './docx-parts.ts';
import { cleanText, linesOf, oneLine } from './plain.ts';

export type Run = { text: string; hidden: Block['hidden']; bold: boolean };

export type Paragraph = {
  style: string | undefined;
  outline: number | undefined;
  numId: string | undefined;
  level: number | undefined;
  shaded: boolean;
  runs: Run[];
  /** What hangs on the paragraph and is set after it: notes, text boxes, pictures' descriptions. */
  after: Block[];
};

export function newParagraph(): Paragraph {
  return {
    style: undefined,
    outline: undefined,
    numId: undefined,
    level: undefined,
    shaded: false,
    runs: [],
    after: [],
  };
}

/** Blocks in the order of the page; items of one list and lines of one listing join the block before. */
export class Flow {
  readonly blocks: Block[] = [];
  /** The only ones that can turn out to be headings in a document without styles. */
  readonly bold = new Set<Block>();

  add(block: Block): void {
    const text = cleanText(block.text);
    if (text.trim() === '') return;
    const last = this.blocks.at(-1);
    const joins = block.kind === 'list' || block.kind === 'code';
    if (joins && last?.kind === block.kind && last.hidden === block.hidden) last.text += `\n${text}`;
    else this.blocks.push({ ...block, text });
  }
}

/** Counts the items of each list as Word does. */
export class Counters {
  readonly #numbering: Numbering;
  readonly #counts = new Map<string, number[]>();

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  /** "- " or "3. ", or nothing for a list without marks. */
  mark(numId: string, level: number): string {
    const list = this.#numbering.get(numId);
    const { format, start } = list?.levels.get(level) ?? { format: 'bullet', start: 1 };
    if (format === 'none') return '';
    if (format === 'bullet') return '- ';
    const counts = this.#counts.get(list?.key ?? numId) ?? [];
    this.#counts.set(list?.key ?? numId, counts);
    const count = (counts[level] ?? start - 1) + 1;
    counts.length = level;
    counts[level] = count;
    return `${/letter/i.test(format) && count <= 26 ? String.fromCharCode(96 + count) : count}. `;
  }
}

export type ParagraphNeeds = { styles: Styles; counters: Counters };

/** Adds a finished paragraph to the flow: what is seen, what is hidden, what hangs on it. */
export function addParagraph(flow: Flow, paragraph: Paragraph, needs: ParagraphNeeds): void {
  const kind = kindOf(paragraph, needs.styles);
  const seen = paragraph.runs.filter((run) => run.hidden === undefined);
  const text = seen.map((run) => run.text).join('');
  if (text.trim() !== '' && kind !== 'contents') {
    flow.add(blockOf(paragraph, text, kind, needs));
    const last = flow.blocks.at(-1);
    const allBold = seen.every((run) => run.bold || run.text.trim() === '');
    if (last?.kind === 'paragraph' && allBold) flow.bold.add(last);
  }
  for (const run of paragraph.runs) {
    if (run.hidden !== undefined)
      flow.add({ kind: 'paragraph', text: linesOf(run.text), hidden: run.hidden });
  }
  for (const block of paragraph.after) flow.add(block);
}

type Kind = NonNullable<Block['level']> | 'quote' | 'code' | 'contents' | 'text';

function kindOf(paragraph: Paragraph, styles: Styles): Kind {
  const name = inherited(styles, paragraph.style, 'name') ?? paragraph.style?.toLowerCase() ?? '';
  if (/^(toc|table of (contents|figures|authorities)|index)\b/.test(name)) return 'contents';
  const heading = /^heading ?([1-9])/.exec(name)?.[1];
  const outline = paragraph.outline ?? inherited(styles, paragraph.style, 'outline');
  if (name === 'title') return 1;
  if (heading !== undefined) return levelOf(Number(heading));
  // Level 9 is Word's word for "body text".
  if (outline !== undefined && outline >= 0 && outline < 9) return levelOf(outline + 1);
  if (/quot/.test(name)) return 'quote';
  return /\bcode\b|preformatted|source|listing|macro/.test(name) ? 'code' : 'text';
}

function levelOf(level: number): NonNullable<Block['level']> {
  const levels = [1, 2, 3, 4, 5, 6] as const;
  return levels[Math.min(level, 6) - 1] ?? 6;
}

function blockOf(
  paragraph: Paragraph,
  text: string,
  kind: Exclude<Kind, 'contents'>,
  needs: ParagraphNeeds,
): Block {
  if (typeof kind === 'number') return { kind: 'heading', level: kind, text: oneLine(text) };
  if (kind === 'code') return { kind: 'code', text: text.trimEnd() };
  if (kind === 'quote') return { kind: 'quote', text: linesOf(text) };
  const numId = paragraph.numId ?? inherited(needs.styles, paragraph.style, 'numId');
  if (numId === undefined || numId === '0') return { kind: 'paragraph', text: linesOf(text) };
  const level = Math.min(8, paragraph.level ?? inherited(needs.styles, paragraph.style, 'level') ?? 0);
  return { kind: 'list', text: `${'  '.repeat(level)}${needs.counters.mark(numId, level)}${oneLine(text)}` };
}

/** In a document whose author never used a heading's style, short bold lines above text are its headings. */
export function promoteBold(flow: Flow): Block[] {
  const blocks = flow.blocks;
  if (blocks.some((block) => block.kind === 'heading')) return blocks;
  return blocks.map((block, at) => {
    const next = blocks[at + 1];
    const short = block.text.length <= 100 && !/[.,;:]$/.test(block.text) && !block.text.includes('\n');
    const above = next !== undefined && !flow.bold.has(next) && next.kind !== 'note';
    return flow.bold.has(block) && short && above ? { kind: 'heading', level: 2, text: block.text } : block;
  });
}
