import { MPEGDecoder } from 'mpg123-decoder';
import { describe, expect, test } from 'vitest';
import { createMp3Encoder } from 'wasm-media-encoders';
import { joinMp3 } from './mp3.ts';

type Format = { sampleRate: number; seconds: number; vbrQuality?: number; bitrate?: 32 | 64 | 128 };

/** A tone as an MP3 file, with the header frame that encoders write. */
async function tone({ sampleRate, seconds, vbrQuality, bitrate }: Format): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  const quality = vbrQuality === undefined ? { bitrate: bitrate ?? 64 } : { vbrQuality };
  encoder.configure({ sampleRate, channels: 1, ...quality });
  const samples = Float32Array.from({ length: sampleRate * seconds }, (_, i) => Math.sin(i / 20) * 0.3);
  const body = Uint8Array.from(encoder.encode([samples]));
  const tail = Uint8Array.from(encoder.finalize());
  return Uint8Array.from([...body, ...tail]);
}

async function decode(file: Uint8Array): Promise<{ seconds: number; errors: number }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { samplesDecoded, sampleRate, errors } = decoder.decode(file);
  decoder.free();
  return { seconds: samplesDecoded / sampleRate, errors: errors.length };
}

const id3 = (text: string): Uint8Array => {
  const body = new TextEncoder().encode(text);
  return Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, body.length, ...body]);
};

describe('joining', () => {
  test.each<Format>([
    { sampleRate: 44_100, seconds: 2, bitrate: 128 },
    { sampleRate: 24_000, seconds: 3, bitrate: 64 },
    { sampleRate: 22_050, seconds: 1, bitrate: 32 },
    { sampleRate: 44_100, seconds: 2, vbrQuality: 4 },
  ])('three files of $sampleRate Hz play whole, and as long as they say', async (format) => {
    const files = await Promise.all([tone(format), tone({ ...format, seconds: 1 }), tone(format)]);
    const joined = joinMp3(files);
    const decoded = await decode(joined?.audio ?? new Uint8Array());
    expect(decoded.errors).toBe(0);
    expect(decoded.seconds).toBeCloseTo(joined?.seconds ?? 0, 1);
    // Encoders pad each file by less than a tenth of a second.
    expect(joined?.seconds).toBeGreaterThan(format.seconds * 2 + 1);
    expect(joined?.seconds).toBeLessThan(format.seconds * 2 + 1 + 0.4);
  });

  test('what was joined once can be joined again without growing', async () => {
    const once = joinMp3([await tone({ sampleRate: 24_000, seconds: 1, bitrate: 64 })]);
    const twice = joinMp3([once?.audio ?? new Uint8Array()]);
    expect(twice).toEqual(once);
  });

  test('tags go, and rubbish between frames is passed over', async () => {
    const file = await tone({ sampleRate: 24_000, seconds: 1, bitrate: 64 });
    const tagged = Uint8Array.from([...id3('a title'), ...file, ...new TextEncoder().encode('TAG rubbish')]);
    expect(joinMp3([tagged])?.seconds).toBe(joinMp3([file])?.seconds);
  });

  test('anything else is nothing', () => {
    const page = new TextEncoder().encode('<html><body>Bad gateway</body></html>');
    expect(joinMp3([page])).toBeUndefined();
    expect(joinMp3([new Uint8Array()])).toBeUndefined();
    expect(joinMp3([])).toBeUndefined();
  });
});
