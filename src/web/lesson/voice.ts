/**
 * Speaking with the tutor: what is said goes out while it is being said and is kept until it was understood, so that a
 * broken line costs nothing; whatever sounds falls silent when the learner begins. The device is lent.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Conversation } from './conversation.ts';
import type { ServerFrame } from './fold.ts';
import { MAX_RECORDING } from './limits.ts';
import type { Microphone, MicrophoneTrouble } from './microphone.ts';
import type { Playback } from './playback.ts';

export type VoiceState =
  | { kind: 'off' }
  /** The person may have to say yes first. */
  | { kind: 'opening' }
  | { kind: 'listening'; since: number; microphone: Microphone }
  /** Sent, and not yet turned into words. */
  | { kind: 'understanding' };

/** A trouble of the device, or the server's own sentence. */
export type VoiceTrouble = MicrophoneTrouble | 'too-long' | { said: string };

export type VoiceNeeds = {
  talk: Pick<Conversation, 'pass' | 'listen'>;
  openMicrophone: (onPiece: (piece: ArrayBuffer) => void) => Promise<Microphone | MicrophoneTrouble>;
  playback: Playback;
  newId: () => string;
  now: () => number;
  /** Whether somebody is looking at this page: of two tabs one plays. */
  isSeen: () => boolean;
  /** Whether this reader wants to hear answers on this device; else what is said is answered in writing. */
  isHeard: () => boolean;
};

export type Voice = {
  state: ReadonlySignal<VoiceState>;
  trouble: ReadonlySignal<VoiceTrouble | null>;
  sounding: Playback['sounding'];
  begin: () => Promise<void>;
  /** Sends what was said. */
  finish: () => Promise<void>;
  /** Forgets what was said. */
  drop: () => void;
  /** Silences the answer; the log then holds what was heard of it. */
  hush: () => void;
  close: () => void;
};

type Recording = {
  mimeType: string;
  pieces: ArrayBuffer[];
  size: number;
  /** How many pieces this line has carried, or -1 where it does not know of the recording. */
  sent: number;
  startId: string;
  /** Once all is said: under which id it is to be understood. */
  stopId: string | null;
};

export function makeVoice(needs: VoiceNeeds): Voice {
  const { talk, playback } = needs;
  const state = signal<VoiceState>({ kind: 'off' });
  const trouble = signal<VoiceTrouble | null>(null);
  /** Answers that were silenced: what still comes of them is not heard. */
  const silenced = new Set<string>();
  let recording: Recording | undefined;
  let hasSpokenHere = false;

  /** Sends all that this line has not carried yet; a line that broke takes it up from the start. */
  function transmit(): void {
    const own = recording;
    if (own === undefined) return;
    if (own.sent < 0) {
      const { mimeType } = own;
      own.startId = needs.newId();
      if (!talk.pass({ event: 'session:voice:start', id: own.startId, data: { mimeType } })) return;
      own.sent = 0;
    }
    for (const piece of own.pieces.slice(own.sent)) {
      if (!talk.pass(piece)) return;
      own.sent++;
    }
    if (own.stopId !== null) talk.pass({ event: 'session:voice:stop', id: own.stopId, data: {} });
  }

  function end(because: VoiceTrouble | null): void {
    recording = undefined;
    state.value = { kind: 'off' };
    if (because !== null) trouble.value = because;
  }

  function hush(): void {
    const heard = playback.stop();
    if (heard === null) return;
    silenced.add(heard.messageId);
    talk.pass({
      event: 'session:cancel',
      id: needs.newId(),
      data: { messageId: heard.messageId, heard },
    });
  }

  async function begin(): Promise<void> {
    if (state.peek().kind !== 'off') return;
    trouble.value = null;
    playback.unlock();
    hush();
    state.value = { kind: 'opening' };
    const own: Recording = { mimeType: '', pieces: [], size: 0, sent: -1, startId: '', stopId: null };
    const microphone = await needs.openMicrophone((piece) => take(own, piece));
    if (typeof microphone === 'string') return end(microphone);
    if (state.peek().kind !== 'opening') return void microphone.stop();
    own.mimeType = microphone.mimeType;
    recording = own;
    hasSpokenHere = true;
    state.value = { kind: 'listening', since: needs.now(), microphone };
    transmit();
  }

  function take(own: Recording, piece: ArrayBuffer): void {
    if (own.size + piece.byteLength > MAX_RECORDING) {
      trouble.value = 'too-long';
      void finish();
      return;
    }
    own.pieces.push(piece);
    own.size += piece.byteLength;
    if (own === recording) transmit();
  }

  function drop(): void {
    const now = state.peek();
    if (now.kind === 'listening') void now.microphone.stop();
    if (now.kind !== 'understanding') end(null);
  }

  async function finish(): Promise<void> {
    const now = state.peek();
    const own = recording;
    if (now.kind !== 'listening' || own === undefined) return;
    state.value = { kind: 'understanding' };
    await now.microphone.stop();
    own.stopId = needs.newId();
    transmit();
  }

  /** What the server says of the recording; and an answer that was stopped elsewhere falls silent here too. */
  function hear(frame: ServerFrame): boolean {
    if (frame.event === 'session:message' && frame.data.status === 'cancelled') {
      if (playback.sounding.peek() === frame.data.messageId) playback.stop();
      silenced.add(frame.data.messageId);
    }
    // The voice was lost in the middle of an answer, whose end must not take the sentence about it along.
    if (frame.event === 'error' && frame.data.id === undefined && frame.data.errorType === 'upstream_error') {
      trouble.value = { said: frame.data.message };
      return true;
    }
    const own = recording;
    if (own === undefined) return false;
    if (frame.event === 'session:joined') {
      own.sent = -1;
      transmit();
    } else if (frame.event === 'session:ack' && frame.data.id === own.stopId) end(null);
    else if (frame.event === 'error' && [own.startId, own.stopId].includes(frame.data.id ?? '')) {
      const { message } = frame.data;
      drop();
      end({ said: message });
      return true;
    }
    return false;
  }

  const stopListening = talk.listen({
    frame: hear,
    sound: (of, data) => {
      if (silenced.has(of.messageId) || !needs.isHeard()) return;
      if (playback.sounding.peek() !== of.messageId && !needs.isSeen() && !hasSpokenHere) return;
      playback.add(of, data);
    },
  });

  return {
    state,
    trouble,
    sounding: playback.sounding,
    begin,
    finish,
    drop,
    hush,
    close: () => {
      drop();
      stopListening();
      playback.close();
    },
  };
}
