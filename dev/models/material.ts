/** What a structured request is about: its source text, read once, and its instruction apart from its data. */
import { readSentences, type Sentence } from './language.ts';
import { type ChatMessage, textOf } from './openai-wire.ts';
import { type Block, findBlocks } from './passages.ts';
import { findTopics, type Topic } from './topics.ts';

export type Material = {
  /** The fenced source; where nothing is fenced, the last user message. */
  source: string;
  /** What surrounds the data: the request's own words. */
  instruction: string;
  /** The name the request gives the text, or ''. */
  title: string;
  sentences: readonly Sentence[];
  topics: readonly Topic[];
  /** All blocks of a name, in order. */
  blocks(name: string): readonly Block[];
};

const FENCES = ['source', 'passage', 'nugget', 'document', 'text', 'content'];
const ANY_BLOCK = /<([a-z][\w-]*)(?:\s+[\w-]+="[^"]*")*\s*>[\s\S]*?<\/\1>/gi;

/** Reads the messages of a request that wants a structure back. */
export function readMaterial(messages: readonly ChatMessage[]): Material {
  const whole = messages.map(textOf).join('\n\n');
  const fenced = FENCES.map((name) => findBlocks(whole, name)).find((blocks) => blocks.length > 0) ?? [];
  const last = messages.findLast(({ role }) => role === 'user');
  const source =
    fenced.length > 0 ? fenced.map(({ text }) => text).join('\n\n') : last ? textOf(last) : whole;
  const sentences = readSentences(source);
  const heading = /^#{1,3}\s+(.+)$/m.exec(source)?.[1] ?? '';
  const named = fenced
    .map(({ attributes }) => attributes['title'] ?? attributes['headings'] ?? '')
    .find(Boolean);
  return {
    source,
    instruction: whole.replace(ANY_BLOCK, ' '),
    title: named ?? heading.trim(),
    sentences,
    topics: findTopics(sentences, 12, named ?? heading),
    blocks: (name) => findBlocks(whole, name),
  };
}
