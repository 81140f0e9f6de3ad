/** Reads Markdown (CommonMark with GitHub's tables, task lists and footnotes) into blocks of plain text. */

import type { List, Node, Parents, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Block, Extraction } from './document.ts';
import { cleanText, extracted, linesOf, MAX_TEXT_BYTES, oneLine, paginate } from './plain.ts';
import { readText, tooLarge } from './text.ts';

/** Tags of HTML vanish; anything else in angle brackets, such as `<unk>` or `<your name>`, is the author's text. */
const HTML_TAG =
  /<!--[\s\S]*?-->|<(script|style|template|noscript)\b[\s\S]*?<\/\1\s*>|<\/?(a|abbr|b|big|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|ol|p|path|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var|video|wbr)\b[^>]*>/gi;

/** Nesting beyond this is an attack, not a text; each level costs a call. */
const MAX_DEPTH = 60;

/** Reads Markdown; a file without any of its marks is read as the plain text that it is. */
export function extractMarkdown(source: string): Extraction {
  if (source.length > MAX_TEXT_BYTES) return tooLarge();
  const { body, about } = frontMatter(cleanText(source));
  const tree = fromMarkdown(sober(body), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  if (Object.keys(about).length === 0 && isPlain(tree)) return readText(body);
  const blocks = tree.children.flatMap((node) => blocksOf(node, 0)).filter((block) => block.text !== '');
  const restored = blocks.map((block) => ({ ...block, text: block.text.replaceAll('\ue000', '\\') }));
  const first = restored.find((block) => block.kind === 'heading' && block.level === 1);
  return extracted(paginate(restored), { title: first ? oneLine(first.text) : null, ...about });
}

/** Runs of opening brackets and quotation marks make a parser nest; nobody writes so many. */
function sober(source: string): string {
  // A backslash before a quotation mark is no escape anybody writes in Markdown, but JSON is full of them.
  return source
    .replace(/\\(?=["'])/g, '\ue000')
    .replace(/^(\s*>){40,}/gm, '>')
    .replace(/[[(!]{200,}/g, ' ');
}

function isPlain(tree: Parents): boolean {
  return tree.children.every(
    (node) =>
      node.type === 'paragraph' &&
      node.children.every((child) => child.type === 'text' || isUnknownTag(child)),
  );
}

const isUnknownTag = (node: Node) =>
  node.type === 'html' && 'value' in node && node.value === String(node.value).replace(HTML_TAG, '');

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

function blocksOf(node: RootContent, depth: number): Block[] {
  if (depth > MAX_DEPTH) return [];
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', level: node.depth, text: oneLine(inline(node.children)) }];
    case 'paragraph':
      return [{ kind: 'paragraph', text: linesOf(inline(node.children)) }];
    case 'list':
      return [{ kind: 'list', text: listText(node, depth) }];
    case 'table':
      return [{ kind: 'table', text: tableText(node) }];
    case 'code':
      return [{ kind: 'code', text: node.value.replace(/\s+$/, '') }];
    case 'blockquote':
      return node.children
        .flatMap((child) => blocksOf(child, depth + 1))
        .map((block) => (block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block));
    case 'footnoteDefinition': {
      const text = node.children.flatMap((child) => blocksOf(child, depth + 1)).map((block) => block.text);
      return [{ kind: 'note', text: `[${node.label ?? node.identifier}] ${text.join('\n')}` }];
    }
    case 'html':
      return [{ kind: 'paragraph', text: linesOf(node.value.replace(HTML_TAG, '\n')) }];
    default:
      return [];
  }
}

/** One item a line; what an item holds besides its first paragraph follows indented. */
function listText(list: List, depth: number): string {
  const start = list.start ?? 1;
  return list.children
    .map((item, index) => {
      const mark = list.ordered ? `${start + index}.` : '-';
      const done = item.checked === null || item.checked === undefined ? '' : item.checked ? '[x] ' : '[ ] ';
      const [first = '', ...rest] = item.children
        .flatMap((child) => blocksOf(child, depth + 1))
        .map((block) => block.text.replaceAll('\n', block.kind === 'paragraph' ? ' ' : '\n'));
      return [`${mark} ${done}${first}`, ...rest.map((text) => text.replace(/^/gm, '  '))].join('\n');
    })
    .join('\n');
}

function tableText(table: Table): string {
  return table.children
    .map((row) => row.children.map((cell) => oneLine(inline(cell.children))).join(' | '))
    .join('\n');
}

/** The words of a phrase without their marks: a link's text, a picture's alternative text, code as it is. */
function inline(children: readonly PhrasingContent[]): string {
  return children.map(inlineText).join('');
}

function inlineText(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      // A line break of the source is a space of the text; only a break that was asked for is one.
      return node.value.replaceAll('\n', ' ');
    case 'break':
      return '\n';
    case 'html':
      return /^<br\b/i.test(node.value) ? '\n' : node.value.replace(HTML_TAG, '');
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'footnoteReference':
      return `[${node.label ?? node.identifier}]`;
    default:
      return 'children' in node ? inline(node.children) : '';
  }
}
