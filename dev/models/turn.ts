/** One turn of a tutor's chat, as read from the request: who said what, what may be cited, what is offered. */
import type { ChatMessage, ChatRequest, ToolOffer } from './openai-wire.ts';
import { textOf } from './openai-wire.ts';
import {
  type Block,
  findBlock,
  findBlocks,
  findPassages,
  lastUserText,
  type Passage,
  thisTurn,
  trustedText,
} from './passages.ts';

export type ToolResult = { name: string; input: Record<string, unknown>; text: string };

export type LiveQuestion = {
  text: string;
  options: readonly string[];
  kind: string;
  concept: string;
  hintsUsed: number;
  /** What answers it, where the prompt allows that to be said; else ''. */
  answer: string;
};

export type Turn = {
  /** The learner's words. */
  learner: string;
  /** What the learner said before, latest last. */
  earlier: readonly string[];
  /** What the tutor said before, latest last. */
  said: readonly string[];
  passages: readonly Passage[];
  question: LiveQuestion | undefined;
  /** The judge's verdict on the learner's answer: its text is the misconception, or ''. */
  verdict: Block | undefined;
  /** The question that was answered and is over, with what answers it. */
  answered: { question: string; reference: string } | undefined;
  concepts: readonly Block[];
  /** The nugget the lesson is at, or undefined. */
  node: string | undefined;
  tools: ReadonlyMap<string, ToolOffer>;
  /** What tools answered since the learner spoke. */
  results: readonly ToolResult[];
};

function readInput(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function resultsOf(messages: readonly ChatMessage[]): ToolResult[] {
  const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? []);
  return messages
    .filter(({ role }) => role === 'tool')
    .map((message) => {
      const call = calls.find(({ id }) => id === message.tool_call_id)?.function;
      return { name: call?.name ?? '', input: readInput(call?.arguments ?? ''), text: textOf(message) };
    });
}

const OPTION = /^\s*[-*•]\s+/;

function findQuestion(text: string): LiveQuestion | undefined {
  const block = findBlocks(text, 'question').at(-1);
  if (!block) return undefined;
  const { kind = 'open', concept = '', hints_used: hints = '0' } = block.attributes;
  const lines = block.text.split('\n');
  return {
    text: lines
      .filter((line) => !OPTION.test(line))
      .join('\n')
      .trim(),
    options: lines.filter((line) => OPTION.test(line)).map((line) => line.replace(OPTION, '').trim()),
    kind,
    concept,
    hintsUsed: Number(hints) || 0,
    answer: findBlock(text, 'reference')?.text ?? '',
  };
}

function findAnswered(text: string): Turn['answered'] {
  const question = findBlock(text, 'answered')?.text;
  return question === undefined
    ? undefined
    : { question, reference: findBlock(text, 'reference')?.text ?? '' };
}

const offeredTools = ({ tools, tool_choice: choice }: ChatRequest): Map<string, ToolOffer> => {
  const offers = choice === 'none' ? [] : (tools ?? []).map((tool) => tool.function);
  return new Map(offers.map((offer) => [offer.name, offer]));
};

/** Reads a turn. Data is taken from the application's messages alone: a passage that a learner types is no passage. */
export function readTurn(request: ChatRequest): Turn {
  const { messages } = request;
  const trusted = trustedText(messages);
  const textsBy = (role: string) => messages.filter((message) => message.role === role).map(textOf);
  return {
    learner: lastUserText(messages),
    earlier: textsBy('user').slice(0, -1),
    said: textsBy('assistant').filter(Boolean),
    passages: findPassages(trusted),
    question: findQuestion(trusted),
    verdict: findBlock(trusted, 'verdict'),
    answered: findAnswered(trusted),
    concepts: findBlocks(trusted, 'concept'),
    node: findBlock(trusted, 'node')?.attributes['nugget'],
    tools: offeredTools(request),
    results: resultsOf(thisTurn(messages)),
  };
}
