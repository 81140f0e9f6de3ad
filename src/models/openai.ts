import OpenAI, { APIConnectionError, APIError, APIUserAbortError, OpenAIError } from 'openai';
import { AppError } from '../base/errors.ts';
import { type Channel, openChannel } from './channel.ts';
import { wholeVector } from './embedding.ts';
import { type Ahead, openAhead } from './openai-ahead.ts';
import { PromptRunner, rehearse } from './openai-runner.ts';
import type { ChatEvent } from './port.ts';
import {
  type ChatAsk,
  type Provider,
  ProviderError,
  type ReadyAsk,
  refusedWith,
  type StructuredAsk,
  unreadable,
  unreadableRecording,
} from './provider.ts';
import { roundMessages } from './rounds.ts';
import { Seats } from './seats.ts';
import {
  described,
  estimated,
  heat,
  jsonSchemaOf,
  runnable,
  saidIn,
  ToolFailure,
  tokensOf,
  toolResult,
  wireMessage,
} from './wire.ts';

/** Any OpenAI-compatible provider, through the official SDK; nobody else imports it. */
export type OpenAiEndpoint = {
  apiKey: string;
  baseUrl: string | undefined;
  /** A stream that says nothing for this long has died, milliseconds. */
  stallMs?: number;
  /** Nothing is shown before moderation has spoken, so nobody waits for it longer than this, milliseconds. */
  moderationMs?: number;
};

const STALL_MS = 25_000;
const MODERATION_MS = 4000;
/** Pictures and long answers take their time. */
const TIMEOUT_MS = 120_000;

export function openOpenAi({
  apiKey,
  baseUrl,
  stallMs = STALL_MS,
  moderationMs = MODERATION_MS,
}: OpenAiEndpoint): Provider {
  const ahead = openAhead();
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? null,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    fetch: ahead.fetch,
  });
  return {
    ready: (ask) => ready(client, ahead, ask),
    chat: (ask) => chat(client, ask, stallMs),
    answer: (ask) => translated(() => answer(client, ask), ask.signal),
    embed: (ask) => translated(() => embed(client, ask)),
    speak: (ask) => translated(() => speak(client, ask), ask.signal),
    transcribe: (ask) => translated(() => transcribe(client, ask)),
    paint: (ask) => translated(() => paint(client, ask)),
    moderate: (text) => translated(() => moderate(client, text, moderationMs)),
  };
}

/**
 * One answer by the SDK's tool runner. It waits after every round until the consumer has come back for more; when the
 * rounds are used up, the model is asked once more and may not call.
 */
async function* chat(client: OpenAI, ask: ChatAsk, stallMs: number): AsyncGenerator<ChatEvent, void, void> {
  const stop = new AbortController();
  const channel = openChannel<ChatEvent>(() => stop.abort());
  const signal = AbortSignal.any([ask.signal, stop.signal]);
  converse(client, ask, { signal, channel, silence: silenceAlarm(stallMs, stop) }).then(
    () => channel.end(),
    (error: unknown) =>
      channel.end({ error: asProviderError(error, { cancelled: ask.signal, stalled: stop.signal }) }),
  );
  yield* channel;
}

type Running = { signal: AbortSignal; channel: Channel<ChatEvent>; silence: ReturnType<typeof silenceAlarm> };

/** The SDK's tool runner asks in this way for every round. */
const roundOf = ({ model, temperature, messages, tools }: ReadyAsk, seats: Seats) => ({
  model,
  ...heat(model, temperature),
  stream: true as const,
  stream_options: { include_usage: true },
  messages: messages.map(wireMessage),
  tools: tools.map((tool) => runnable(tool, seats)),
});

async function ready(client: OpenAI, ahead: Ahead, ask: ReadyAsk) {
  // Without tools no runner asks.
  if (ask.tools.length === 0) return undefined;
  const mark = crypto.randomUUID();
  const messages = [...ask.messages, { role: 'user' as const, content: mark }];
  const request = await rehearse(client, mark, (silent) =>
    PromptRunner.begin(silent, roundOf({ ...ask, messages }, new Seats(0)), { maxChatCompletions: 1 }),
  );
  return request && ((words: string) => ahead.begin(request, words));
}

async function converse(client: OpenAI, ask: ChatAsk, running: Running): Promise<void> {
  const { model, temperature, tools, firstRound, lastRound } = ask;
  const { signal, channel, silence } = running;
  const told = [...ask.messages];
  const rounds = tools.length === 0 ? 0 : lastRound - firstRound;
  if (rounds > 0) {
    const seats = new Seats(firstRound);
    const runner = PromptRunner.begin(client, roundOf(ask, seats), {
      signal,
      maxChatCompletions: rounds,
      afterCompletion: async ({ choices }, { messages }) => {
        const { text, calls } = saidIn(choices[0]);
        if (calls.length === 0) return;
        const results = messages.slice(-calls.length).flatMap(toolResult);
        told.push(...roundMessages({ text, calls, results }));
        await channel.handOver({ type: 'round', round: seats.round, text, calls, results });
        seats.nextRound();
        silence.set();
      },
    });
    runner.on('chatCompletion', ({ choices }) => seats.take(saidIn(choices[0]).calls));
    listen(runner, ask, running);
    await runner.done();
    const last = runner.allChatCompletions().at(-1)?.choices[0];
    if (last === undefined) throw unreadable('no completion');
    if (saidIn(last).calls.length === 0) return finish(channel, last, undefined);
  }
  const mayNotCall = tools.length > 0 ? { tools: tools.map(described), tool_choice: 'none' as const } : {};
  const stream = client.chat.completions.stream(
    {
      model,
      ...heat(model, temperature),
      stream: true,
      stream_options: { include_usage: true },
      messages: told.map(wireMessage),
      ...mayNotCall,
    },
    { signal },
  );
  listen(stream, ask, running);
  const { choices } = await stream.finalChatCompletion();
  finish(channel, choices[0], rounds > 0 ? 'rounds' : undefined);
}

type Choice = OpenAI.ChatCompletion.Choice;

function finish(channel: Channel<ChatEvent>, choice: Choice | undefined, forced: 'rounds' | undefined): void {
  if (choice === undefined) throw unreadable('no choice');
  const refused = choice.finish_reason === 'content_filter' || (choice.message.refusal ?? '') !== '';
  const usual = choice.finish_reason === 'length' ? 'length' : 'stop';
  channel.push({ type: 'end', finish: refused ? 'refused' : (forced ?? usual) });
}

type Stream = ReturnType<OpenAI['chat']['completions']['stream']>;

/** Words go out as they come. Every completion is counted, one that was broken off by what was heard of it. */
function listen(stream: Stream, ask: ChatAsk, { channel, silence }: Running): void {
  let halfHeard = '';
  let speaking = false;
  silence.set();
  stream.on('chunk', () => {
    speaking = true;
    silence.set();
  });
  stream.on('content', (text) => {
    halfHeard += text;
    channel.push({ type: 'text', text });
  });
  stream.on('chatCompletion', ({ usage }) => {
    silence.clear();
    ask.used(tokensOf(usage) ?? estimated(ask.messages, halfHeard));
    halfHeard = '';
    speaking = false;
  });
  const brokenOff = () => {
    silence.clear();
    if (speaking) ask.used(estimated(ask.messages, halfHeard));
  };
  stream.on('abort', brokenOff);
  stream.on('error', brokenOff);
}

/** Aborts what has been silent too long; off while tools run or the consumer thinks. A word only moves the time on: timers cost more. */
function silenceAlarm(ms: number, stop: AbortController) {
  let since: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    if (since === null) return;
    const left = since + ms - Date.now();
    if (left <= 0) stop.abort();
    else timer = setTimeout(look, left);
  };
  return {
    clear: (): void => {
      since = null;
      clearTimeout(timer);
      timer = undefined;
    },
    set: (): void => {
      since = Date.now();
      timer ??= setTimeout(look, ms);
    },
  };
}

async function answer(client: OpenAI, { model, temperature, messages, name, schema, signal }: StructuredAsk) {
  const { choices, usage } = await client.chat.completions.create(
    {
      model,
      ...heat(model, temperature),
      messages: messages.map(wireMessage),
      response_format: {
        type: 'json_schema',
        json_schema: { name, strict: true, schema: jsonSchemaOf(schema) },
      },
    },
    { signal: signal ?? null },
  );
  const message = choices[0]?.message;
  if (message === undefined) throw unreadable('no choice');
  if ((message.refusal ?? '') !== '') throw refusedWith(400, 'moderation');
  const text = message.content ?? '';
  return { text, usage: tokensOf(usage) ?? estimated(messages, text) };
}

/** Asked in base64, a quarter of the bytes; a provider that ignores that and sends numbers is understood as well. */
async function embed(client: OpenAI, { model, texts }: Parameters<Provider['embed']>[0]) {
  const sized = model.startsWith('text-embedding-3') ? { dimensions: 1536 } : {};
  const { data, usage } = await client.embeddings.create({
    model,
    input: [...texts],
    encoding_format: 'base64',
    ...sized,
  });
  const ordered = data.toSorted((a, b) => a.index - b.index);
  if (ordered.length !== texts.length)
    throw unreadable(`${ordered.length} vectors for ${texts.length} texts`);
  return {
    vectors: ordered.map(({ embedding }) => wholeVector(embedding)),
    usage: tokensOf(usage) ?? estimated([], texts.join('')),
  };
}

async function speak(client: OpenAI, { model, voice, text, signal }: Parameters<Provider['speak']>[0]) {
  const response = await client.audio.speech.create(
    { model, voice, input: text, response_format: 'mp3' },
    { signal: signal ?? null },
  );
  const mimeType = response.headers.get('Content-Type') ?? '';
  const audio = new Uint8Array(await response.arrayBuffer());
  if (!/^(audio\/|application\/octet-stream)/.test(mimeType) || audio.length === 0)
    throw unreadable(`${audio.length} bytes of ${mimeType} where speech was asked for`);
  return { audio, mimeType: mimeType.startsWith('audio/') ? mimeType : 'audio/mpeg' };
}

async function transcribe(client: OpenAI, { model, audio, mimeType }: Parameters<Provider['transcribe']>[0]) {
  const file = new File([audio], `speech.${extensionOf(mimeType)}`, { type: mimeType });
  const { text, usage } = await client.audio.transcriptions
    .create({ model, file, response_format: 'json' })
    .catch((error: unknown) => {
      const status = error instanceof APIError && error.code !== 'model_not_found' ? error.status : undefined;
      throw unreadableRecording(status ?? 0) ?? error;
    });
  if (typeof text !== 'string') throw unreadable('a transcript without text');
  return { text, seconds: usage?.type === 'duration' ? usage.seconds : undefined };
}

/** The provider tells the codec by the name's ending. */
const extensionOf = (mimeType: string): string =>
  ({ 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/mp4': 'mp4', 'audio/ogg': 'ogg' })[
    mimeType.split(';', 1)[0] ?? ''
  ] ?? 'webm';

async function paint(client: OpenAI, { model, quality, prompt }: Parameters<Provider['paint']>[0]) {
  const own = model.startsWith('dall-e')
    ? {
        response_format: 'b64_json' as const,
        quality: quality === 'high' ? ('hd' as const) : ('standard' as const),
      }
    : { quality };
  const { data } = await client.images.generate({ model, prompt, n: 1, size: '1024x1024', ...own });
  const image = Buffer.from(data?.[0]?.b64_json ?? '', 'base64');
  if (image.length === 0) throw unreadable('no picture');
  return new Uint8Array(image);
}

async function moderate(client: OpenAI, text: string, timeout: number) {
  try {
    const { results } = await client.moderations.create(
      { model: 'omni-moderation-latest', input: text },
      { timeout },
    );
    const flags = Object.entries(results[0]?.categories ?? {});
    return {
      flagged: results.some(({ flagged }) => flagged),
      categories: flags.filter(([, flagged]) => flagged).map(([category]) => category),
    };
  } catch (error) {
    // Many compatible providers have none.
    if (error instanceof APIError && (error.status === 404 || error.status === 501)) return undefined;
    throw error;
  }
}

async function translated<T>(call: () => Promise<T>, cancelled?: AbortSignal): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asProviderError(error, { cancelled });
  }
}

type Signals = { cancelled?: AbortSignal | undefined; stalled?: AbortSignal };

/** Whoever cancelled is thrown their own reason; what a tool of ours threw is thrown as it was. */
function asProviderError(error: unknown, { cancelled, stalled }: Signals): unknown {
  if (cancelled?.aborted === true) return cancelled.reason;
  if (error instanceof AppError) return error;
  if (error instanceof OpenAIError && error.cause instanceof ToolFailure) return error.cause.cause;
  if (error instanceof APIUserAbortError || stalled?.aborted === true)
    return new ProviderError('The model fell silent.', { outlook: 'passing' });
  if (error instanceof APIConnectionError)
    return new ProviderError('The model provider is out of reach.', { outlook: 'passing' });
  if (error instanceof APIError && typeof error.status === 'number')
    return refusedWith(error.status, `${error.type ?? ''} ${error.code ?? ''}`, secondsIn(error.headers));
  return unreadable(error instanceof Error ? error.name : 'unknown');
}

function secondsIn(headers: Headers | undefined): number | undefined {
  const seconds = Number(headers?.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
