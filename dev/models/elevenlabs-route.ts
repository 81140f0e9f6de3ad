/** ElevenLabs' API: speech, voices, transcription. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ApiError, readForm, readJson, sendJson } from './http.ts';
import { SPEECH_ENGINE, type Speaker } from './speech.ts';
import { sendSpeech } from './speech-route.ts';
import { TRANSCRIPTION_ENGINE, type Transcriber } from './transcribe.ts';
import { recordingIn } from './transcription-route.ts';

const SpeechRequest = z.looseObject({
  text: z.string().min(1).max(5000),
  voice_settings: z.looseObject({ speed: z.number().min(0.7).max(1.2).nullish() }).nullish(),
});

const VOICES = [
  { voice_id: 'slt', name: 'Slt', labels: { gender: 'female', accent: 'american' } },
  { voice_id: 'rms', name: 'Rms', labels: { gender: 'male', accent: 'american' } },
  { voice_id: 'awb', name: 'Awb', labels: { gender: 'male', accent: 'scottish' } },
  { voice_id: 'kal16', name: 'Kal', labels: { gender: 'male', accent: 'american', descriptive: 'robotic' } },
].map((voice) => ({
  ...voice,
  category: 'premade',
  description: 'A voice of Flite, offline.',
  preview_url: null,
}));

/** GET /v1/voices. */
export const serveVoices = (response: ServerResponse): void =>
  sendJson(response, SPEECH_ENGINE, { voices: VOICES });

/** Sample rates LAME takes; Flite's own is 16 kHz. */
const MP3_RATES = new Set([16_000, 22_050, 24_000, 32_000, 44_100, 48_000]);

/** `mp3_44100_128`, `pcm_16000`: codec and rate. Throws 400 for a codec the offline voice does not make. */
function readFormat(format: string): { format: 'mp3' | 'pcm'; rate: number } {
  const [codec, asked] = format.split('_');
  const rate = Number(asked ?? 16_000);
  const isKnown = codec === 'pcm' ? rate >= 8_000 && rate <= 48_000 : codec === 'mp3' && MP3_RATES.has(rate);
  if (!isKnown || (codec !== 'pcm' && codec !== 'mp3')) {
    throw new ApiError(400, `The offline voice makes mp3_* and pcm_*, not ${format}.`, 'output_format');
  }
  return { format: codec, rate };
}

/** POST /v1/text-to-speech/:voiceId, with or without /stream: both send each part as it is spoken. */
export async function serveElevenSpeech(
  incoming: IncomingMessage,
  response: ServerResponse,
  speaker: Speaker,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const voice = decodeURIComponent(/text-to-speech\/([^/]+)/.exec(url.pathname)?.[1] ?? '');
  const { format, rate } = readFormat(url.searchParams.get('output_format') ?? 'mp3_22050_32');
  const request = await readJson(incoming, SpeechRequest);
  const wish = { text: request.text, voice, speed: request.voice_settings?.speed ?? 1, format, rate };
  await sendSpeech(response, format === 'mp3' ? 'audio/mpeg' : 'audio/pcm', { speaker, wish });
}

/** POST /v1/speech-to-text. */
export async function serveElevenTranscription(
  incoming: IncomingMessage,
  response: ServerResponse,
  transcriber: Transcriber,
): Promise<void> {
  const recording = await recordingIn(await readForm(incoming), 'file');
  const { text, seconds } = await transcriber.transcribe(recording);
  const words = text.split(' ').filter(Boolean);
  sendJson(response, TRANSCRIPTION_ENGINE, {
    language_code: 'en',
    language_probability: 1,
    text,
    // The recogniser tells no times; the last word ends where the recording does.
    words: words.map((word, i) => ({
      text: word,
      type: 'word',
      end: i === words.length - 1 ? seconds : null,
    })),
  });
}
