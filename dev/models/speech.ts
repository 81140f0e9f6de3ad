/** Speech from text: which voice speaks, how the text is made speakable, and the parts it is spoken in. */
import type { Voice } from './flite.ts';
import { readSentences } from './language.ts';
import type { SpeechOrder } from './speech-worker.ts';
import { inWords } from './spoken.ts';
import { startThread, type Thread } from './thread.ts';

export const SPEECH_ENGINE = 'flite-2.3/1';

export type SpeechWish = {
  text: string;
  /** A name of OpenAI's, an id of ElevenLabs', or a voice of Flite's own. */
  voice: string;
  /** Default 1. */
  speed?: number;
  format: SpeechOrder['format'];
  /** Samples a second of what comes out. */
  rate: number;
};

export type Speaker = {
  /** The bytes, part by part as they are spoken; a WAV file comes as one part, its head needs the length. */
  speak(wish: SpeechWish): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
};

/** OpenAI's voices by the nearest of Flite's: slt is a woman's voice, rms and awb are men's, kal16 is a robot's. */
const VOICES: Readonly<Record<string, Voice>> = {
  alloy: 'slt',
  ash: 'rms',
  ballad: 'awb',
  coral: 'slt',
  echo: 'rms',
  fable: 'awb',
  nova: 'slt',
  onyx: 'rms',
  sage: 'slt',
  shimmer: 'slt',
  verse: 'awb',
  marin: 'slt',
  cedar: 'rms',
  slt: 'slt',
  rms: 'rms',
  awb: 'awb',
  kal16: 'kal16',
};

export const voiceFor = (name: string): Voice => VOICES[name.toLowerCase()] ?? 'slt';

/** What the voice can say: words, no citation marks, no Markdown, typographer's marks as plain ones, accents taken off. */
export const speakable = (text: string): string =>
  inWords(text.replace(/\[\d+\]/g, ''))
    .replace(/[“”«»"*_`#|<>~^]/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[–—]/g, ', ')
    .replace(/…/g, '.')
    .normalize('NFKD')
    .replace(/[^\x20-\x7e\n]/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();

/** The first part is one sentence, so that it is heard soon; then as many as keep the voice's melody. */
const PART = 400;

export function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (const sentence of readSentences(speakable(text))) {
    const last = parts.at(-1);
    if (parts.length > 1 && last !== undefined && last.length + sentence.text.length < PART) {
      parts[parts.length - 1] = `${last} ${sentence.text}`;
    } else parts.push(sentence.text);
  }
  return parts;
}

/** Starts nothing yet: the voices load at the first call. */
export function createSpeaker(
  thread: Thread<SpeechOrder, Uint8Array> = startThread(new URL('./speech-worker.ts', import.meta.url)),
): Speaker {
  return {
    async *speak({ text, voice, speed = 1, format, rate }) {
      const parts = format === 'wav' ? [partsOf(text).join(' ')] : partsOf(text);
      for (const part of parts)
        yield thread.call({ text: part, voice: voiceFor(voice), speed, format, rate });
    },
    close: () => thread.close(),
  };
}
