/** What a learner's frame does to the lesson, before any model is asked. Pure: the door stores it and acknowledges. */

import { AppError } from '../base/errors.ts';
import { AttemptId, ConceptId, contentId } from '../base/ids.ts';
import type { AttemptRecord, Effect } from './effects.ts';
import { judgeClosed, optionOf, truthOf } from './judge.ts';
import type { Lesson, LessonNode, LiveQuestion } from './lesson.ts';
import type { QueuedTurn } from './turn-queue.ts';
import { verdictEffects } from './verdict.ts';

export type Sent =
  | { kind: 'message'; content: string }
  /** What was said aloud, as it was understood. */
  | { kind: 'voice'; content: string }
  | { kind: 'answer'; questionId: string; answer: string }
  | { kind: 'hint'; questionId: string }
  /** `node` is where the choice leads, once it has been found. */
  | { kind: 'choice'; choiceId: string; node: LessonNode };

export type Received = {
  effects: Effect[];
  /** What stands in the conversation as the learner's own; null where only the lesson moves on. */
  said: string | null;
  turn: QueuedTurn['input'] | null;
};

/** What a request for help looks like in the conversation. */
export const ASKS_FOR_HINT = 'A hint, please.';

/** A short request for help in the learner's own words is one as much as the button is. */
const HELP =
  /^(?=.{0,80}$).*\b(?:hint|clue|i['’]?m stuck|give me a (?:nudge|tip)|help me|hinweis|tipp|hilf mir|helfen sie mir|ich komme nicht weiter)\b/is;

/** A choice claims something about oneself; it counts for little (`evidence.ts`) and is no judgement. */
const CHOICE_CONFIDENCE = 0.5;

/** Throws `conflict` or `not_found` where the frame does not fit the lesson as it stands. */
export function receive(lesson: Lesson, sent: Sent, causeId: string, now: Date): Received {
  if (lesson.session.completedAt !== null) throw new AppError('conflict', 'This session is over.');
  switch (sent.kind) {
    case 'message':
    case 'voice': {
      const live = lesson.question;
      const isAnswer =
        live !== null &&
        (readsAsAnswer(live, sent.content) ||
          (sent.kind === 'voice' && soundsLikeAnswer(live, sent.content)));
      if (isAnswer) return answered(live, sent.content, causeId, now);
      const asksForHelp = live !== null && HELP.test(sent.content);
      return {
        effects: asksForHelp ? [{ kind: 'climb', questionId: live.id, attempted: false }] : [],
        said: sent.content,
        turn: asked(asksForHelp ? 'hint' : sent.kind, sent.content),
      };
    }
    case 'answer':
      return answered(liveQuestion(lesson, sent.questionId), sent.answer, causeId, now);
    case 'hint': {
      const live = liveQuestion(lesson, sent.questionId);
      return {
        effects: [{ kind: 'climb', questionId: live.id, attempted: false }],
        said: ASKS_FOR_HINT,
        turn: asked('hint', ASKS_FOR_HINT),
      };
    }
    case 'choice':
      return chosen(lesson, sent, causeId, now);
    default:
      return sent satisfies never;
  }
}

const asked = (kind: 'message' | 'hint' | 'voice', words: string): QueuedTurn['input'] => ({
  kind,
  words,
  answers: null,
  verdict: null,
});

function liveQuestion({ question }: Lesson, questionId: string): LiveQuestion {
  if (question?.id !== questionId) throw new AppError('conflict', 'This question is not being asked now.');
  return question;
}

/** A message that can be nothing but an answer: one of the options, true or false, the very word. */
function readsAsAnswer(live: LiveQuestion, words: string): boolean {
  switch (live.kind) {
    case 'choice':
      return optionOf(live.options, words) !== undefined;
    case 'truefalse':
      return /^\W*(?:true|false|wahr|falsch)\W*$/i.test(words) && truthOf(words) !== undefined;
    case 'cloze':
      return judgeClosed(live, words)?.score === 1;
    case 'open':
    case 'ordering':
      return false;
    default:
      return live.kind satisfies never;
  }
}

/** Aloud there is no field to answer in: what is said to an open question and asks nothing back is its answer. */
const soundsLikeAnswer = (live: LiveQuestion, words: string): boolean =>
  live.kind === 'open' && !words.includes('?') && !HELP.test(words) && words.trim().split(/\s+/).length >= 3;

/** Closed kinds are judged on the spot; an open answer by its turn. */
function answered(live: LiveQuestion, answer: string, causeId: string, now: Date): Received {
  const verdict = judgeClosed(live, answer);
  return {
    effects: verdict === null ? [] : verdictEffects(live, answer, verdict, causeId, now),
    said: answer,
    turn: { kind: 'answer', words: answer, answers: live, verdict },
  };
}

function chosen(
  lesson: Lesson,
  { choiceId, node }: Extract<Sent, { kind: 'choice' }>,
  causeId: string,
  now: Date,
): Received {
  const choice = lesson.node?.view.choices.find(({ id }) => id === choiceId);
  if (choice === undefined) throw new AppError('not_found', 'No such choice here.');
  const names = new Map(lesson.pack.concepts.map(({ id, name }) => [id, name]));
  const claim = (conceptId: string, score: 0 | 1): Effect[] => {
    const name = names.get(conceptId);
    // A concept that has gone since the narrative was made is evidence of nothing.
    if (name === undefined) return [];
    const attempt: AttemptRecord = {
      id: contentId(AttemptId, 'choice', causeId, conceptId),
      conceptId: ConceptId.parse(conceptId),
      conceptName: name,
      itemId: choiceId,
      kind: 'choice',
      score,
      confidence: CHOICE_CONFIDENCE,
      hintsUsed: 0,
      difficulty: null,
      question: null,
      answer: choice.text,
      evidence: `Chose “${choice.text.slice(0, 200)}”.`,
      misconception: null,
      at: now.toISOString(),
    };
    return [{ kind: 'attempt', attempt }];
  };
  return {
    effects: [
      { kind: 'move', node, choiceId, reason: `You chose “${choice.text}”.` },
      ...choice.revealsGap.flatMap((conceptId) => claim(conceptId, 0)),
      ...choice.confirmsMastery.flatMap((conceptId) => claim(conceptId, 1)),
    ],
    said: null,
    turn: null,
  };
}
