/** A provider that authors well, on OpenAI's and ElevenLabs' wires: what it writes are the passage's own sentences, its voice is a tone. */
import { Resvg } from '@resvg/resvg-js';
import { z } from 'zod';
import { readSource } from '../src/authoring/trace.ts';
import { wordsOf } from '../src/authoring/words.ts';
import { expectedSeconds } from './expected-seconds.ts';
import { toMp3 } from './models/mp3.ts';
import { type Answer, type Asked, completion, jsonAnswer } from './wire.ts';

const Request = z.looseObject({
  model: z.string().optional(),
  input: z.string().optional(),
  text: z.string().optional(),
  // Of speech it is a mere name.
  response_format: z
    .looseObject({ json_schema: z.looseObject({ name: z.string() }) })
    .optional()
    .catch(undefined),
  messages: z.array(z.looseObject({ content: z.string() })).default([]),
});

const RATE = 24_000;
/** A tone of so many seconds as MP3. */
const tone = (seconds: number): Promise<Uint8Array> =>
  toMp3({
    samples: Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => Math.sin(i / 9) / 4),
    rate: RATE,
  });

const PICTURE = new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024"/>')
  .render()
  .asPng();

/** What a good model writes of a passage, from its own sentences. */
function written(name: string, prompt: string): unknown {
  const passage = /<source[^>]*>\n?([\s\S]*?)\n?<\/source/.exec(prompt)?.[1] ?? '';
  const { sentences } = readSource(passage, 'en');
  const long = sentences.filter((sentence) => wordsOf(sentence, 'en').length >= 5 && !/[?:|]/.test(sentence));
  const slides = [...prompt.matchAll(/<slide[^>]*order="(\d+)"[^>]*>\n?([\s\S]*?)\n?<\/slide/g)];
  switch (name) {
    case 'metadata':
      return {
        ...{ title: 'A title of the model’s own', topics: ['one thing'], difficulty: 3, prerequisites: [] },
        ...{ estimatedTime: 2, relatedConcepts: [], language: 'en' },
      };
    case 'slides':
      return {
        slides: long.slice(0, 5).map((bullet) => ({ title: bullet.slice(0, 30), bullets: [bullet] })),
      };
    case 'script':
      return {
        slides: slides.map(([, order, text = '']) => ({
          order: Number(order),
          script: `Here is something to know.\n\n${text.replace(/^- /gm, '')}`,
        })),
      };
    default:
      return { questions: long.slice(0, 5).flatMap(gapIn) };
  }
}

function gapIn(sentence: string) {
  const word = wordsOf(sentence, 'en')
    .slice(2)
    .filter((one) => sentence.split(one).length === 2)
    .toSorted((a, b) => b.length - a.length)[0];
  if (word === undefined) return [];
  return [
    {
      ...{
        kind: 'cloze',
        question: sentence.replace(word, '_____'),
        options: [],
        answer: word,
        quote: sentence,
      },
      ...{ rubric: 'The very word.', misconceptions: [], concept: 'one thing', difficulty: 4 },
    },
  ];
}

/** For `startWire`. */
export async function authorByWire({ path, body }: Asked): Promise<Answer | undefined> {
  const { model = '', input, text, response_format, messages } = Request.parse(body);
  const name = response_format?.json_schema.name;
  const prompt = messages.at(-1)?.content ?? '';
  if (name !== undefined)
    return jsonAnswer(completion(model, JSON.stringify(written(name, prompt)), JSON.stringify(body).length));
  const said = input ?? text;
  if (said !== undefined)
    return { headers: { 'content-type': 'audio/mpeg' }, body: await tone(expectedSeconds(said)) };
  if (path === '/v1/images/generations')
    return jsonAnswer({ created: 0, data: [{ b64_json: Buffer.from(PICTURE).toString('base64') }] });
  return undefined;
}
