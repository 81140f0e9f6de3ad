import { z } from 'zod';
import {
  ProviderError,
  refusedWith,
  type SpeechProvider,
  unreadable,
  unreadableRecording,
} from './provider.ts';

/**
 * ElevenLabs' speech by plain fetch; its SDK is too heavy for two calls.
 * https://elevenlabs.io/docs/api-reference/text-to-speech/convert, …/speech-to-text/convert
 */
export type ElevenLabsNeeds = {
  apiKey: string;
  baseUrl: string | undefined;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
};

const BASE_URL = 'https://api.elevenlabs.io';
const FORMAT = 'mp3_44100_128';
const TIMEOUT_MS = 60_000;

export function openElevenLabs({ apiKey, baseUrl = BASE_URL, fetch }: ElevenLabsNeeds): SpeechProvider {
  async function post(
    path: string,
    body: FormData | string,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const headers = new Headers({ 'xi-api-key': apiKey });
    if (typeof body === 'string') headers.set('Content-Type', 'application/json');
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}${path}`, {
      method: 'POST',
      headers,
      body,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    }).catch((error: unknown) => {
      if (signal?.aborted === true) throw signal.reason;
      const cause = new Error(error instanceof Error ? error.name : 'unknown');
      throw new ProviderError('The voice provider is out of reach.', { outlook: 'passing', cause });
    });
    if (response.ok) return response;
    await response.body?.cancel();
    const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
    const isRecording = typeof body !== 'string';
    throw (
      (isRecording ? unreadableRecording(response.status) : undefined) ??
      refusedWith(response.status, '', Number.isFinite(retryAfter) ? retryAfter : undefined)
    );
  }

  return {
    speak: async ({ model, voice, text, signal }) => {
      const path = `/v1/text-to-speech/${encodeURIComponent(voice)}?output_format=${FORMAT}`;
      const response = await post(path, JSON.stringify({ text, model_id: model }), signal);
      const mimeType = response.headers.get('Content-Type') ?? '';
      const audio = new Uint8Array(await response.arrayBuffer());
      if (!mimeType.startsWith('audio/') || audio.length === 0)
        throw unreadable(`${audio.length} bytes of ${mimeType} where speech was asked for`);
      return { audio, mimeType };
    },
    transcribe: async ({ model, audio, mimeType }) => {
      const form = new FormData();
      form.set('model_id', model);
      form.set('file', new File([audio], 'speech', { type: mimeType }));
      const response = await post('/v1/speech-to-text', form, undefined);
      const parsed = Transcript.safeParse(await response.json().catch(() => undefined));
      if (!parsed.success) throw unreadable('a transcript without text');
      const { text, words } = parsed.data;
      return { text, seconds: words?.at(-1)?.end ?? undefined };
    },
  };
}

const Transcript = z.object({
  text: z.string(),
  /** Seconds from the beginning. */
  words: z.array(z.object({ end: z.number().nullish() })).optional(),
});
