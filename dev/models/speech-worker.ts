/** The thread that speaks: synthesis and encoding are work for a processor, not for the event loop. */
import { speak, type Utterance } from './flite.ts';
import { toMp3 } from './mp3.ts';
import { answerCalls } from './thread-answers.ts';
import { resample, toPcm16, writeWav } from './wav.ts';

export type SpeechOrder = Utterance & { format: 'mp3' | 'wav' | 'pcm'; rate: number };

answerCalls(async ({ format, rate, ...utterance }: SpeechOrder): Promise<Uint8Array> => {
  const sound = resample(await speak(utterance), rate);
  if (format === 'mp3') return toMp3(sound);
  return format === 'wav' ? writeWav(sound) : toPcm16(sound.samples);
});
