/** Plays an answer's sounds one after the other as they come, and knows how far it has been heard. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SoundData } from './conversation.ts';

export type Heard = { messageId: string; index: number };

export type Playback = {
  /** The answer that is sounding, or about to. */
  sounding: ReadonlySignal<string | null>;
  /** To be called when the person does something: browsers let nothing sound before. */
  unlock: () => void;
  add: (of: SoundData, data: ArrayBuffer) => void;
  /** Silent at once. Returns how far the answer was heard: the index of the last sound that began, or -1. */
  stop: () => Heard | null;
  close: () => void;
};

/** Speakers breathe between sentences, seconds. */
const BREATH = 0.12;

type Playing = { index: number; startsAt: number; source: AudioBufferSourceNode };

export function makePlayback(): Playback {
  const sounding = signal<string | null>(null);
  let context: AudioContext | undefined;
  let playing: Playing[] = [];
  /** When the last sound that has come will be over, seconds of the context's clock. */
  let endsAt = 0;
  /** Sounds are decoded in turn, so that they keep their order. */
  let decoding = Promise.resolve();
  /** Grows when something else begins, so that a sound decoded late is not heard. */
  let generation = 0;

  const awake = (): AudioContext => {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    return context;
  };

  const begin = (messageId: string | null) => {
    generation++;
    for (const { source } of playing) source.stop();
    playing = [];
    endsAt = 0;
    sounding.value = messageId;
  };

  async function play(audio: AudioContext, { index, last }: SoundData, data: ArrayBuffer): Promise<void> {
    const mine = generation;
    // What can't be decoded is a gap filled with nothing.
    const buffer = data.byteLength === 0 ? null : await audio.decodeAudioData(data).catch(() => null);
    if (mine !== generation) return;
    const over = () => {
      if (mine === generation && last) begin(null);
    };
    if (buffer === null) {
      const before = playing.at(-1)?.source;
      if (before === undefined || audio.currentTime >= endsAt) over();
      else before.onended = over;
      return;
    }
    const source = audio.createBufferSource();
    source.buffer = buffer;
    source.connect(audio.destination);
    source.onended = over;
    const startsAt = Math.max(audio.currentTime, endsAt === 0 ? 0 : endsAt + BREATH);
    source.start(startsAt);
    endsAt = startsAt + buffer.duration;
    playing.push({ index, startsAt, source });
  }

  return {
    sounding,
    unlock: () => void awake(),
    add: (of, data) => {
      if (sounding.peek() !== of.messageId) begin(of.messageId);
      const audio = awake();
      decoding = decoding.then(() => play(audio, of, data));
    },
    stop: () => {
      const messageId = sounding.peek();
      if (messageId === null) return null;
      const now = context?.currentTime ?? 0;
      const index = playing.findLast(({ startsAt }) => startsAt <= now)?.index ?? -1;
      begin(null);
      return { messageId, index };
    },
    close: () => {
      begin(null);
      void context?.close();
      context = undefined;
    },
  };
}
