import type { OrganizationId } from '../base/ids.ts';
import { type CallSettings, modelFor } from './call-settings.ts';
import { type EmbeddingCache, embedAll } from './embed-all.ts';
import { type Bill, type MeteringNeeds, metered, openBill } from './metering.ts';
import type {
  AskedChat,
  Caller,
  ChatEvent,
  ChatRequest,
  Models,
  ReadiedChat,
  ReadyRequest,
  StructuredRequest,
} from './port.ts';
import {
  type ChatAsk,
  estimateTokens,
  NO_USAGE,
  type Provider,
  type SpeechProvider,
  type Usage,
} from './provider.ts';
import { askStructured } from './structured.ts';
import { type TryNeeds, tryChat, tryModels } from './trying.ts';

/** The models port: settings asked anew for every call, money reserved before and settled after, every call recorded. */
export type ModelsNeeds = TryNeeds &
  MeteringNeeds & {
    settings: (caller: Caller) => Promise<CallSettings>;
    cache: (organizationId: OrganizationId) => EmbeddingCache;
    openai: (apiKey: string | undefined) => Provider;
    elevenlabs: (apiKey: string) => SpeechProvider;
  };

export const makeModels = (needs: ModelsNeeds): Models => ({
  streamChat: (request) => streamChat(needs, request),
  readyChat: (request) => readyChat(needs, request),
  complete: (request) => complete(needs, request),
  embed: (caller, texts) => embed(needs, caller, texts),
  speak: (caller, text, signal) => speak(needs, { caller, text, signal }),
  voiceKey: async (caller) => {
    const { provider, model, voice } = (await needs.settings(caller)).speaker;
    return [provider, model, voice].join('/');
  },
  transcribe: (caller, audio, mimeType) => transcribe(needs, { caller, audio, mimeType }),
  paint: (caller, prompt) => paint(needs, caller, prompt),
  moderate: async (caller, text) => {
    const settings = await needs.settings(caller);
    const provider = needs.openai(settings.keys.openai);
    const verdict = settings.moderation ? await provider.moderate(text) : undefined;
    return verdict ?? { flagged: false, categories: [] };
  },
});

/** What an answer may come to, for the reservation; what it did come to is settled after. */
const ANSWER_TOKENS = 1200;

const guessOf = (messages: ChatRequest['messages']): Usage => ({
  ...NO_USAGE,
  inputTokens: estimateTokens(messages.map(({ content }) => content).join('\n')),
  outputTokens: ANSWER_TOKENS,
});

async function* streamChat(needs: ModelsNeeds, request: ChatRequest): AsyncGenerator<ChatEvent, void, void> {
  const { caller, messages, signal } = request;
  const settings = await needs.settings(caller);
  const { model } = modelFor(caller.task, settings);
  const guess = guessOf(messages);
  const bill = await openBill(needs, settings, { caller, model, guess, counts: true, signal });
  yield* billedChat(needs, request, settings, bill);
}

/** Closes the bill at its end. */
async function* billedChat(
  needs: ModelsNeeds,
  { caller, messages, tools, maxRounds, firstRound = 0, signal }: ChatRequest,
  settings: CallSettings,
  bill: Bill,
): AsyncGenerator<ChatEvent, void, void> {
  const chosen = modelFor(caller.task, settings);
  const provider = needs.openai(settings.keys.openai);
  const chat = (ask: ChatAsk) => provider.chat({ ...ask, used: (usage) => bill.add(ask.model, usage) });
  const ask = { ...chosen, messages, tools, firstRound, lastRound: maxRounds, signal, used: () => {} };
  try {
    yield* tryChat({ ...needs, chat }, ask, settings.fallback);
  } finally {
    bill.close();
  }
}

async function readyChat(needs: ModelsNeeds, request: ReadyRequest): Promise<ReadiedChat | null> {
  const { caller, messages, tools } = request;
  const settings = await needs.settings(caller);
  const chosen = modelFor(caller.task, settings);
  const ask = await needs.openai(settings.keys.openai).ready({ ...chosen, messages, tools });
  if (ask === undefined) return null;
  const guess = guessOf(messages);
  return async (words) => {
    if ((await needs.settings(caller)) !== settings) return null;
    const more = { ...guess, inputTokens: guess.inputTokens + estimateTokens(words) };
    const bill = await openBill(needs, settings, { caller, model: chosen.model, guess: more, counts: true });
    return askedChat(needs, { caller, messages: [...messages, { role: 'user', content: words }] }, settings, {
      bill,
      takeBack: ask(words),
    });
  };
}

function askedChat(
  needs: ModelsNeeds,
  asked: Pick<ChatRequest, 'caller' | 'messages'>,
  settings: CallSettings,
  { bill, takeBack }: { bill: Bill; takeBack: () => void },
): AskedChat {
  let isFollowed = false;
  return {
    messages: asked.messages,
    stream: async function* (request) {
      isFollowed = true;
      try {
        yield* billedChat(needs, { ...request, ...asked }, settings, bill);
      } finally {
        takeBack();
      }
    },
    drop: () => {
      if (isFollowed) return;
      isFollowed = true;
      takeBack();
      bill.close();
    },
  };
}

async function complete<T>(needs: ModelsNeeds, request: StructuredRequest<T>): Promise<T> {
  const { caller, messages, name, schema, signal } = request;
  const settings = await needs.settings(caller);
  const { model, temperature } = modelFor(caller.task, settings);
  const provider = needs.openai(settings.keys.openai);
  const call = { caller, model, guess: guessOf(messages), counts: true, signal };
  return metered(needs, settings, call, (used) =>
    tryModels(needs, { model, fallback: settings.fallback, signal }, (by) => {
      const answer = (told: ChatRequest['messages']) =>
        provider.answer({ model: by, temperature, messages: told, name, schema, signal });
      return askStructured({ answer, used: (usage) => used(by, usage) }, { messages, schema });
    }),
  );
}

async function embed(needs: ModelsNeeds, caller: Caller, texts: readonly string[]) {
  const settings = await needs.settings(caller);
  const model = settings.models.embeddingModel;
  const provider = needs.openai(settings.keys.openai);
  const vectors = await embedAll({ ...needs.cache(caller.organizationId), model }, texts, (batch) => {
    const guess = { ...NO_USAGE, inputTokens: estimateTokens(batch.join('')) };
    return metered(needs, settings, { caller, model, guess, counts: true }, async (used) => {
      const made = await tryModels(needs, { model, fallback: null }, () =>
        provider.embed({ model, texts: batch }),
      );
      used(model, made.usage);
      return made.vectors;
    });
  });
  return { model, vectors };
}

const voiceOf = (needs: ModelsNeeds, { keys }: CallSettings, provider: string): SpeechProvider =>
  provider === 'elevenlabs' && keys.elevenlabs !== undefined
    ? needs.elevenlabs(keys.elevenlabs)
    : needs.openai(keys.openai);

type Speaking = { caller: Caller; text: string; signal: AbortSignal | undefined };

async function speak(needs: ModelsNeeds, { caller, text, signal }: Speaking) {
  const settings = await needs.settings(caller);
  const { provider, model, voice } = settings.speaker;
  const guess = { ...NO_USAGE, characters: text.length };
  return metered(needs, settings, { caller, model, guess, counts: false, signal }, async (used) => {
    const spoken = await tryModels(needs, { model, fallback: null, signal }, () =>
      voiceOf(needs, settings, provider).speak({ model, voice, text, signal }),
    );
    used(model, guess);
    return spoken;
  });
}

/** Bytes a second of speech as browsers record it (Opus, 32 kbit/s): for providers that don't say how long it was. */
const SPEECH_BYTES_A_SECOND = 4000;

async function transcribe(
  needs: ModelsNeeds,
  heard: { caller: Caller; audio: Uint8Array; mimeType: string },
) {
  const { caller, audio, mimeType } = heard;
  const settings = await needs.settings(caller);
  const { provider, model } = settings.listener;
  const guess = { ...NO_USAGE, audioSeconds: audio.length / SPEECH_BYTES_A_SECOND };
  return metered(needs, settings, { caller, model, guess, counts: true }, async (used) => {
    const { text, seconds } = await tryModels(needs, { model, fallback: null }, () =>
      voiceOf(needs, settings, provider).transcribe({ model, audio, mimeType }),
    );
    used(model, seconds === undefined ? guess : { ...NO_USAGE, audioSeconds: seconds });
    return { text };
  });
}

async function paint(needs: ModelsNeeds, caller: Caller, prompt: string) {
  const settings = await needs.settings(caller);
  const { model, quality } = settings.image;
  const guess = { ...NO_USAGE, images: 1 };
  return metered(needs, settings, { caller, model, guess, counts: true }, async (used) => {
    const provider = needs.openai(settings.keys.openai);
    const image = await tryModels(needs, { model, fallback: null }, () =>
      provider.paint({ model, quality, prompt }),
    );
    used(model, guess);
    return { image, mimeType: 'image/png' };
  });
}
