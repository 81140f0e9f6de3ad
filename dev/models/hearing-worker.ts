/** The thread that decodes recordings: minutes of Opus are seconds of work. */
import { decodeSound } from './decode.ts';
import { answerCalls } from './thread-answers.ts';
import { resample, writeWav } from './wav.ts';

export type Heard = {
  /** 16 kHz mono WAV, what the recogniser wants. */
  wav: Uint8Array;
  seconds: number;
};

answerCalls(async (bytes: Uint8Array): Promise<Heard> => {
  const sound = resample(await decodeSound(bytes), 16_000);
  return { wav: writeWav(sound), seconds: sound.samples.length / sound.rate };
});
