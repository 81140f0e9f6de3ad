import type { ChatEvent } from './port.ts';
import { type ChatAsk, type ChatProvider, ProviderError } from './provider.ts';
import { roundMessages } from './rounds.ts';

/** Tries again what may pass, then asks the fallback model; never says the same words twice. */
export type TryNeeds = {
  /** Rejects with the signal's reason where it is aborted meanwhile. */
  sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0–1. */
  random: () => number;
};

const FIRST_WAIT_MS = 400;
/** Somebody is waiting: a provider that asks for longer is left for the fallback. */
const LONGEST_WAIT_MS = 8_000;
const TRIES = 3;

/** Milliseconds before the next try (from 1): exponential with jitter, or what the provider asked for. */
export function waitBefore(attempt: number, { retryAfter }: ProviderError, random: () => number): number {
  const backoff = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.75 + random() / 2);
  return retryAfter === undefined ? backoff : Math.max(backoff, retryAfter * 1000);
}

/** The models to ask, in order: the chosen one several times, then the fallback. */
const plan = (model: string, fallback: string | null): string[] => [
  ...Array.from({ length: TRIES }, () => model),
  ...(fallback === null || fallback === model ? [] : [fallback]),
];

/** Where in the plan to go on after a failure, or -1: a model that can't take the request is not asked again. */
function nextTry(models: readonly string[], at: number, error: ProviderError): number {
  if (error.outlook === 'final') return -1;
  const next = at + 1;
  if (next >= models.length) return -1;
  const skips = error.outlook === 'model' || (error.retryAfter ?? 0) * 1000 > LONGEST_WAIT_MS;
  return skips ? models.findIndex((model, i) => i >= next && model !== models[at]) : next;
}

/** Runs the call with each model of the plan until one answers. Throws the last `ProviderError`. */
export async function tryModels<T>(
  needs: TryNeeds,
  { model, fallback, signal }: { model: string; fallback: string | null; signal?: AbortSignal | undefined },
  call: (model: string) => Promise<T>,
): Promise<T> {
  const models = plan(model, fallback);
  for (let at = 0; ; ) {
    try {
      return await call(models[at] ?? model);
    } catch (error) {
      at = await afterFailure(needs, { models, at, signal }, error);
    }
  }
}

async function afterFailure(
  needs: TryNeeds,
  { models, at, signal }: { models: readonly string[]; at: number; signal: AbortSignal | undefined },
  error: unknown,
): Promise<number> {
  if (!(error instanceof ProviderError)) throw error;
  const next = nextTry(models, at, error);
  if (next === -1) throw error;
  if (models[next] === models[at]) await needs.sleep(waitBefore(at + 1, error, needs.random), signal);
  return next;
}

/**
 * The same for an answer that is streamed: it goes on from the last whole round. Once words of the present round are
 * out, a failure is the consumer's: only they can take words back.
 */
export async function* tryChat(
  needs: TryNeeds & { chat: ChatProvider['chat'] },
  ask: ChatAsk,
  fallback: string | null,
): AsyncGenerator<ChatEvent, void, void> {
  const models = plan(ask.model, fallback);
  let { messages, firstRound } = ask;
  for (let at = 0; ; ) {
    let speaking = false;
    try {
      for await (const event of needs.chat({
        ...ask,
        model: models[at] ?? ask.model,
        messages,
        firstRound,
      })) {
        if (event.type === 'round') {
          messages = [...messages, ...roundMessages(event)];
          firstRound = event.round + 1;
        }
        speaking = event.type === 'text';
        yield event;
      }
      return;
    } catch (error) {
      if (speaking) throw error;
      at = await afterFailure(needs, { models, at, signal: ask.signal }, error);
    }
  }
}
