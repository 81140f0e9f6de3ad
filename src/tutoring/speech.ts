/**
 * Speaks an answer sentence by sentence while it is still being written: in order, a sentence ahead, and silent at once
 * when the learner has something to say. It knows how far the learner has listened.
 */
import { describeError, type Log } from '../base/log.ts';
import { sentencesOf } from './words.ts';

export type Spoken = { audio: Uint8Array; mimeType: string };

export type SpeechNeeds = {
  speak: (text: string, signal: AbortSignal) => Promise<Spoken>;
  send: (
    header: { messageId: string; index: number; mimeType: string; last: boolean },
    audio: Uint8Array,
  ) => void;
  /** The voice is away: the learner is told once, and reads on. */
  lost: () => void;
  now: () => Date;
  report: Log;
};

export type Speech = {
  messageId: string;
  /** More of the answer; `offset` 0 begins it anew. */
  push: (offset: number, text: string) => void;
  end: () => void;
  /** Silences it. Returns how many sentences the learner has heard, or null where all of them. */
  stop: () => number | null;
};

/** Sentences made ready at the same time. */
const AHEAD = 2;
/** Failures after which the voice counts as lost. */
const MOST_FAILURES = 2;
/** Characters a voice speaks in a second: 150 words a minute of six characters. */
const PACE = 15;

/** What a voice reads of a text: no marks of markdown, no numbers of citations. */
export const speakable = (text: string): string =>
  text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/^\s*(?:#{1,6}|[-*•>]|\d+[.)])\s+/gm, '')
    .replace(/[*_`~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();

export function openSpeech(needs: SpeechNeeds, messageId: string): Speech {
  const silence = new AbortController();
  const queue: { text: string; made: Promise<Spoken | null> | null }[] = [];
  let waiting = '';
  let isWhole = false;
  let sending = false;
  let failures = 0;
  /** The index of the next sentence to be sent, and when each that was sent begins to sound (milliseconds). */
  let next = 0;
  let index = 0;
  const begins: number[] = [];
  let soundsUntil = 0;

  const make = async (text: string): Promise<Spoken | null> => {
    try {
      return await needs.speak(text, silence.signal);
    } catch (thrown) {
      if (silence.signal.aborted) return null;
      failures += 1;
      needs.report('session.speech.failed', { error: describeError(thrown) });
      if (failures !== MOST_FAILURES) return null;
      silence.abort();
      needs.lost();
      return null;
    }
  };

  function prepare(): void {
    for (const sentence of queue.slice(next, next + AHEAD)) sentence.made ??= make(sentence.text);
  }

  function take(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      const text = speakable(sentence);
      if (/[\p{L}\p{N}]/u.test(text)) queue.push({ text, made: null });
    }
    prepare();
    void sendOn();
  }

  /** Sends what is ready, in order. A sentence goes out when it is known whether another follows. */
  async function sendOn(): Promise<void> {
    if (sending) return;
    sending = true;
    while (!silence.signal.aborted && next < queue.length && (isWhole || next + 1 < queue.length)) {
      prepare();
      const sentence = queue[next];
      const spoken = (await sentence?.made) ?? null;
      if (silence.signal.aborted) break;
      const last = isWhole && next === queue.length - 1;
      next += 1;
      const start = Math.max(needs.now().getTime(), soundsUntil);
      begins.push(start);
      // What could not be spoken is a gap filled with nothing; its end still has to be told.
      if (spoken === null && !last) continue;
      soundsUntil = start + (spoken === null ? 0 : ((sentence?.text.length ?? 0) / PACE) * 1000);
      const { audio, mimeType } = spoken ?? { audio: new Uint8Array(), mimeType: 'audio/mpeg' };
      needs.send({ messageId, index, mimeType, last }, audio);
      index += 1;
    }
    sending = false;
  }

  return {
    messageId,
    push: (offset, text) => {
      if (silence.signal.aborted) return;
      if (offset === 0) {
        waiting = '';
        queue.splice(next);
      }
      waiting += text;
      const sentences = sentencesOf(waiting);
      waiting = sentences.at(-1) ?? '';
      take(sentences.slice(0, -1));
    },
    end: () => {
      isWhole = true;
      take(waiting === '' ? [] : [waiting]);
      waiting = '';
    },
    stop: () => {
      silence.abort();
      const now = needs.now().getTime();
      const heard = begins.filter((at) => at <= now).length;
      return isWhole && heard === queue.length ? null : heard;
    },
  };
}

/** The answer as far as it was heard: its first sentences that had something to be spoken. */
export function heardOf(content: string, heard: number): string {
  let spoken = 0;
  const kept: string[] = [];
  for (const sentence of sentencesOf(content)) {
    if (/[\p{L}\p{N}]/u.test(speakable(sentence)) && ++spoken > heard) break;
    kept.push(sentence);
  }
  return kept.join('').trimEnd();
}
