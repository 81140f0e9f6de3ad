import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { printFigures } from '../../dev/print-figures.ts';
import {
  makeLesson,
  makeNeeds,
  makeQuestion,
  makeTurn,
  play,
  scripted,
  shownBy,
} from '../../dev/test-lesson.ts';
import { sampleSentences } from '../../dev/test-sources.ts';
import { ANSWER_RUNG, climb, tells, withhold } from './hints.ts';
import type { LiveQuestion } from './lesson.ts';
import { runTurn } from './turn.ts';
import { squash, wordsOf } from './words.ts';

const longest = (sentence: string): string =>
  wordsOf(sentence).reduce((a, b) => (b.length > a.length ? b : a), '');

/** Sixty live items of all kinds from our own samples, each with the ways in which a tutor might blurt its answer. */
const items: { live: LiveQuestion; blurts: string[] }[] = sampleSentences
  .slice(0, 60)
  .map(({ sentence }, i) => {
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
          blurts: [`It is ${word}.`, `Not walrus but ${word}!`],
        };
      case 'truefalse':
        return {
          live: makeQuestion({ kind, question: `True or false: ${sentence}`, answer: 'true' }),
          blurts: ['That is true.', 'Well, it is not false.', 'TRUE!'],
        };
      case 'ordering':
        return {
          live: makeQuestion({
            kind,
            question: 'Put them in order.',
            options: three.toReversed(),
            answer: three.join('\n'),
          }),
          blurts: [`First ${three.join(', then ')}.`],
        };
      default:
        return kind satisfies never;
    }
  });

/** Cuts a text at the given places, as a stream might. */
const cut = (text: string, places: readonly number[]): string[] => {
  const at = [...new Set([0, ...places.map((place) => place % (text.length + 1)), text.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, i) => text.slice(at[i], end));
};

const secretsOf = ({ kind, answer }: LiveQuestion): string[] =>
  kind === 'truefalse' ? ['true', 'false'] : [answer];

describe('the hint floor', () => {
  const figures = { items: 0, streams: 0, toldBelowTheirRung: 0 };
  afterAll(() => printFigures('hint floor', figures));

  test('sixty items of every kind', () => {
    expect(items).toHaveLength(60);
    expect(new Set(items.map(({ live }) => live.kind)).size).toBe(5);
  });

  test.each(items.map((item, i) => ({ ...item, i })))(
    'item $i ($live.kind): a tutor that blurts does not tell it below its rung',
    async ({ live, blurts, i }) => {
      for (const [j, blurt] of blurts.entries()) {
        for (let rung = 0; rung < ANSWER_RUNG; rung++) {
          const text = `Let me see. ${blurt} So there you are. And on we go.`;
          const model = scripted([{ text: cut(text, [i + 7, 3 * j + 11, 20, 5 * i + 13, 31]) }]);
          const frames = await play(
            runTurn(
              makeNeeds(model.streamChat),
              makeLesson({ question: { ...live, rung } }),
              makeTurn(),
              new AbortController().signal,
            ),
          );
          const end = frames.at(-1);
          const shown = shownBy(frames);
          for (const told of [shown, end?.type === 'end' ? end.message.content : '']) {
            expect(told).toContain('Let me see. ');
            for (const secret of secretsOf(live))
              expect(wordsOf(told).join(' ')).not.toContain(wordsOf(secret).join(' '));
            if (tells({ ...live, rung }, told)) figures.toldBelowTheirRung += 1;
            expect(tells({ ...live, rung }, told)).toBe(false);
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
