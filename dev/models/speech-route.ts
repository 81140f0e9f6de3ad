/** POST /v1/audio/speech. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ApiError, readJson } from './http.ts';
import { SPEECH_ENGINE, type Speaker, type SpeechWish } from './speech.ts';

const SpeechRequest = z.looseObject({
  model: z.string(),
  input: z.string().min(1).max(4096),
  voice: z.union([z.string(), z.looseObject({ id: z.string() })]),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
});

/** Flite's own rate; raw PCM has no head to tell its rate, so it comes at the 24 kHz of OpenAI's. */
const RATES = { mp3: 16_000, wav: 16_000, pcm: 24_000 };
const TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav', pcm: 'audio/pcm' };

/** Sends sound as it is spoken. A failure before the first part is an ordinary error. */
export async function sendSpeech(
  response: ServerResponse,
  type: string,
  { speaker, wish }: { speaker: Speaker; wish: SpeechWish },
): Promise<void> {
  for await (const part of speaker.speak(wish)) {
    if (response.destroyed) return;
    if (!response.headersSent)
      response.writeHead(200, { 'content-type': type, 'x-model-engine': SPEECH_ENGINE });
    response.write(part);
  }
  if (!response.headersSent)
    throw new ApiError(400, 'There is nothing in this text that can be spoken.', 'input');
  response.end();
}

/** Answers one speech request. Throws `ApiError` for a request that does not fit, or for a format it cannot make. */
export async function serveSpeech(
  incoming: IncomingMessage,
  response: ServerResponse,
  speaker: Speaker,
): Promise<void> {
  const request = await readJson(incoming, SpeechRequest);
  const format = request.response_format ?? 'mp3';
  if (format === 'opus' || format === 'aac' || format === 'flac') {
    throw new ApiError(400, `The offline voice makes mp3, wav and pcm, not ${format}.`, 'response_format');
  }
  const voice = typeof request.voice === 'string' ? request.voice : request.voice.id;
  const wish = { text: request.input, voice, speed: request.speed ?? 1, format, rate: RATES[format] };
  await sendSpeech(response, TYPES[format], { speaker, wish });
}
