import { z } from 'zod';
import type { ChatMessage, Tool, ToolCallMessage } from './port.ts';
import { estimateTokens, NO_USAGE, type Usage } from './provider.ts';
import type { Seats } from './seats.ts';

/** Our shapes as chat/completions has them on the wire, and back. */

/** Reasoning models take no temperature. */
export const heat = (model: string, temperature: number | undefined): { temperature?: number } =>
  temperature === undefined || /^(o\d|gpt-5)/.test(model) ? {} : { temperature };

const FUNCTION = 'function' as const;

export function wireMessage(message: ChatMessage) {
  switch (message.role) {
    case 'system':
      return { role: 'system' as const, content: message.content };
    case 'user':
      return { role: 'user' as const, content: message.content };
    case 'tool':
      return { role: 'tool' as const, tool_call_id: message.toolCallId, content: message.content };
    case 'assistant': {
      const { content, toolCalls = [] } = message;
      const spoken = { role: 'assistant' as const, content };
      return toolCalls.length === 0 ? spoken : { ...spoken, tool_calls: toolCalls.map(wireCall) };
    }
    default:
      return message satisfies never;
  }
}

const wireCall = ({ id, name, arguments: input }: ToolCallMessage) => ({
  id,
  type: FUNCTION,
  function: { name, arguments: input },
});

type WireCall = { id: string; type: string; function?: { name: string; arguments: string } };
type WireChoice = { message: { content?: string | null; tool_calls?: readonly WireCall[] } };

export function saidIn(choice: WireChoice | undefined): { text: string; calls: ToolCallMessage[] } {
  const calls = (choice?.message.tool_calls ?? []).flatMap(({ id, function: called }) =>
    called === undefined ? [] : [{ id, name: called.name, arguments: called.arguments }],
  );
  return { text: choice?.message.content ?? '', calls };
}

export const toolResult = (message: { role: string; tool_call_id?: string; content?: unknown }) =>
  message.role === 'tool' && message.tool_call_id !== undefined && typeof message.content === 'string'
    ? [{ toolCallId: message.tool_call_id, content: message.content }]
    : [];

const schemas = new WeakMap<z.ZodType, Record<string, unknown>>();

export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const made = schemas.get(schema) ?? { ...z.toJSONSchema(schema) };
  schemas.set(schema, made);
  return made;
}

export const described = ({ name, description, parameters }: Tool) => ({
  type: FUNCTION,
  function: { name, description, parameters: jsonSchemaOf(parameters) },
});

/** Tells what a tool of ours threw from what the provider did. */
export class ToolFailure extends Error {}

/** Arguments that don't fit are told to the model instead of being run. */
export const runnable = (tool: Tool, seats: Seats) => ({
  type: FUNCTION,
  function: {
    ...described(tool).function,
    parse: (text: string) => ({ call: seats.seat(tool.name), input: readArguments(tool, text) }),
    function: async ({ call, input }: { call: { round: number; index: number }; input: unknown }) => {
      try {
        return await tool.run(input, call);
      } catch (error) {
        throw new ToolFailure('a tool failed', { cause: error });
      }
    },
  },
});

function readArguments({ name, parameters }: Tool, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new Error(`The arguments of ${name} are not valid JSON. Please call it again.`);
  }
  const parsed = parameters.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`The arguments of ${name} do not fit: ${z.prettifyError(parsed.error)}`);
}

type WireUsage = { prompt_tokens: number; completion_tokens?: number };

export const tokensOf = (usage: WireUsage | null | undefined): Usage | undefined =>
  usage === null || usage === undefined
    ? undefined
    : { ...NO_USAGE, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens ?? 0 };

/** For providers that don't say, and for answers that were broken off. */
export const estimated = (messages: readonly ChatMessage[], said: string): Usage => ({
  ...NO_USAGE,
  inputTokens: estimateTokens(messages.map(({ content }) => content).join('\n')),
  outputTokens: estimateTokens(said),
});
