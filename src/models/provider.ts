import type { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { ChatEvent, ChatMessage, Tool } from './port.ts';

/** One provider's calls as they are: a model by name, no settings, no money, no second try. */

export type Usage = {
  inputTokens: number;
  outputTokens: number;
  characters: number;
  audioSeconds: number;
  images: number;
};

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, characters: 0, audioSeconds: 0, images: 0 };

export const sumUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  characters: a.characters + b.characters,
  audioSeconds: a.audioSeconds + b.audioSeconds,
  images: a.images + b.images,
});

/** Where a provider does not say: English runs at about four characters a token. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4);

export type ChatAsk = {
  model: string;
  temperature: number | undefined;
  messages: readonly ChatMessage[];
  tools: readonly Tool[];
  /** Numbers of the first round, and of the first that there may not be any more. */
  firstRound: number;
  lastRound: number;
  signal: AbortSignal;
  /** Hears of every completion, also of those of an answer that was broken off. */
  used: (usage: Usage) => void;
};

/** A chat but for its last message, the user's words. */
export type ReadyAsk = Pick<ChatAsk, 'model' | 'temperature' | 'messages' | 'tools'>;

/** Sends the words at once; `chat`, asked the same, goes on from there. What is returned takes them back until then. */
export type Readied = (words: string) => () => void;

export type StructuredAsk = {
  model: string;
  temperature: number | undefined;
  messages: readonly ChatMessage[];
  name: string;
  schema: z.ZodType;
  signal: AbortSignal | undefined;
};

export type ChatProvider = {
  chat: (ask: ChatAsk) => AsyncIterable<ChatEvent>;
  /** The model's words, to be read as JSON by whoever asked. */
  answer: (ask: StructuredAsk) => Promise<{ text: string; usage: Usage }>;
};

export type SpeechProvider = {
  /** MP3. */
  speak: (ask: {
    model: string;
    voice: string;
    text: string;
    signal: AbortSignal | undefined;
  }) => Promise<{ audio: Uint8Array; mimeType: string }>;
  transcribe: (ask: {
    model: string;
    audio: Uint8Array;
    mimeType: string;
  }) => Promise<{ text: string; seconds: number | undefined }>;
};

export type Provider = ChatProvider &
  SpeechProvider & {
    /** Undefined where nothing can be made ready. */
    ready: (ask: ReadyAsk) => Promise<Readied | undefined>;
    embed: (ask: {
      model: string;
      texts: readonly string[];
    }) => Promise<{ vectors: number[][]; usage: Usage }>;
    paint: (ask: {
      model: string;
      quality: 'low' | 'medium' | 'high';
      prompt: string;
    }) => Promise<Uint8Array>;
    /** Undefined where the provider has no moderation. */
    moderate: (text: string) => Promise<{ flagged: boolean; categories: string[] } | undefined>;
  };

/** `passing`: a repeat may help. `model`: another model may. `final`: nothing will, until somebody changes something. */
export type Outlook = 'passing' | 'model' | 'final';

/** What a provider did wrong, in words without its own: those may repeat a key. */
export class ProviderError extends AppError {
  readonly outlook: Outlook;

  constructor(
    message: string,
    options: { outlook: Outlook; retryAfter?: number | undefined; cause?: unknown },
  ) {
    const { retryAfter, cause } = options;
    super('upstream_error', message, { cause, ...(retryAfter === undefined ? {} : { retryAfter }) });
    this.name = 'ProviderError';
    this.outlook = options.outlook;
  }
}

/** A recording that the provider could not read: cut off, or of a codec that is not what it says. */
export const unreadableRecording = (status: number): AppError | undefined =>
  status === 400 || status === 415 || status === 422
    ? new AppError('validation_error', 'This recording could not be read. Please say it again, or type.')
    : undefined;

/** What a provider's HTTP status says about trying again. `detail` is for the log: a code, never a message. */
export function refusedWith(status: number, detail: string, retryAfter?: number): ProviderError {
  const cause = new Error(`the provider answered ${status} ${detail}`.trim());
  if (status === 401 || status === 403)
    return new ProviderError('The model provider refuses our key.', { outlook: 'final', cause });
  if (status === 429 && detail.includes('insufficient_quota'))
    return new ProviderError('The account with the model provider has run out.', { outlook: 'final', cause });
  if (detail.includes('moderation') || detail.includes('content_policy'))
    return new ProviderError('The model provider declined this for its content.', {
      outlook: 'final',
      cause,
    });
  if (status === 408 || status === 409 || status === 429 || status >= 500)
    return new ProviderError('The model provider did not answer.', { outlook: 'passing', retryAfter, cause });
  return new ProviderError('The model provider could not take this request.', { outlook: 'model', cause });
}

export const unreadable = (what: string): ProviderError =>
  new ProviderError('The model provider answered with something unreadable.', {
    outlook: 'passing',
    cause: new Error(what),
  });
