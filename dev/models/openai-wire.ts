/** OpenAI's wire format: what its API takes, as schemas, and what it gives back. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});

const jsonSchema = z.record(z.string(), z.unknown());

const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string(),
    description: z.string().optional(),
    parameters: jsonSchema.optional(),
  }),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
]);

const responseFormat = z.union([
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string(), schema: jsonSchema }),
  }),
]);

export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: toolChoice.nullish(),
  response_format: responseFormat.nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
});
export type ChatRequest = z.output<typeof ChatRequest>;
export type ChatMessage = ChatRequest['messages'][number];
export type ToolOffer = z.output<typeof tool>['function'];
export type JsonSchema = z.output<typeof jsonSchema>;

export const EmbeddingRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).max(1536).nullish(),
});

export const ModerationRequest = z.looseObject({ input: z.union([z.string(), z.array(z.string())]) });

/** What an engine answers before it is put on the wire: words, or calls of tools, or both. */
export type ChatReply = { text: string; calls: readonly { name: string; input: Record<string, unknown> }[] };

export type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };

/** English runs at about four characters a token; nobody pays for these. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

export const usageOf = (prompt: string, completion: string): Usage => {
  const [p, c] = [countTokens(prompt), countTokens(completion)];
  return { prompt_tokens: p, completion_tokens: c, total_tokens: p + c };
};

/** The words of a message, whatever its form. */
export const textOf = ({ content }: ChatMessage): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('\n');

export type Finish = 'stop' | 'length' | 'tool_calls';
type WireCall = { id: string; type: 'function'; function: { name: string; arguments: string } };

/** A reply as it goes out: cut at `stop` and `max_tokens`, calls with ids. */
export type Finished = { text: string; calls: WireCall[]; finish: Finish };

export function finishReply(reply: ChatReply, request: ChatRequest): Finished {
  const stops = typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []);
  const ends = stops.map((stop) => reply.text.indexOf(stop)).filter((at) => at >= 0);
  const stopped = ends.length > 0 ? reply.text.slice(0, Math.min(...ends)) : reply.text;
  const limit = (request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY) * 4;
  const text = stopped.length > limit ? stopped.slice(0, limit) : stopped;
  const calls = reply.calls.map(
    ({ name, input }): WireCall => ({
      id: `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }),
  );
  return {
    text,
    calls,
    finish: text.length < stopped.length ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
  };
}

/** The body of a `chat.completion`. */
export function completionBody(model: string, { text, calls, finish }: Finished, usage: Usage): object {
  const message = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage,
  };
}

/** The deltas of a stream in order: the role, words one by one, each call's head and then its arguments in pieces. */
export function* deltasOf({ text, calls }: Finished): Generator<object> {
  yield { role: 'assistant', content: calls.length > 0 && text === '' ? null : '', refusal: null };
  for (const word of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) yield { content: word };
  for (const [index, call] of calls.entries()) {
    const { name, arguments: input } = call.function;
    yield { tool_calls: [{ index, id: call.id, type: 'function', function: { name, arguments: '' } }] };
    for (const piece of input.match(/[\s\S]{1,24}/g) ?? []) {
      yield { tool_calls: [{ index, function: { arguments: piece } }] };
    }
  }
}
