/** Turns a question that the model proposes into a live one, or says what is wrong with it. */
import { z } from 'zod';
import { contentId, type NuggetId } from '../base/ids.ts';
import type { QuestionKind } from '../library/nugget.ts';
import { conceptList, findConcept } from './concept-names.ts';
import { optionOf, truthOf } from './judge.ts';
import type { Lesson, LiveQuestion } from './lesson.ts';
import { recites } from './output.ts';
import { RULES } from './prompt.ts';
import { type Call, type Called, refused } from './tools.ts';
import { normaliseText, squash } from './words.ts';

export type Proposed = {
  concept: string;
  kind: QuestionKind;
  question: string;
  options?: readonly string[] | null | undefined;
  answer: string;
  rubric?: string | null | undefined;
  quote?: string | null | undefined;
};

/** An order that tells nothing and is the same every time: by a hash of the item with the question's id. */
function shuffled(items: readonly string[], seed: string): string[] {
  const hash = (text: string): number =>
    [...(seed + text)].reduce((h, c) => Math.imul(h ^ (c.codePointAt(0) ?? 0), 16_777_619), 2_166_136_261) >>>
    0;
  return [...items].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1));
}

const distinct = (items: readonly string[]): string[] => [
  ...new Map(items.map((item) => [squash(item) || item, item.trim()])).values(),
];

type Checked = { answer: string; options: string[] } | { wrong: string };

const GAP = /_{2,}|…|\.{4,}|\[(?:blank|gap)\]/i;

/** The answer and the options as they will be judged and shown. */
export function checkKind(
  { kind, question, options, answer }: Pick<Proposed, 'kind' | 'question' | 'options' | 'answer'>,
  seed: string,
): Checked {
  switch (kind) {
    case 'open':
      return { answer: answer.trim(), options: [] };
    case 'truefalse': {
      const truth = truthOf(answer);
      return truth === undefined
        ? { wrong: 'answer: true or false' }
        : { answer: String(truth), options: [] };
    }
    case 'cloze':
      if (!GAP.test(question)) return { wrong: 'question: mark the gap with ____' };
      return normaliseText(question).includes(normaliseText(answer))
        ? { wrong: 'the question holds its own answer' }
        : { answer: answer.trim(), options: [] };
    case 'choice': {
      const offered = distinct(options ?? []);
      const right = optionOf(offered, answer);
      if (offered.length < 2) return { wrong: 'options: at least two different ones' };
      return right === undefined
        ? { wrong: 'answer: must be one of the options' }
        : { answer: right, options: shuffled(offered, seed) };
    }
    case 'ordering': {
      const given = answer
        .split(/\n|\s*[|;>→]\s*/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
      const items = distinct(given);
      if (items.length < 2 || items.length !== given.length)
        return { wrong: 'answer: at least two different items, one a line' };
      const mixed = shuffled(items, seed);
      return {
        answer: items.join('\n'),
        options: mixed.join() === items.join() ? [...mixed].reverse() : mixed,
      };
    }
    default:
      return kind satisfies never;
  }
}

/** How hard questions on a nugget are taken to be: as it is rated, where it is the one at hand. */
export function difficultyOf({ node }: Lesson, nuggetId: NuggetId | null): number | null {
  const nugget = node?.view.nugget;
  return nugget === undefined || nugget.id !== nuggetId ? null : (nugget.metadata?.difficulty ?? null);
}

/** The tool `ask_question`. A question that is still live is let go: one at a time. */
export function askQuestion(proposed: Proposed, { desk, round, index }: Call): Called {
  const lesson = desk.lesson();
  const concept = findConcept(lesson, proposed.concept);
  if (concept === undefined) return refused(`concept: one of ${conceptList(lesson)}`);
  const id = contentId(z.uuid(), 'question', desk.turnId, round, index);
  const checked = checkKind(proposed, id);
  if ('wrong' in checked) return refused(checked.wrong);
  if (recites(RULES, [proposed.question, ...checked.options].join('\n')))
    return refused('question: about the lesson, not about the rules');
  const quote = proposed.quote?.trim() ?? '';
  const source = desk
    .passages()
    .find(({ text }) => quote !== '' && normaliseText(text).includes(normaliseText(quote)));
  const nuggetId = source?.nuggetId ?? lesson.node?.view.nugget.id ?? null;
  const question: LiveQuestion = {
    id,
    kind: proposed.kind,
    question: proposed.question.trim(),
    ...checked,
    rubric: proposed.rubric?.trim() || null,
    quote: quote === '' ? null : quote,
    conceptId: concept.id,
    concept: concept.name,
    nuggetId,
    difficulty: difficultyOf(lesson, nuggetId),
    rung: 0,
    attempts: 0,
  };
  return {
    told: JSON.stringify({
      ok: true,
      asked: true,
      note: 'The learner sees the question now. Do not answer it.',
    }),
    seen: { ok: true, questionId: id },
    effects: [{ kind: 'ask', question }],
  };
}
