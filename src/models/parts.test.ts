import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openChannel } from './channel.ts';
import { openElevenLabs } from './elevenlabs.ts';
import { wholeVector } from './embedding.ts';
import { costOf, priceOf } from './prices.ts';
import { NO_USAGE, ProviderError, refusedWith } from './provider.ts';
import { Seats } from './seats.ts';
import { askStructured } from './structured.ts';
import { tryModels, waitBefore } from './trying.ts';

describe('prices', () => {
  test('follow the longest name', () => {
    expect(priceOf('gpt-4.1-mini-2025-04-14').input).toBe(0.4);
    expect(priceOf('gpt-4.1-2025-04-14').input).toBe(2);
    expect(priceOf('eleven_flash_v2_5').characters).toBe(50);
    expect(priceOf('eleven_multilingual_v2').characters).toBe(100);
    expect(priceOf('scribe_v1').minute).toBeCloseTo(0.00367, 5);
    expect(priceOf('a-model-of-their-own').input).toBe(2);
  });

  test.each([
    ['gpt-4.1', { inputTokens: 1_000_000, outputTokens: 500_000 }, 6],
    ['text-embedding-3-small', { inputTokens: 1_000_000 }, 0.02],
    ['tts-1-hd', { characters: 1000 }, 0.03],
    ['whisper-1', { audioSeconds: 90 }, 0.009],
    ['gpt-image-1', { images: 2 }, 0.084],
  ])('%s', (model, used, usd) => {
    expect(costOf(model, { ...NO_USAGE, ...used }, 'medium')).toBeCloseTo(usd, 9);
  });
});

describe('a channel', () => {
  test('hands over only when the consumer comes back', async () => {
    const channel = openChannel<number>(() => {});
    const order: string[] = [];
    void channel.handOver(1).then(() => order.push('taken'));
    channel.push(2);
    channel.end();
    for await (const item of channel) {
      order.push(`got ${item}`);
      await new Promise((done) => setTimeout(done, 5));
      order.push(`done with ${item}`);
    }
    expect(order).toEqual(['got 1', 'done with 1', 'taken', 'got 2', 'done with 2']);
  });

  test('lets whoever waits go when the consumer leaves', async () => {
    let left = false;
    const channel = openChannel<number>(() => {
      left = true;
    });
    const handed = channel.handOver(1);
    for await (const _ of channel) break;
    await handed;
    expect(left).toBe(true);
  });
});

describe('seats', () => {
  test('go to the calls in their order, past those nobody runs', () => {
    const seats = new Seats(4);
    const call = (name: string) => ({ id: name, name, arguments: '{}' });
    seats.take([call('a'), call('unknown'), call('b'), call('a')]);
    expect([seats.seat('a'), seats.seat('b'), seats.seat('a')]).toEqual([
      { round: 4, index: 0 },
      { round: 4, index: 2 },
      { round: 4, index: 3 },
    ]);
    seats.nextRound();
    seats.take([call('a')]);
    expect(seats.seat('a')).toEqual({ round: 5, index: 0 });
  });
});

describe('trying again', () => {
  const failing = (error: ProviderError, asked: string[]) => (model: string) => {
    asked.push(model);
    return Promise.reject(error);
  };
  const needs = { sleep: () => Promise.resolve(), random: () => 0.5 };
  const ask = (error: ProviderError) => {
    const asked: string[] = [];
    return tryModels(needs, { model: 'm', fallback: 'f' }, failing(error, asked)).catch(() => asked);
  };

  test('depends on the outlook', async () => {
    expect(await ask(refusedWith(500, ''))).toEqual(['m', 'm', 'm', 'f']);
    expect(await ask(refusedWith(404, ''))).toEqual(['m', 'f']);
    expect(await ask(refusedWith(401, ''))).toEqual(['m']);
    expect(await ask(refusedWith(429, 'insufficient_quota'))).toEqual(['m']);
    expect(await ask(refusedWith(429, '', 120))).toEqual(['m', 'f']);
    expect(await ask(refusedWith(400, 'moderation_blocked'))).toEqual(['m']);
  });

  test('waits longer each time, at least as long as it is told', () => {
    const error = new ProviderError('x', { outlook: 'passing' });
    const waits = [1, 2, 3].map((attempt) => waitBefore(attempt, error, () => 0.5));
    expect(waits).toEqual([400, 800, 1600]);
    expect(waitBefore(1, refusedWith(429, '', 3), () => 0)).toBe(3000);
  });

  test('is not for errors of ours', async () => {
    const call = () => Promise.reject(new RangeError('ours'));
    await expect(tryModels(needs, { model: 'm', fallback: 'f' }, call)).rejects.toThrow(RangeError);
  });
});

describe('structured answers', () => {
  const schema = z.object({ ok: z.boolean() });
  const answering = (...texts: string[]) => ({
    answer: () => Promise.resolve({ text: texts.shift() ?? '', usage: NO_USAGE }),
    used: () => {},
  });

  test.each(['{"ok": true}', '```json\n{"ok": true}\n```', 'Here you are: {"ok": true}. Anything else?'])(
    'are read out of %j',
    async (text) => {
      expect(await askStructured(answering(text), { messages: [], schema })).toEqual({ ok: true });
    },
  );

  test('are given up after the second', async () => {
    expect(await askStructured(answering('no', '{"ok": false}'), { messages: [], schema })).toEqual({
      ok: false,
    });
    await expect(askStructured(answering('no', '{"ok": 1}'), { messages: [], schema })).rejects.toThrow();
  });
});

describe('vectors', () => {
  test('are whole or refused', () => {
    expect(wholeVector([1, 2])).toHaveLength(1536);
    for (const bad of [[], 'AA', null, [Number.NaN], Array(1537).fill(1)])
      expect(() => wholeVector(bad)).toThrow();
  });
});

describe('ElevenLabs', () => {
  const asked: { url: string; init: RequestInit }[] = [];
  const open = (response: Response) =>
    openElevenLabs({
      apiKey: 'xi-key',
      baseUrl: undefined,
      fetch: (url, init) => {
        asked.push({ url, init });
        return Promise.resolve(response);
      },
    });
  const speech = { model: 'eleven_multilingual_v2', voice: 'rachel', text: 'Hi.', signal: undefined };

  test('is asked as its reference says', async () => {
    const spoken = await open(new Response('sound', { headers: { 'Content-Type': 'audio/mpeg' } })).speak(
      speech,
    );
    expect(spoken).toEqual({ audio: new TextEncoder().encode('sound'), mimeType: 'audio/mpeg' });
    const { url, init } = asked.at(-1) ?? { url: '', init: {} };
    expect(url).toBe('https://api.elevenlabs.io/v1/text-to-speech/rachel?output_format=mp3_44100_128');
    expect(new Headers(init.headers).get('xi-api-key')).toBe('xi-key');
    expect(JSON.parse(String(init.body))).toEqual({ text: 'Hi.', model_id: 'eleven_multilingual_v2' });
  });

  test('hears', async () => {
    const json = { text: 'Hello', words: [{ end: 0.4 }, { end: 1.25 }] };
    const heard = await open(Response.json(json)).transcribe({
      model: 'scribe_v1',
      audio: new Uint8Array([1, 2]),
      mimeType: 'audio/webm',
    });
    expect(heard).toEqual({ text: 'Hello', seconds: 1.25 });
    const form = asked.at(-1)?.init.body;
    expect(form instanceof FormData && form.get('model_id')).toBe('scribe_v1');
  });

  test.each([
    ['HTML instead of sound', new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
    ['nothing', new Response(null, { headers: { 'Content-Type': 'audio/mpeg' } })],
    ['too many requests', new Response('no', { status: 429, headers: { 'Retry-After': '2' } })],
  ])('%s is an upstream error', async (_, response) => {
    await expect(open(response).speak(speech)).rejects.toMatchObject({
      errorType: 'upstream_error',
      outlook: 'passing',
    });
  });
});
