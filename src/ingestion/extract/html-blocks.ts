/** Turns a piece of a page into blocks: what is set as a block becomes one, and no text stands twice. */

import type { Block } from './document.ts';
import { type DomElement, type DomNode, isElement } from './dom.ts';
import { cleanText, linesOf, oneLine } from './plain.ts';

const INLINE = new Set(
  'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK NOBR Q RUBY S SAMP SMALL SPAN STRIKE STRONG SUB SUP TIME TT U VAR WBR'.split(
    ' ',
  ),
);

const IGNORED = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT EMBED SVG CANVAS VIDEO AUDIO INPUT SELECT TEXTAREA BUTTON RP HEAD MAP'.split(
    ' ',
  ),
);

/** The blocks below an element, in order. */
export function blocksOf(root: DomElement): Block[] {
  const walk = new Walk();
  walk.children(root);
  walk.flush();
  return walk.blocks;
}

class Walk {
  readonly blocks: Block[] = [];
  /** Words that are waiting for the end of their paragraph. */
  #phrase = '';
  #kind: Block['kind'] = 'paragraph';

  children(node: DomNode): void {
    for (const child of node.childNodes) this.visit(child);
  }

  visit(node: DomNode): void {
    if (node.nodeType === 3) this.#phrase += (node.textContent ?? '').replace(/\s+/g, ' ');
    if (!isElement(node) || IGNORED.has(node.nodeName.toUpperCase())) return;
    const name = node.nodeName.toUpperCase();
    if (name === 'BR') this.#phrase += '\n';
    else if (INLINE.has(name)) this.children(node);
    else {
      this.flush();
      this.block(node, name);
      this.flush();
    }
  }

  block(node: DomElement, name: string): void {
    const level = headingLevel(name);
    if (level) this.add({ kind: 'heading', level, text: oneLine(phraseOf(node)) });
    else if (name === 'PRE') this.add({ kind: 'code', text: trimCode(node.textContent ?? '') });
    else if (name === 'UL' || name === 'OL' || name === 'MENU') this.list(node);
    else if (name === 'DL') this.add({ kind: 'list', text: definitions(node) });
    else if (name === 'TABLE') this.table(node);
    else if (name === 'BLOCKQUOTE') this.within('quote', node);
    else this.children(node);
  }

  /** A list of links and cards is set as a list too; one that holds blocks of its own is read as those. */
  list(node: DomElement): void {
    if (node.querySelector('h1, h2, h3, h4, table, pre, blockquote')) this.children(node);
    else this.add({ kind: 'list', text: listText(node, 0) });
  }

  /** Tables of one column, or with paragraphs, headings and tables in their cells, are there for the layout. */
  table(node: DomElement): void {
    const rows = [...node.querySelectorAll('tr')];
    const wide = rows.some((row) => cellsOf(row).length > 1);
    if (!wide || node.querySelector('table, h1, h2, h3, p + p, ul, ol, pre')) {
      this.children(node);
      return;
    }
    const caption = node.querySelector('caption');
    if (caption) this.add({ kind: 'paragraph', text: oneLine(phraseOf(caption)) });
    const lines = rows.map((row) =>
      cellsOf(row)
        .map((cell) => oneLine(phraseOf(cell)))
        .join(' | '),
    );
    this.add({ kind: 'table', text: lines.filter((line) => /[^\s|]/.test(line)).join('\n') });
  }

  within(kind: Block['kind'], node: DomElement): void {
    const before = this.#kind;
    this.#kind = kind;
    this.children(node);
    this.flush();
    this.#kind = before;
  }

  /** Ends the paragraph. Two line breaks in a row are how old pages begin a new one. */
  flush(): void {
    const phrase = this.#phrase;
    this.#phrase = '';
    for (const part of phrase.split(/\n\s*\n/)) this.add({ kind: this.#kind, text: linesOf(part) });
  }

  add(block: Block): void {
    const text = cleanText(block.text);
    if (text.trim() !== '') this.blocks.push({ ...block, text });
  }
}

function headingLevel(name: string): Block['level'] | null {
  const levels = [1, 2, 3, 4, 5, 6] as const;
  return /^H[1-6]$/.test(name) ? (levels[Number(name[1]) - 1] ?? null) : null;
}

/** The words below an element in one piece: elements set as blocks are divided by spaces. */
export function phraseOf(node: { childNodes: Iterable<DomNode> }): string {
  let text = '';
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += child.textContent ?? '';
    if (!isElement(child) || IGNORED.has(child.nodeName.toUpperCase())) continue;
    const inner = child.nodeName.toUpperCase() === 'BR' ? ' ' : phraseOf(child);
    text += INLINE.has(child.nodeName.toUpperCase()) ? inner : ` ${inner} `;
  }
  return text;
}

function listText(list: DomElement, depth: number): string {
  let number = Number(list.getAttribute('start') ?? 1);
  const lines: string[] = [];
  for (const item of list.childNodes) {
    if (!isElement(item)) continue;
    const nested = [...item.childNodes]
      .filter(isElement)
      .filter((child) => /^(UL|OL|MENU)$/i.test(child.nodeName));
    const mark = /^OL$/i.test(list.nodeName) ? `${number}.` : '-';
    const own = oneLine(
      phraseOf({
        childNodes: [...item.childNodes].filter((child) => !nested.some((inner) => inner === child)),
      }),
    );
    if (own) lines.push(`${'  '.repeat(depth)}${mark} ${own}`);
    if (own) number += 1;
    for (const inner of nested) lines.push(listText(inner, depth + 1));
  }
  return lines.filter((line) => line.trim()).join('\n');
}

function definitions(list: DomElement): string {
  const lines: string[] = [];
  for (const part of list.querySelectorAll('dt, dd')) {
    const text = oneLine(phraseOf(part));
    const last = lines.at(-1);
    if (/^DT$/i.test(part.nodeName) || last === undefined) lines.push(`- ${text}`);
    else lines[lines.length - 1] = `${last}: ${text}`;
  }
  return lines.join('\n');
}

const cellsOf = (row: DomElement) =>
  [...row.childNodes].filter(isElement).filter((cell) => /^T[DH]$/i.test(cell.nodeName));

const trimCode = (text: string) => text.replace(/^\s*\n|\s+$/g, '').replace(/[^\S\n]+$/gm, '');
