import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { printFigures } from '../../dev/print-figures.ts';
import {
  makeLesson,
  makeNeeds,
  makeQuestion,
  makeTurn,
  NOW,
  nodes,
  play,
  type Said,
  scripted,
  shownBy,
} from '../../dev/test-lesson.ts';
import { sampleSentences } from '../../dev/test-sources.ts';
import { AppError } from '../base/errors.ts';
import { applyEffects } from './effects.ts';
import { ANSWER_RUNG, climb, withhold } from './hints.ts';
import type { Lesson, LiveQuestion, Passage } from './lesson.ts';
import { tells } from './telling.ts';
import { runTurn, type TurnFrame } from './turn.ts';
import { squash, wordsOf } from './words.ts';

const longest = (sentence: string): string =>
  wordsOf(sentence).reduce((a, b) => (b.length > a.length ? b : a), '');

/** Sixty live items of all kinds from our own samples, each with the ways in which a tutor might blurt its answer. */
const items: { live: LiveQuestion; blurts: string[]; passage: Passage }[] = sampleSentences
  .slice(0, 60)
  .map(({ sentence, passage }, i) => ({ ...itemOf(sentence, i), passage }));

function itemOf(sentence: string, i: number): { live: LiveQuestion; blurts: string[] } {
  const word = longest(sentence);
  const kind = (['open', 'cloze', 'choice', 'truefalse', 'ordering'] as const)[i % 5] ?? 'open';
  const three = [...new Set(wordsOf(sentence))].toSorted((a, b) => b.length - a.length).slice(0, 3);
  switch (kind) {
    case 'open':
      return {
        live: makeQuestion({ kind, question: 'What does the text say here?', answer: sentence }),
        blurts: [
          sentence,
          sentence.toUpperCase(),
          `It is this: ${wordsOf(sentence).toReversed().join(' ')}!`,
          `\n\n- ${wordsOf(sentence).join('\n- ')}\n\n`,
          `As the text has it, “${sentence}” [1].`,
          `\`\`\`\n${sentence}\n\`\`\`\n`,
          sentence.replaceAll(' ', '\u00a0').replace(/(\w{3})(?=\w)/g, '$1\u00ad'),
        ],
      };
    case 'cloze':
      return {
        live: makeQuestion({
          kind,
          question: sentence.replace(new RegExp(word, 'i'), '____'),
          answer: word,
        }),
        blurts: [
          `The word is ${word}.`,
          `**${word.toUpperCase()}**, of course`,
          `Spell it: ${[...word].join('-')}`,
          `${[...word].join(' ')}. Got it?`,
          `${[...word].join('\u200b')} it is`,
          `It is **${word.slice(0, 3)}**${word.slice(3)}`,
          `| gap |\n| --- |\n| ${word} |\n`,
          `Say “${word}s” [1].`,
        ],
      };
    case 'choice':
      return {
        live: makeQuestion({
          kind,
          question: 'Which word is in the text?',
          options: [word, 'walrus'],
          answer: word,
        }),
        blurts: [
          `It is ${word}.`,
          `Not walrus but ${word}!`,
          'It is A.',
          'Option 1, of course.',
          'Pick “A”!',
          'The answer is (A).',
          'Take the first one.',
        ],
      };
    case 'truefalse':
      return {
        live: makeQuestion({ kind, question: `True or false: ${sentence}`, answer: 'true' }),
        blurts: [
          'That is true.',
          'Well, it is not false.',
          'TRUE!',
          'Yes, it is.',
          'Correct!',
          'That is quite right.',
          'What you read there is not wrong.',
          'Das ist wahr.',
        ],
      };
    case 'ordering':
      return {
        live: makeQuestion({
          kind,
          question: 'Put them in order.',
          options: three.toReversed(),
          answer: three.join('\n'),
        }),
        blurts: [
          `First ${three.join(', then ')}.`,
          three.map((one, place) => `${place + 1}. ${one}`).join('\n'),
          `${three[0]} comes before ${three[1]}.`,
          `**${three.join('** > **')}**`,
        ],
      };
    default:
      return kind satisfies never;
  }
}

/** Cuts a text at the given places, as a stream might. */
const cut = (text: string, places: readonly number[]): string[] => {
  const at = [...new Set([0, ...places.map((place) => place % (text.length + 1)), text.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, i) => text.slice(at[i], end));
};

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const longWords = (text: string): string[] => text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];

/** Whether a reader would find the answer in a text: another way of asking than the guard's own. */
function gives({ kind, answer, question }: LiveQuestion, text: string): boolean {
  switch (kind) {
    case 'truefalse':
      return /\b(?:true|false|yes|correct|right|wrong|wahr)\b/i.test(text);
    case 'cloze':
      return letters(text).includes(letters(answer));
    case 'choice':
      return letters(text).includes(letters(answer)) || /\bA\b|\b1\b|\bfirst\b/.test(text);
    case 'open': {
      const asked = longWords(question);
      const secret = [...new Set(longWords(answer))].filter((word) => !asked.includes(word));
      return secret.filter((word) => longWords(text).includes(word)).length > 0.9 * secret.length;
    }
    case 'ordering': {
      const places = answer.split('\n').map((item) => text.toLowerCase().indexOf(item));
      return places.some((place, i) => place >= 0 && (places[i + 1] ?? -1) > place);
    }
    default:
      return kind satisfies never;
  }
}

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

/** Every text that a learner's client is told in a turn: what stood on the screen at any time, the message, the events. */
function toldIn(frames: readonly TurnFrame[], lesson: Lesson): string[] {
  const restarts = frames.flatMap((frame, i) => (frame.type === 'delta' && frame.offset === 0 ? [i] : []));
  const screens = [...restarts.slice(1), frames.length].map((end) => shownBy(frames.slice(0, end)));
  const effects = frames.flatMap((frame) => (frame.type === 'step' ? frame.effects : []));
  const { events } = applyEffects(lesson, effects, NOW.toISOString());
  const messages = frames.flatMap((frame) => (frame.type === 'end' ? [frame.message] : []));
  const calls = messages.flatMap(({ toolCalls }) =>
    toolCalls.flatMap((call) => [call.arguments, call.result].map((one) => stringsIn(one).join('\n'))),
  );
  const quotes = messages.flatMap(({ citations }) => citations.map(({ quote }) => quote));
  return [
    ...screens,
    ...messages.map(({ content }) => content),
    ...calls,
    ...quotes,
    ...events.flatMap(stringsIn),
  ];
}

/** A nugget whose picture is called by the answer. */
function pictured(imageAlt: string) {
  const [node] = nodes;
  if (node === undefined) throw new Error('no node');
  const nugget = { ...node.view.nugget, imageAlt };
  return { node: { ...node, view: { ...node.view, nugget } }, found: { passages: [], concepts: [] } };
}

const down = () => new AppError('upstream_error', 'The provider is down.');
const search = (query: string) => ({ name: 'search_nuggets', arguments: { query } });

/** How a tutor may come to say it. */
const WAYS: Record<string, (text: string, live: LiveQuestion, places: readonly number[]) => Said[]> = {
  'in one go': (text, _live, places) => [{ text: cut(text, places) }],
  'around a tool': (text, _live, places) => {
    const words = text.split(/(?<= )/);
    const half = Math.ceil(words.length / 2);
    return [
      { text: cut(words.slice(0, half).join(''), places), calls: [search('more')] },
      { text: cut(words.slice(half).join(''), places) },
    ];
  },
  'again, after its line broke': (text, _live, places) => [
    { text: cut(text, places), fail: down() },
    { text: cut(text, places) },
  ],
  'to its tools': (text, { answer }) => [
    {
      calls: [
        search(answer.slice(0, 500)),
        { name: 'update_mastery', arguments: { concept: 'polyps', score: 1, evidence: text } },
        { name: 'get_learner_progress', arguments: { note: answer } },
        { name: 'show_media', arguments: { nuggetId: nodes[0]?.view.nugget.id, type: 'image' } },
      ],
    },
    { text: ['Let me see. Well?'] },
  ],
};

describe('the hint floor', () => {
  const figures = { items: 0, streams: 0, toldBelowTheirRung: 0 };
  afterAll(() => printFigures('hint floor', figures));

  test('sixty items of every kind, each of whose blurts gives it away', () => {
    expect(items).toHaveLength(60);
    expect(new Set(items.map(({ live }) => live.kind)).size).toBe(5);
    for (const { live, blurts } of items)
      for (const blurt of blurts.filter(
        (one) => !/[\u00ad\u200b*]/.test(one) && !/not wrong|Pick|Option/.test(one),
      ))
        expect(gives(live, blurt), blurt).toBe(true);
  });

  test.each(items.map((item, i) => ({ ...item, i })))(
    'item $i ($live.kind): a tutor that blurts does not tell it below its rung',
    async ({ live, blurts, passage, i }) => {
      for (const [j, blurt] of blurts.entries()) {
        const others = Object.entries(WAYS).slice(1);
        for (const [way, write] of [
          ...Object.entries(WAYS).slice(0, 1),
          ...others.slice((i + j) % 3).slice(0, 1),
        ]) {
          const rung = (i + j + way.length) % ANSWER_RUNG;
          const text = `Let me see. ${blurt} So there you are. And on we go.`;
          const model = scripted(write(text, live, [i + 7, 3 * j + 11, 20, 5 * i + 13, 31]));
          const base = makeLesson({ question: { ...live, rung } });
          const lesson = { ...base, pack: { ...base.pack, passages: [passage] } };
          const pages = async () => [{ page: passage.page, text: passage.text }];
          const needs = makeNeeds(model.streamChat, { pages, findNugget: async () => pictured(live.answer) });
          const frames = await play(runTurn(needs, lesson, makeTurn(), new AbortController().signal));
          expect(shownBy(frames).length).toBeGreaterThan(0);
          for (const told of toldIn(frames, lesson)) {
            const isGiven = gives(live, told) || tells({ ...live, rung }, told);
            if (isGiven) figures.toldBelowTheirRung += 1;
            expect(isGiven, `${way}, on rung ${rung}: ${told}`).toBe(false);
          }
          figures.streams += 1;
        }
      }
      figures.items += 1;
    },
  );

  test('on the last rung it is told', () => {
    const live = items.reduce(
      (question, item) => (item.live.kind === 'open' ? item.live : question),
      makeQuestion(),
    );
    const guard = withhold(() => ({ ...live, rung: ANSWER_RUNG }));
    expect(guard.push(live.answer) + guard.end()).toBe(live.answer);
  });

  test('however the stream is cut, what is shown is the same and holds no secret', () => {
    const live = makeQuestion({ kind: 'cloze', question: 'Polyps build on ____.', answer: 'skeletons' });
    const text =
      'Think. They build on skeletons of others. What else is left over? A skeleton. Try it! s k e l e t o n s. Well?';
    const whole = withhold(() => live);
    const expected = whole.push(text) + whole.end();
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 30 }), (places) => {
        const guard = withhold(() => live);
        const shown =
          cut(text, places)
            .map((piece) => guard.push(piece))
            .join('') + guard.end();
        expect(squash(shown)).not.toContain('skeleton');
        expect(shown).toBe(expected);
      }),
    );
  });

  test('without a live question nothing is held back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const guard = withhold(() => null);
        expect(pieces.map((piece) => guard.push(piece))).toEqual(pieces);
      }),
    );
  });

  test('repeating the question is no telling', () => {
    const live = makeQuestion({
      kind: 'truefalse',
      question: 'True or false: corals are animals that build reefs.',
      answer: 'true',
    });
    expect(tells(live, 'Here is one for you. True or false: corals are animals that build reefs.')).toBe(
      false,
    );
    expect(tells(live, 'Well, that is true.')).toBe(true);
  });

  test('the rungs end at the answer', () => {
    const rungs = Array.from({ length: 6 }).reduce<LiveQuestion[]>(
      (all) => [...all, climb(all.at(-1) ?? makeQuestion(), false)],
      [],
    );
    expect(rungs.map(({ rung }) => rung)).toEqual([1, 2, 3, 4, 4, 4]);
  });
});
