import type { z } from 'zod';
import type { JobId, LearnerId, OrganizationId, SessionId } from '../base/ids.ts';

/** What thinks, as the rest of the house sees it: no provider's name, no price, no key. */

/** For whom and what a call is made: settings are resolved, money reserved and usage recorded by it. */
export type Caller = {
  organizationId: OrganizationId;
  learnerId?: LearnerId;
  sessionId?: SessionId;
  jobId?: JobId;
  task: Task;
};

export type Task =
  | 'tutoring'
  | 'judging'
  | 'metadata'
  | 'slides'
  | 'script'
  | 'questions'
  | 'narrative'
  | 'embedding'
  | 'speech'
  | 'transcription'
  | 'image'
  | 'moderation'
  | 'summary';

export type ToolCallMessage = { id: string; name: string; arguments: string };

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCallMessage[] }
  | { role: 'tool'; toolCallId: string; content: string };

/** `run` gets the parsed arguments (already valid by `parameters`) and returns what the model is told. */
export type Tool = {
  name: string;
  description: string;
  parameters: z.ZodObject;
  run: (args: unknown, call: { round: number; index: number }) => Promise<string>;
};

export type ChatEvent =
  | { type: 'text'; text: string }
  /** A round of tool calls is over, calls and results both; the runner waits until the consumer asks for more. */
  | {
      type: 'round';
      round: number;
      text: string;
      calls: readonly ToolCallMessage[];
      results: readonly { toolCallId: string; content: string }[];
    }
  | { type: 'end'; finish: 'stop' | 'length' | 'rounds' | 'refused' };

export type ChatRequest = {
  caller: Caller;
  messages: readonly ChatMessage[];
  tools: readonly Tool[];
  /** Rounds of tool calls at most; after them the model must answer. */
  maxRounds: number;
  /** The number of the first round: above 0 where an interrupted turn is resumed. */
  firstRound?: number;
  signal: AbortSignal;
};

/** What a chat will be asked, but for its last message: the user's words. */
export type ReadyRequest = Pick<ChatRequest, 'caller' | 'messages' | 'tools'>;

/** A chat that was asked before whoever follows it was there. */
export type AskedChat = {
  /** All that the model was told, the words included. */
  messages: readonly ChatMessage[];
  /** As `streamChat` would; once. */
  stream: (request: Pick<ChatRequest, 'tools' | 'maxRounds' | 'signal'>) => AsyncIterable<ChatEvent>;
  /** Nobody will follow it; nothing where somebody does. */
  drop: () => void;
};

/** Asks; null where what was made ready does not hold any more, because settings changed. */
export type ReadiedChat = (words: string) => Promise<AskedChat | null>;

export type StructuredRequest<T> = {
  caller: Caller;
  messages: readonly ChatMessage[];
  /** A name for the schema (`metadata`, `slides` …) and the schema itself, valid as a strict JSON schema. */
  name: string;
  schema: z.ZodType<T>;
  signal?: AbortSignal;
};

/** Every method throws `AppError` (`upstream_error`, or `rate_limited` where the budget is spent). */
export type Models = {
  /** Streams an answer, running tools in between. Nothing is buffered. */
  streamChat: (request: ChatRequest) => AsyncIterable<ChatEvent>;
  /** Makes a question ready while nobody waits, so that its words are all that is left to do; null where that can't be. */
  readyChat: (request: ReadyRequest) => Promise<ReadiedChat | null>;
  /** One structured answer, validated; one repair attempt, then `upstream_error`. */
  complete: <T>(request: StructuredRequest<T>) => Promise<T>;
  /** Vectors of 1,536 in the order of the texts, and the model that made them; cached per organization. */
  embed: (caller: Caller, texts: readonly string[]) => Promise<{ model: string; vectors: number[][] }>;
  speak: (
    caller: Caller,
    text: string,
    signal?: AbortSignal,
  ) => Promise<{ audio: Uint8Array; mimeType: string }>;
  /** The voice that `speak` would use now, as a stable key for caching what was spoken. */
  voiceKey: (caller: Caller) => Promise<string>;
  transcribe: (caller: Caller, audio: Uint8Array, mimeType: string) => Promise<{ text: string }>;
  /** A PNG. */
  paint: (caller: Caller, prompt: string) => Promise<{ image: Uint8Array; mimeType: string }>;
  /** Whether the provider's moderation flags the text; `false` where moderation is off. */
  moderate: (caller: Caller, text: string) => Promise<{ flagged: boolean; categories: string[] }>;
};
