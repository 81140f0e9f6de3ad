/**
 * Speaks an answer sentence by sentence while it is still being written: in order, a sentence ahead, and silent at once
 * when the learner has something to say. It knows how far the learner has listened.
 */
import { describeError, type Log } from '../base/log.ts';
import { secondsOf } from '../models/mp3.ts';
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
  /**
   * Silences it. Returns how far the learner has heard, what was sounding included, or null where all of it, or where the
   * voice was lost and they read. `heard` is the index of the last sound that began to play, where
   * the learner's page has told; else it is reckoned from what was sent when, and how long it sounds.
   */
  stop: (heard?: number) => HeardPart | null;
};

/** So many sentences; or of the first one only so many characters, where nothing but its beginning sounded. */
export type HeardPart = { sentences: number; characters: number | null };

/** Sentences made ready at the same time. */
const AHEAD = 2;
/** Failures after which the voice counts as lost. */
const MOST_FAILURES = 2;
/** Characters a voice speaks in a second, for sound whose length can't be read: 150 words a minute of six characters. */
const PACE = 15;
/** What is certain to be spoken when it is whole: a citation or a number of a list may yet turn out to be nothing. */
const SPEAKS = /\p{L}{2}/u;

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

/** The beginning of a long first sentence, so that something can be heard while the rest is being made; or nothing. */
function firstClause(text: string): string {
  const [clause = ''] = /^.{24,90}?[,;:]\s+(?=\S)/s.exec(text) ?? [];
  return sentencesOf(clause).length === 1 && SPEAKS.test(speakable(clause)) ? clause : '';
}

const NOTHING: Spoken = { audio: new Uint8Array(), mimeType: 'audio/mpeg' };

export function openSpeech(needs: SpeechNeeds, messageId: string): Speech {
  const silence = new AbortController();
  /** Sentences; the first may come in two pieces, of which only one `opens` it. */
  const queue: { text: string; opens: boolean; made: Promise<Spoken | null> | null }[] = [];
  let waiting = '';
  /** The sentence that waits has had its first clause taken off, of so many characters. */
  let isHeadless = false;
  let head = 0;
  let isWhole = false;
  let sending = false;
  let failures = 0;
  let isLost = false;
  /** The place of the next sentence in the queue, and when each before it began to sound (milliseconds). */
  let next = 0;
  const begins: number[] = [];
  /** How many places of the queue had been done with at each sound that was sent. */
  const places: number[] = [];
  let hasEnded = false;
  let soundsUntil = 0;

  const make = async (text: string): Promise<Spoken | null> => {
    try {
      return await needs.speak(text, silence.signal);
    } catch (thrown) {
      if (silence.signal.aborted) return null;
      failures += 1;
      needs.report('session.speech.failed', { error: describeError(thrown) });
      if (failures !== MOST_FAILURES) return null;
      isLost = true;
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
      if (/[\p{L}\p{N}]/u.test(text)) queue.push({ text, opens: !isHeadless, made: null });
      isHeadless = false;
    }
    prepare();
    void sendOn();
  }

  const sentencesUpTo = (place: number): number => queue.slice(0, place).filter(({ opens }) => opens).length;

  const send = ({ audio, mimeType }: Spoken, last: boolean): void => {
    needs.send({ messageId, index: places.length, mimeType, last }, audio);
    places.push(next);
    hasEnded = last;
  };

  /** A sentence goes out as soon as it is known whether another follows, be that one only begun. */
  const mayGo = (): boolean =>
    next < queue.length && (isWhole || next + 1 < queue.length || SPEAKS.test(speakable(waiting)));

  /** Sends what is ready, in order. */
  async function sendOn(): Promise<void> {
    if (sending) return;
    sending = true;
    while (!silence.signal.aborted && mayGo()) {
      prepare();
      const sentence = queue[next];
      const spoken = (await sentence?.made) ?? null;
      if (silence.signal.aborted) break;
      // Meanwhile the answer may have been begun anew.
      if (queue[next] !== sentence) continue;
      const start = Math.max(needs.now().getTime(), soundsUntil);
      begins.push(start);
      next += 1;
      // What could not be spoken is a gap filled with nothing.
      if (spoken === null) continue;
      const seconds = secondsOf(spoken.audio) ?? (sentence?.text.length ?? 0) / PACE;
      soundsUntil = start + seconds * 1000;
      send(spoken, isWhole && next === queue.length);
    }
    sending = false;
    // The end still has to be told where nothing was left to tell it with.
    const isOver = isWhole && next === queue.length && places.length > 0;
    if (isOver && !hasEnded && !silence.signal.aborted) send(NOTHING, true);
  }

  return {
    messageId,
    push: (offset, text) => {
      if (silence.signal.aborted) return;
      if (offset === 0) {
        waiting = '';
        queue.splice(next);
        isHeadless = false;
      }
      waiting += text;
      const clause = queue.length === 0 ? firstClause(waiting) : '';
      if (clause !== '') {
        take([clause]);
        waiting = waiting.slice(clause.length);
        isHeadless = true;
        head = clause.length;
      }
      const sentences = sentencesOf(waiting);
      waiting = sentences.at(-1) ?? '';
      take(sentences.slice(0, -1));
    },
    end: () => {
      isWhole = true;
      take(waiting === '' ? [] : [waiting]);
      waiting = '';
    },
    stop: (told) => {
      silence.abort();
      if (isLost) return null;
      const now = needs.now().getTime();
      const heard =
        told === undefined
          ? begins.filter((at) => at <= now).length
          : (places[told] ?? (told < 0 ? 0 : next));
      if (isWhole && heard === queue.length) return null;
      return { sentences: sentencesUpTo(heard), characters: heard === 1 && head > 0 ? head : null };
    },
  };
}

/** The answer as far as it was heard: its first sentences that had something to be spoken. */
export function heardOf(content: string, { sentences, characters }: HeardPart): string {
  if (characters !== null) return content.slice(0, characters).trimEnd();
  let spoken = 0;
  const kept: string[] = [];
  for (const sentence of sentencesOf(content)) {
    if (/[\p{L}\p{N}]/u.test(speakable(sentence)) && ++spoken > sentences) break;
    kept.push(sentence);
  }
  return kept.join('').trimEnd();
}
