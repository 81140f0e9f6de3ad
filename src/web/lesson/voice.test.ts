import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { ClientFrame } from '../../tutoring/protocol.ts';
import type { Listener } from './conversation.ts';
import type { ServerFrame } from './fold.ts';
import { MAX_RECORDING } from './limits.ts';
import type { MicrophoneTrouble } from './microphone.ts';
import { makeVoice } from './voice.ts';

/** A line that can break, a microphone that is spoken into by hand, and a loudspeaker that only keeps count. */
function setUp(refusal?: MicrophoneTrouble) {
  const line = { isOpen: true, frames: [] as ClientFrame[], bytes: [] as number[] };
  const listeners = new Set<Listener>();
  let speakInto = (_: ArrayBuffer) => {};
  const microphone = { isOpen: false };
  const ears = { areOpen: true };
  const sounding = signal<string | null>(null);
  const played: number[] = [];
  let id = 0;
  const voice = makeVoice({
    talk: {
      pass: (frame) => {
        if (!line.isOpen) return false;
        if (frame instanceof ArrayBuffer) line.bytes.push(frame.byteLength);
        else line.frames.push(frame);
        return true;
      },
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    openMicrophone: async (onPiece) => {
      if (refusal !== undefined) return refusal;
      speakInto = onPiece;
      microphone.isOpen = true;
      return {
        mimeType: 'audio/webm',
        level: () => 0,
        stop: async () => {
          if (microphone.isOpen) onPiece(new ArrayBuffer(1));
          microphone.isOpen = false;
        },
      };
    },
    playback: {
      sounding,
      unlock: () => undefined,
      add: ({ messageId, index }) => {
        sounding.value = messageId;
        played.push(index);
      },
      stop: () => {
        const messageId = sounding.peek();
        sounding.value = null;
        return messageId === null ? null : { messageId, index: played.at(-1) ?? -1 };
      },
      close: () => undefined,
    },
    newId: () => `id-${++id}`,
    now: () => 0,
    isSeen: () => true,
    isHeard: () => ears.areOpen,
  });
  const hear = (frame: ServerFrame) => {
    for (const listener of listeners) listener.frame(frame);
  };
  const sound = (messageId: string, index: number) => {
    for (const listener of listeners)
      listener.sound({ messageId, index, mimeType: 'audio/mpeg', last: false }, new ArrayBuffer(9));
  };
  const events = () => line.frames.map(({ event }) => event);
  const stopId = () => line.frames.findLast(({ event }) => event === 'session:voice:stop')?.id ?? '';
  return {
    line,
    voice,
    microphone,
    ears,
    played,
    hear,
    sound,
    events,
    stopId,
    speak: (n: number) => speakInto(new ArrayBuffer(n)),
  };
}

const JOINED: ServerFrame = {
  event: 'session:joined',
  data: {
    session: {
      ...{ id: 's', learnerId: 'l', mode: 'text', goal: null, currentNodeId: null, currentNode: null },
      ...{ pathHistory: [], startedAt: '', lastActivity: '', completedAt: null },
    },
    events: [],
    lastSeq: 0,
    partial: null,
  },
};

it('plays nothing for whoever wants answers in writing only', () => {
  const { voice, ears, sound, played } = setUp();
  ears.areOpen = false;
  sound('m', 0);
  expect([played, voice.sounding.value]).toEqual([[], null]);
  ears.areOpen = true;
  sound('m', 1);
  expect([played, voice.sounding.value]).toEqual([[1], 'm']);
});

describe('speaking', () => {
  it('sends what is said while it is said, and is over when it was understood', async () => {
    const { voice, line, microphone, speak, hear, events, stopId } = setUp();
    await voice.begin();
    speak(10);
    speak(20);
    expect(line.bytes).toEqual([10, 20]);
    await voice.finish();
    expect(events()).toEqual(['session:voice:start', 'session:voice:stop']);
    expect(line.bytes).toEqual([10, 20, 1]);
    expect([voice.state.value.kind, microphone.isOpen]).toEqual(['understanding', false]);
    hear({ event: 'session:ack', data: { id: stopId(), seq: 4 } });
    expect(voice.state.value.kind).toBe('off');
  });

  it('takes a recording up from its start where the line broke, under the same id', async () => {
    const { voice, line, speak, hear, events, stopId } = setUp();
    await voice.begin();
    speak(10);
    line.isOpen = false;
    speak(20);
    line.isOpen = true;
    hear(JOINED);
    expect(line.bytes).toEqual([10, 10, 20]);
    await voice.finish();
    const first = stopId();
    hear(JOINED);
    expect(stopId()).toBe(first);
    expect(events()).toEqual([
      ...['session:voice:start', 'session:voice:start', 'session:voice:stop'],
      ...['session:voice:start', 'session:voice:stop'],
    ]);
    expect(line.bytes).toEqual([10, 10, 20, 1, 10, 20, 1]);
  });

  it('silences the answer at once, says how far it was heard, and plays no more of it', async () => {
    const { voice, line, played, sound } = setUp();
    sound('a', 0);
    sound('a', 1);
    await voice.begin();
    expect(line.frames[0]).toMatchObject({
      event: 'session:cancel',
      data: { messageId: 'a', heard: { messageId: 'a', index: 1 } },
    });
    sound('a', 2);
    sound('b', 0);
    expect(played).toEqual([0, 1, 0]);
  });

  it('falls silent where the answer was stopped elsewhere', () => {
    const { voice, sound, hear } = setUp();
    sound('a', 0);
    const nothing = { citations: [], toolCalls: [], media: [] };
    hear({
      event: 'session:message',
      seq: 3,
      data: { messageId: 'a', role: 'assistant', content: 'So', ...nothing, status: 'cancelled' },
    });
    expect(voice.sounding.value).toBeNull();
  });

  it.each(['refused', 'missing', 'unsupported'] as const)(
    'a microphone that is %s is said so',
    async (why) => {
      const { voice, line } = setUp(why);
      await voice.begin();
      expect([voice.state.value.kind, voice.trouble.value, line.frames]).toEqual(['off', why, []]);
    },
  );

  it('shows the server’s sentence where nothing could be made out', async () => {
    const { voice, hear, stopId, speak } = setUp();
    await voice.begin();
    speak(3);
    await voice.finish();
    hear({ event: 'error', data: { errorType: 'validation_error', message: 'Nothing.', id: stopId() } });
    expect([voice.state.value.kind, voice.trouble.value]).toEqual(['off', { said: 'Nothing.' }]);
  });

  it('keeps the sentence about a lost voice until one speaks again', async () => {
    const { voice, hear } = setUp();
    hear({ event: 'error', data: { errorType: 'upstream_error', message: 'Please read on.' } });
    expect(voice.trouble.value).toEqual({ said: 'Please read on.' });
    await voice.begin();
    expect(voice.trouble.value).toBeNull();
  });

  it('sends what was said when no more can be', async () => {
    const { voice, line, speak, events } = setUp();
    await voice.begin();
    speak(MAX_RECORDING - 10);
    speak(20);
    await expect.poll(() => events().at(-1)).toBe('session:voice:stop');
    expect(line.bytes).toEqual([MAX_RECORDING - 10, 1]);
    expect(voice.trouble.value).toBe('too-long');
  });

  it('forgets what was dropped', async () => {
    const { voice, events, microphone } = setUp();
    await voice.begin();
    voice.drop();
    await expect.poll(() => microphone.isOpen).toBe(false);
    await voice.finish();
    expect([voice.state.value.kind, events()]).toEqual(['off', ['session:voice:start']]);
  });
});
