import { describe, expect, test } from 'vitest';
import { addSound, MAX_RECORDING_BYTES, startRecording, wholeOf } from './recording.ts';

const MEBIBYTE = 1024 * 1024;

function recorded(bytes: number) {
  const recording = startRecording('audio/webm; codecs=opus');
  for (let left = bytes; left > MEBIBYTE; left -= MEBIBYTE) addSound(recording, new ArrayBuffer(MEBIBYTE));
  return recording;
}

describe('a recording', () => {
  test('may fill its bound to the last byte', () => {
    const recording = recorded(MAX_RECORDING_BYTES);
    addSound(recording, new ArrayBuffer(MEBIBYTE));
    expect(wholeOf(recording)).toHaveLength(MAX_RECORDING_BYTES);
  });

  test('of one byte more is refused once, in words that say what to do, and keeps nothing', () => {
    const recording = recorded(MAX_RECORDING_BYTES);
    expect(() => addSound(recording, new ArrayBuffer(MEBIBYTE + 1))).toThrow(/10 MiB.*in parts/);
    expect(() => addSound(recording, new ArrayBuffer(1))).not.toThrow();
    expect(recording.pieces).toEqual([]);
    expect(() => wholeOf(recording)).toThrow(/10 MiB/);
  });

  test('keeps its pieces in order', () => {
    const recording = startRecording('audio/wav');
    for (const byte of [1, 2, 3]) addSound(recording, new Uint8Array([byte]).buffer);
    expect([...wholeOf(recording)]).toEqual([1, 2, 3]);
  });

  test('of nothing, or of what is no sound, is refused', () => {
    expect(() => wholeOf(startRecording('audio/webm'))).toThrow('Nothing was recorded.');
    expect(() => startRecording('video/webm')).toThrow('cannot be heard');
  });
});
