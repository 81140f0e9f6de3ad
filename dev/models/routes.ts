/** Which engine answers which path. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CHAT_ENGINE, serveChat } from './chat-route.ts';
import { serveElevenSpeech, serveElevenTranscription, serveVoices } from './elevenlabs-route.ts';
import { createEmbedder, EMBEDDING_ENGINE, type Embedder } from './embeddings.ts';
import { serveEmbeddings } from './embeddings-route.ts';
import { sendJson } from './http.ts';
import { createPainter, IMAGE_ENGINE, type Painter, serveImages } from './image.ts';
import { MODERATION_ENGINE, serveModeration } from './moderation.ts';
import { createSpeaker, SPEECH_ENGINE, type Speaker } from './speech.ts';
import { serveSpeech } from './speech-route.ts';
import { createTranscriber, TRANSCRIPTION_ENGINE, type Transcriber } from './transcribe.ts';
import { serveTranscription } from './transcription-route.ts';

export type Route = {
  method: 'GET' | 'POST';
  /** Matches the path without its `/v1`. */
  path: RegExp;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
};

/** The name of what answers each API. It changes when answers do. */
export const ENGINES = {
  embeddings: EMBEDDING_ENGINE,
  chat: CHAT_ENGINE,
  speech: SPEECH_ENGINE,
  transcription: TRANSCRIPTION_ENGINE,
  images: IMAGE_ENGINE,
  moderation: MODERATION_ENGINE,
};

export type Engines = {
  pace: number;
  embedder: Embedder;
  speaker: Speaker;
  transcriber: Transcriber;
  painter: Painter;
  warmUp(): Promise<void>;
  close(): Promise<void>;
};

/** The engines, none of them loaded. */
export function createEngines(pace: number): Engines {
  const embedder = createEmbedder();
  const speaker = createSpeaker();
  const transcriber = createTranscriber();
  const painter = createPainter();
  return {
    pace,
    embedder,
    speaker,
    transcriber,
    painter,
    /** Loads what the first learner would otherwise wait for. A failure shows at the first real call instead. */
    async warmUp() {
      await Promise.allSettled([embedder.embed(['warm']), import('./chat.ts')]);
    },
    async close() {
      await Promise.all([embedder.close(), speaker.close(), transcriber.close(), painter.close()]);
    },
  };
}

function serveModels(_: IncomingMessage, response: ServerResponse): void {
  const created = Math.floor(Date.now() / 1000);
  const data = Object.entries(ENGINES).map(([api, id]) => ({
    id,
    object: 'model',
    created,
    owned_by: `offline ${api}`,
  }));
  sendJson(response, 'offline-models/1', { object: 'list', data });
}

/** The table of all paths. */
export const routesOf = (engines: Engines): Route[] => [
  { method: 'GET', path: /^\/models$/, handle: serveModels },
  { method: 'POST', path: /^\/chat\/completions$/, handle: (q, r) => serveChat(q, r, engines) },
  { method: 'POST', path: /^\/embeddings$/, handle: (q, r) => serveEmbeddings(q, r, engines.embedder) },
  { method: 'POST', path: /^\/moderations$/, handle: serveModeration },
  { method: 'POST', path: /^\/images\/generations$/, handle: (q, r) => serveImages(q, r, engines.painter) },
  { method: 'POST', path: /^\/audio\/speech$/, handle: (q, r) => serveSpeech(q, r, engines.speaker) },
  {
    method: 'POST',
    path: /^\/audio\/transcriptions$/,
    handle: (q, r) => serveTranscription(q, r, engines.transcriber),
  },
  { method: 'GET', path: /^\/voices$/, handle: (_, r) => serveVoices(r) },
  {
    method: 'POST',
    path: /^\/text-to-speech\/[^/]+(\/stream)?$/,
    handle: (q, r) => serveElevenSpeech(q, r, engines.speaker),
  },
  {
    method: 'POST',
    path: /^\/speech-to-text$/,
    handle: (q, r) => serveElevenTranscription(q, r, engines.transcriber),
  },
];
