import { createHash } from 'node:crypto';
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Output, WebMOutputFormat } from 'mediabunny';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSound } from './decode.ts';
import { type Models, startModels } from './server.ts';
import { canTranscribe } from './transcribe.ts';
import { readWav, resample, writeWav } from './wav.ts';

let models: Models;
let client: OpenAI;

beforeAll(async () => {
  models = await startModels({ pace: 0 });
  client = new OpenAI({ apiKey: 'any', baseURL: models.url, maxRetries: 0 });
});
afterAll(() => models.close());

const SAID = 'Living polyps build on the skeletons of dead ones.';

type Format = 'mp3' | 'wav' | 'pcm';

async function speak(input: string, format: Format, more: { voice?: string; speed?: number } = {}) {
  const response = await client.audio.speech.create({
    model: 'any',
    voice: 'alloy',
    input,
    response_format: format,
    ...more,
  });
  expect(response.headers.get('x-model-engine')).toMatch(/flite/);
  return new Uint8Array(await response.arrayBuffer());
}

const secondsOf = ({ samples, rate }: { samples: Float32Array; rate: number }): number =>
  samples.length / rate;

describe('speech', () => {
  it('is as long as it takes to say, in each format', async () => {
    const wav = readWav(await speak(SAID, 'wav'));
    // Ten words at two to four a second, with silence at both ends.
    expect(secondsOf(wav)).toBeGreaterThan(2.5);
    expect(secondsOf(wav)).toBeLessThan(6);
    expect(Math.max(...wav.samples)).toBeGreaterThan(0.1);
    const mp3 = await decodeSound(await speak(SAID, 'mp3'));
    expect(Math.abs(secondsOf(mp3) - secondsOf(wav))).toBeLessThan(0.3);
    const pcm = await speak(SAID, 'pcm');
    expect(Math.abs(pcm.length / 2 / 24_000 - secondsOf(wav))).toBeLessThan(0.1);
  });

  it('has other voices and other speeds', async () => {
    const [alloy, onyx, fast] = await Promise.all([
      speak(SAID, 'wav'),
      speak(SAID, 'wav', { voice: 'onyx' }),
      speak(SAID, 'wav', { speed: 2 }),
    ]);
    expect(Buffer.compare(alloy, onyx)).not.toBe(0);
    expect(secondsOf(readWav(fast))).toBeLessThan(0.7 * secondsOf(readWav(alloy)));
  });

  it('refuses honestly what it cannot make or say', async () => {
    const create = (more: object) =>
      client.audio.speech.create({ model: 'any', voice: 'alloy', input: SAID, ...more });
    await expect(create({ response_format: 'opus' })).rejects.toMatchObject({ status: 400 });
    await expect(create({ input: '…' })).rejects.toMatchObject({ status: 400, param: 'input' });
  });
});

describe('recordings', () => {
  it('of Opus in WebM, as browsers make them, are decoded', async () => {
    const target = new BufferTarget();
    const output = new Output({ format: new WebMOutputFormat(), target });
    const track = new EncodedAudioPacketSource('opus');
    output.addAudioTrack(track);
    await output.start();
    // Opus' own encoding of 20 ms of silence.
    const silence = new Uint8Array([0xf8, 0xff, 0xfe]);
    const head = new Uint8Array([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
    const config = { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description: head };
    for (let i = 0; i < 50; i++) {
      await track.add(
        new EncodedPacket(silence, 'key', i * 0.02, 0.02),
        i === 0 ? { decoderConfig: config } : undefined,
      );
    }
    await output.finalize();
    const sound = await decodeSound(new Uint8Array(target.buffer ?? new ArrayBuffer()));
    expect(secondsOf(sound)).toBeCloseTo(1, 1);
  });

  it('in WAV keep what they hold through writing, reading and another rate', () => {
    const tone = Float32Array.from(
      { length: 16_000 },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 16_000),
    );
    const read = readWav(writeWav({ samples: tone, rate: 16_000 }));
    expect(read.rate).toBe(16_000);
    expect(read.samples[100]).toBeCloseTo(tone[100] ?? 0, 3);
    const slower = resample(read, 8_000);
    expect(secondsOf(slower)).toBeCloseTo(1, 2);
    expect(Math.max(...slower.samples)).toBeGreaterThan(0.45);
  });

  it('that are none are refused', async () => {
    await expect(decodeSound(new TextEncoder().encode('This is no sound at all.'))).rejects.toThrow();
  });
});

describe('transcription', () => {
  it('hears most of what its own voice says, or tells how to install what hears', async () => {
    const file = await toFile(await speak(SAID, 'mp3', { voice: 'onyx' }), 'said.mp3');
    const transcribing = client.audio.transcriptions.create({ model: 'any', file });
    if (!(await canTranscribe())) {
      await expect(transcribing).rejects.toMatchObject({ status: 501 });
      await expect(transcribing).rejects.toThrow(/apt-get install pocketsphinx/);
      return;
    }
    const words = (await transcribing).text.toLowerCase();
    const heard =
      SAID.toLowerCase()
        .match(/\w+/g)
        ?.filter((word) => words.includes(word)) ?? [];
    expect(heard.length).toBeGreaterThanOrEqual(6);
  }, 60_000);

  it('wants a file', async () => {
    const response = await fetch(`${models.url}/audio/transcriptions`, {
      method: 'POST',
      body: new FormData(),
    });
    expect(response.status).toBe(400);
  });
});

describe('ElevenLabs', () => {
  it('speaks under its own paths, streamed or not, on the same base', async () => {
    const base = models.url.replace(/\/v1$/, '');
    for (const path of ['text-to-speech/rms', 'text-to-speech/slt/stream?output_format=mp3_44100_128']) {
      const response = await fetch(`${base}/v1/${path}`, {
        method: 'POST',
        body: JSON.stringify({ text: SAID }),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('audio/mpeg');
      const sound = await decodeSound(new Uint8Array(await response.arrayBuffer()));
      expect(secondsOf(sound)).toBeGreaterThan(2);
    }
    const voices = await fetch(`${base}/v1/voices`);
    expect(await voices.json()).toMatchObject({ voices: [{ voice_id: 'slt' }, {}, {}, {}] });
    const odd = await fetch(`${base}/v1/text-to-speech/slt?output_format=ulaw_8000`, {
      method: 'POST',
      body: '{}',
    });
    expect(odd.status).toBe(400);
  });
});

describe('images', () => {
  const paint = async (prompt: string, size: '1024x1024' | '1536x1024') => {
    const { data } = await client.images.generate({ model: 'any', prompt, size });
    return Buffer.from(data?.[0]?.b64_json ?? '', 'base64');
  };
  const PROMPT =
    'An illustration for a short lesson titled “Coral reefs”, about polyps, algae, warm water. One clear scene.';
  const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  it('are PNGs of the size asked for, the same bytes for the same words', async () => {
    const first = await paint(PROMPT, '1536x1024');
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([1536, 1024]);
    expect(hash(await paint(PROMPT, '1536x1024'))).toBe(hash(first));
    expect(hash(await paint(`${PROMPT} Other.`.replace('polyps', 'fish'), '1536x1024'))).not.toBe(
      hash(first),
    );
  }, 30_000);
});

describe('moderation', () => {
  it('flags the crudest by a list of words', async () => {
    const { results } = await client.moderations.create({ input: ['How do reefs grow?', 'I will kill you'] });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true]);
  });
});
