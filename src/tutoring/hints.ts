/**
 * How much help a live question allows, decided outside the prompt: nudge, hint, worked step, then the answer, one
 * rung at the learner's request or after an attempt. Below the last rung the answer is kept out of what is streamed.
 */
import type { LiveQuestion } from './lesson.ts';
import { containment, contentStems, normaliseText, sentencesOf, squash, stem, wordsOf } from './words.ts';

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

/** What must not be said: the answer. Of true and false neither, since leaving out the one would tell the other. */
function secretsOf({ kind, answer }: LiveQuestion): string[] {
  switch (kind) {
    case 'truefalse':
      return ['true', 'false'];
    case 'choice':
    case 'open':
      return [answer];
    case 'cloze':
      return [answer, ...answer.split('|')];
    case 'ordering':
      // Told by two items in their order (`tellsOrder`), not by any one of them.
      return [];
    default:
      return kind satisfies never;
  }
}

/** Shorter than this a run of letters turns up inside other words by chance. */
const TELLING_LETTERS = 7;
/** An open answer told in other order or with other small words is still told. */
const TOLD = 0.75;

/** Whether the words of a short secret stand in a text side by side, whole, as said or inflected. */
function standsIn(secret: readonly string[], text: readonly string[]): boolean {
  if (secret.length === 0) return false;
  return text.some((_, at) =>
    secret.every((word, i) => {
      const here = text[at + i];
      return here !== undefined && (here === word || (word.length > 4 && stem(here) === stem(word)));
    }),
  );
}

/** "p-a-r-i-s", "p a r i s": single letters read together. */
const spelled = (text: string): string =>
  (
    normaliseText(text).match(
      /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][\s.,·\-_/|]+){2,}[\p{L}\p{N}](?![\p{L}\p{N}])/gu,
    ) ?? []
  )
    .map(squash)
    .join(' ');

function holds(text: string, secret: string): boolean {
  const bare = squash(secret);
  if (bare === '') return secret.trim() !== '' && text.includes(secret.trim());
  if (bare.length >= TELLING_LETTERS && squash(text).includes(bare)) return true;
  return standsIn(wordsOf(secret), wordsOf(text)) || spelled(text).includes(bare);
}

/** Whether two items that follow each other are named in that order. */
function tellsOrder(items: readonly string[], text: string): boolean {
  const bare = squash(text);
  const places = items.map((item) => bare.indexOf(squash(item)));
  return places.some((place, i) => {
    const next = places[i + 1];
    return next !== undefined && place !== -1 && next > place;
  });
}

/** The text without the question itself, which may be repeated: it names options, or says "true or false". */
function withoutQuestion(live: LiveQuestion, text: string): string {
  const own = sentencesOf(live.question).map((sentence) => sentence.trim());
  const rest = own.reduce(
    (sofar, one) => (wordsOf(one).length < 4 ? sofar : sofar.replaceAll(one, ' ')),
    text,
  );
  return live.kind === 'truefalse' ? rest.replace(/\btrue (?:or|\/) false\b/gi, ' ') : rest;
}

/** Whether a text tells what the question asks: word for word, spelled out, or in its own words. */
export function tells(live: LiveQuestion, said: string): boolean {
  const text = withoutQuestion(live, said);
  if (secretsOf(live).some((secret) => holds(text, secret))) return true;
  if (live.kind === 'ordering') return tellsOrder(live.answer.split('\n'), text);
  if (live.kind !== 'open') return false;
  const asked = contentStems(live.question);
  const secret = new Set([...contentStems(live.answer)].filter((one) => !asked.has(one)));
  return secret.size >= 2 && containment(secret, contentStems(text)) >= TOLD;
}

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
