/** Reads from a chat request what it is for, and has it answered: a structure, a tutor's turn, or plain talk. */
import { summaryOf } from './describe.ts';
import type { Embedder } from './embeddings.ts';
import { readSentences } from './language.ts';
import type { ChatReply, ChatRequest } from './openai-wire.ts';
import { findBlocks, lastUserText, trustedText } from './passages.ts';
import { structuredText } from './structured.ts';
import { callTool } from './tool-calls.ts';
import { readTurn } from './turn.ts';
import { answerAsTutor } from './tutor.ts';

export type ChatNeeds = { embedder: Embedder };

const WHAT_I_AM =
  'I am an offline stand-in for a language model: rules and sentence retrieval, no free conversation. ' +
  'Give me a text and I can quote it, sum it up, ask about it or describe it. ' +
  'Set OPENAI_API_KEY, or OPENAI_BASE_URL to any compatible server, for a real model.';

/** Long enough to be a text rather than a remark. */
const TEXT_LENGTH = 400;

/** No passages, no tools: sums up a text that comes along, else says what it is. */
function answerPlainly({ messages }: ChatRequest): ChatReply {
  const words = lastUserText(messages);
  const [source] = findBlocks(words, 'source');
  const text = source?.text ?? words;
  const isText = text.length > TEXT_LENGTH;
  return { text: isText ? summaryOf(readSentences(text)) : WHAT_I_AM, calls: [] };
}

/** `tool_choice` may name a tool, or want any: then one is called, whatever was asked. */
function forcedCall(request: ChatRequest, turn: ReturnType<typeof readTurn>): ChatReply | undefined {
  const choice = request.tool_choice;
  const known = {
    query: turn.learner,
    reason: turn.learner,
    question: turn.learner,
    nuggetid: turn.passages[0]?.nugget,
  };
  if (typeof choice === 'object' && choice) return callTool(turn, choice.function.name, known);
  if (choice !== 'required') return undefined;
  const [first] = turn.tools.keys();
  return callTool(turn, turn.tools.has('search_nuggets') ? 'search_nuggets' : (first ?? ''), known);
}

/** Answers one chat request. */
export async function answerChat(request: ChatRequest, needs: ChatNeeds): Promise<ChatReply> {
  const structured = await structuredText(request, needs.embedder);
  if (structured !== undefined) return { text: structured, calls: [] };
  const turn = readTurn(request);
  const isTutor =
    turn.tools.size > 0 || turn.passages.length > 0 || trustedText(request.messages).includes('<question');
  if (!isTutor) return answerPlainly(request);
  const named = typeof request.tool_choice === 'object' ? forcedCall(request, turn) : undefined;
  if (named) return named;
  const reply = await answerAsTutor(turn, needs);
  return reply.calls.length === 0 ? (forcedCall(request, turn) ?? reply) : reply;
}
