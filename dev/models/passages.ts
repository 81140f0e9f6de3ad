/** Finds what a prompt fences as data: passages, sources, the live question, an answer to judge. */
import { type ChatMessage, textOf } from './openai-wire.ts';

export type Block = { attributes: Readonly<Record<string, string>>; text: string };

/** A passage that may be cited as `[n]`. Ids and place are empty where the prompt names none. */
export type Passage = {
  n: number;
  nugget: string;
  document: string;
  title: string;
  page: string;
  headings: string;
  text: string;
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};
const unfence = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), unfence(value)]));
}

/** Every `<name a="…">text</name>` of a text. Attributes may hold `>`: headings do. */
export function findBlocks(text: string, name: string): Block[] {
  const pattern = new RegExp(`<${name}((?:\\s+[\\w-]+="[^"]*")*)\\s*>([\\s\\S]*?)</${name}>`, 'gi');
  return [...text.matchAll(pattern)].map(([, attributes = '', inner = '']) => ({
    attributes: readAttributes(attributes),
    text: unfence(inner).trim(),
  }));
}

/** The first block of any of these names, in the order of the names. */
export const findBlock = (text: string, ...names: string[]): Block | undefined =>
  names.flatMap((name) => findBlocks(text, name))[0];

/** Passages in order of first appearance; a number that comes again is the same passage. */
export function findPassages(text: string): Passage[] {
  const byNumber = new Map<number, Passage>();
  for (const [i, { attributes, text: words }] of findBlocks(text, 'passage').entries()) {
    const n = Number(attributes['n'] ?? i + 1);
    const { nugget = '', document = '', title = '', page = '', headings = '' } = attributes;
    if (!byNumber.has(n)) byNumber.set(n, { n, nugget, document, title, page, headings, text: words });
  }
  return [...byNumber.values()];
}

/** What the application says: system and developer messages and tools' results. A learner's words are never among it. */
export const trustedText = (messages: readonly ChatMessage[]): string =>
  messages
    .filter(({ role }) => role === 'system' || role === 'developer' || role === 'tool')
    .map(textOf)
    .join('\n\n');

/** The learner's words: the last user message. */
export const lastUserText = (messages: readonly ChatMessage[]): string => {
  const last = messages.findLast(({ role }) => role === 'user');
  return last ? textOf(last) : '';
};

/** What was said after the last user message: the rounds of tools of this turn. */
export const thisTurn = (messages: readonly ChatMessage[]): readonly ChatMessage[] =>
  messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1);
