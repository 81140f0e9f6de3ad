import { describe, expect, test } from 'vitest';
import { heardOf, openSpeech, type SpeechNeeds, speakable } from './speech.ts';

type Sent = { text: string; index: number; last: boolean };

/** A voice that needs a turn of the event loop for each sentence, and a clock that tests set. */
function voice(fails: (text: string) => boolean = () => false) {
  const sent: Sent[] = [];
  const clock = { ms: 0 };
  let lost = 0;
  const needs: SpeechNeeds = {
    speak: async (text) => {
      await new Promise((resolve) => setTimeout(resolve, text.length % 7));
      if (fails(text)) throw new Error('away');
      return { audio: new TextEncoder().encode(text), mimeType: 'audio/mpeg' };
    },
    send: ({ index, last }, audio) => sent.push({ text: new TextDecoder().decode(audio), index, last }),
    lost: () => {
      lost += 1;
    },
    now: () => new Date(clock.ms),
    report: () => undefined,
  };
  return { sent, clock, needs, lost: () => lost, speech: openSpeech(needs, 'm') };
}

const TEXT = 'First comes this. Then comes that! And at last the third?';
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('speech', () => {
  test('speaks every sentence once, in order, and marks the last', async () => {
    const { speech, sent } = voice();
    for (const [i, char] of [...TEXT].entries()) speech.push(i, char);
    speech.end();
    await settle();
    expect(sent).toEqual([
      { text: 'First comes this.', index: 0, last: false },
      { text: 'Then comes that!', index: 1, last: false },
      { text: 'And at last the third?', index: 2, last: true },
    ]);
  });

  test('begins before the text is whole', async () => {
    const { speech, sent } = voice();
    speech.push(0, 'First comes this. Then comes that! And');
    await settle();
    expect(sent.map(({ text }) => text)).toEqual(['First comes this.', 'Then comes that!']);
  });

  test('sends a sentence as soon as the next has begun, and not for the sake of a citation', async () => {
    const { speech, sent } = voice();
    speech.push(0, 'First comes this. [1');
    await settle();
    expect(sent).toEqual([]);
    speech.push(20, '] Th');
    await settle();
    expect(sent.map(({ text, last }) => [text, last])).toEqual([['First comes this.', false]]);
  });

  test('tells the end where nothing was left to tell it with', async () => {
    const { speech, sent } = voice((text) => text.startsWith('And'));
    speech.push(0, TEXT);
    await settle();
    speech.end();
    await settle();
    expect(sent.map(({ text, index, last }) => [text, index, last])).toEqual([
      ['First comes this.', 0, false],
      ['Then comes that!', 1, false],
      ['', 2, true],
    ]);
  });

  test('does not wait for the end of a long first sentence, and counts it as one', async () => {
    const { speech, sent, clock } = voice();
    const text = 'Reefs are built by very small animals, which live in colonies. They need light.';
    for (const [i, char] of [...text].entries()) speech.push(i, char);
    speech.end();
    await settle();
    expect(sent.map(({ text: said }) => said)).toEqual([
      ...['Reefs are built by very small animals,', 'which live in colonies.', 'They need light.'],
    ]);
    clock.ms = 1000;
    const heard = speech.stop();
    expect(heard).toEqual({ sentences: 1, characters: 39 });
    expect(heard && heardOf(text, heard)).toBe('Reefs are built by very small animals,');
    expect(heardOf(text, { sentences: 1, characters: null })).toBe(
      'Reefs are built by very small animals, which live in colonies.',
    );
  });

  test('fills a gap with nothing and goes on', async () => {
    const { speech, sent, lost } = voice((text) => text.startsWith('Then'));
    speech.push(0, TEXT);
    speech.end();
    await settle();
    expect(sent.map(({ text, index, last }) => [text, index, last])).toEqual([
      ['First comes this.', 0, false],
      ['And at last the third?', 1, true],
    ]);
    expect(lost()).toBe(0);
  });

  test('says once that the voice is lost, and is silent then', async () => {
    const { speech, sent, lost } = voice(() => true);
    speech.push(0, TEXT);
    speech.end();
    await settle();
    expect([sent, lost()]).toEqual([[], 1]);
    // Who reads has all of it before them: nothing is cut.
    expect(speech.stop()).toBeNull();
  });

  test('stops at once and knows what was heard', async () => {
    const { speech, sent, clock } = voice();
    speech.push(0, TEXT);
    speech.end();
    await settle();
    expect(sent).toHaveLength(3);
    // The first sentence takes 17 characters at 15 a second: the second has just begun.
    clock.ms = 1200;
    const heard = { sentences: 2, characters: null };
    expect(speech.stop()).toEqual(heard);
    expect(heardOf(TEXT, heard)).toBe('First comes this. Then comes that!');
  });

  test('believes the page that plays it', async () => {
    const told = async (index: number) => {
      const { speech } = voice((text) => text.startsWith('Then'));
      speech.push(0, TEXT);
      speech.end();
      await settle();
      return speech.stop(index);
    };
    // The second sentence could not be spoken: the second sound is the third sentence.
    expect([await told(-1), await told(0), await told(1)]).toEqual([
      { sentences: 0, characters: null },
      { sentences: 1, characters: null },
      null,
    ]);
  });

  test('was heard whole when its last sentence has begun', async () => {
    const { speech, clock } = voice();
    speech.push(0, TEXT);
    speech.end();
    await settle();
    clock.ms = 60_000;
    expect(speech.stop()).toBeNull();
  });

  test('does not read out markdown, citations or addresses', () => {
    expect(
      speakable('## A **bold** [link](https://x.test) “quote” [1], [2, 3] and `code`: https://x.test/y'),
    ).toBe('A bold link “quote”, and code:');
  });
});
