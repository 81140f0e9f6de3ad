import type { Usage } from './provider.ts';

/**
 * List prices in US dollars, as of 22 November 2026; the one place to change them.
 * Sources: https://platform.openai.com/docs/pricing (tokens, speech, transcription, pictures of 1024 × 1024),
 * https://elevenlabs.io/pricing/api (0.10 a thousand characters, Flash 0.05; Scribe 0.22 an hour).
 */
type Price = {
  /** A million tokens. */
  input?: number;
  output?: number;
  /** A million characters. */
  characters?: number;
  /** A minute of audio. */
  minute?: number;
  /** A picture, by its quality. */
  image?: Readonly<Record<Quality, number>>;
};

export type Quality = 'low' | 'medium' | 'high';

const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  'gpt-5': { input: 1.25, output: 10 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'gpt-5.4-nano': { input: 0.2, output: 1.25 },
  'gpt-5.5': { input: 5, output: 30 },
  o3: { input: 2, output: 8 },
  'o4-mini': { input: 1.1, output: 4.4 },
  'text-embedding-3-small': { input: 0.02 },
  'text-embedding-3-large': { input: 0.13 },
  'text-embedding-ada-002': { input: 0.1 },
  'tts-1': { characters: 15 },
  'tts-1-hd': { characters: 30 },
  /** Billed by tokens of text and sound; OpenAI's own estimate is 0.015 a minute, a thousand characters. */
  'gpt-4o-mini-tts': { characters: 15 },
  'whisper-1': { minute: 0.006 },
  'gpt-4o-transcribe': { minute: 0.006 },
  'gpt-4o-mini-transcribe': { minute: 0.003 },
  'gpt-image-1': { image: { low: 0.011, medium: 0.042, high: 0.167 } },
  'gpt-image-1-mini': { image: { low: 0.005, medium: 0.011, high: 0.036 } },
  'dall-e-3': { image: { low: 0.04, medium: 0.04, high: 0.08 } },
  'omni-moderation': {},
  eleven: { characters: 100 },
  eleven_flash: { characters: 50 },
  eleven_turbo: { characters: 50 },
  scribe: { minute: 0.22 / 60 },
};

/** What nobody listed is priced like the dearest default, so that a cap holds for it too. */
const UNKNOWN: Price = {
  input: 2,
  output: 8,
  characters: 100,
  minute: 0.006,
  image: { low: 0.011, medium: 0.042, high: 0.167 },
};

/** A dated or longer name (`gpt-4.1-2025-04-14`) has the price of the longest listed one that it begins with. */
export function priceOf(model: string): Price {
  const listed = Object.keys(PRICES)
    .filter((name) => model === name || (model.startsWith(name) && /[-_\d]/.test(model[name.length] ?? '')))
    .toSorted((a, b) => b.length - a.length)[0];
  return listed === undefined ? UNKNOWN : (PRICES[listed] ?? UNKNOWN);
}

/** US dollars for what was used; `quality` matters to pictures. */
export function costOf(model: string, usage: Usage, quality: Quality = 'low'): number {
  const { input = 0, output = 0, characters = 0, minute = 0, image } = priceOf(model);
  return (
    (usage.inputTokens * input + usage.outputTokens * output + usage.characters * characters) / 1_000_000 +
    (usage.audioSeconds / 60) * minute +
    usage.images * (image?.[quality] ?? 0)
  );
}
