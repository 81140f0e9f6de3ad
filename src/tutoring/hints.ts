/**
 * How much help a live question allows, decided outside the prompt: nudge, hint, worked step, then the answer, one
 * rung at the learner's request or after an attempt. Below the last rung the answer is kept out of what is streamed.
 */
import type { LiveQuestion } from './lesson.ts';
import { tells } from './telling.ts';
import { sentencesOf } from './words.ts';

export const RUNGS = ['nothing yet', 'a nudge', 'a hint', 'a worked step', 'the answer'] as const;

/** The rung at which the answer itself may be said. */
export const ANSWER_RUNG = RUNGS.length - 1;
/** Requests for help before the answer. */
export const HINTS_ALLOWED = ANSWER_RUNG - 1;

/** The question with one rung more help; it stays at the last. */
export const climb = (live: LiveQuestion, attempted: boolean): LiveQuestion => ({
  ...live,
  rung: Math.min(ANSWER_RUNG, live.rung + 1),
  attempts: live.attempts + (attempted ? 1 : 0),
});

export type Withholding = {
  /** What may be shown now, of all that has come so far. */
  push: (text: string) => string;
  /** What is left when no more comes. */
  end: () => string;
};

/** Said once in place of what would give the answer away. */
export const KEPT_BACK = 'That part is yours to find. ';

/** Without a sentence's end for this long, what has come is judged as it stands, in UTF-16 units. */
const LONGEST_WAIT = 400;
/** How much of what was shown is read together with the next sentence, in UTF-16 units. */
const OVERLAP = 400;

/**
 * Holds the stream back a sentence at a time and leaves out each that, together with what was shown before, tells
 * the answer of the question that is live when it is shown. Without one, text passes at once.
 */
export function withhold(liveQuestion: () => LiveQuestion | null): Withholding {
  let waiting = '';
  let shown = '';
  let hasSaidWhy = false;

  const judge = (sentence: string): string => {
    const live = liveQuestion();
    const isSecret =
      live !== null &&
      live.rung < ANSWER_RUNG &&
      (tells(live, sentence) || tells(live, shown.slice(-OVERLAP) + sentence));
    const said = !isSecret ? sentence : hasSaidWhy ? '' : KEPT_BACK;
    hasSaidWhy ||= isSecret;
    // What was shown before the question was live may hold its answer: only what follows is read together.
    shown = live === null ? '' : shown + (isSecret ? '' : sentence);
    return said;
  };

  return {
    push: (text) => {
      const live = liveQuestion();
      waiting += text;
      if (live === null || live.rung >= ANSWER_RUNG) {
        const all = waiting;
        waiting = '';
        return all;
      }
      const sentences = sentencesOf(waiting);
      const last = sentences.at(-1) ?? '';
      // The last may go on; a sentence is over only when another has begun.
      waiting = last.length > LONGEST_WAIT ? (/\S*$/.exec(last)?.[0] ?? '') : last;
      const ready = last.slice(0, last.length - waiting.length);
      return [...sentences.slice(0, -1), ...(ready === '' ? [] : [ready])].map(judge).join('');
    },
    end: () => {
      const rest = waiting;
      waiting = '';
      return sentencesOf(rest).map(judge).join('');
    },
  };
}
