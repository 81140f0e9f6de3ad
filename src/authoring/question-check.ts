/** What code can hold a question to: one right answer, proven by a quotation of the source, and not given away. */
import type { QuestionKind } from '../library/nugget.ts';
import { flat, readSource, type Source, traceTo } from './trace.ts';
import { contentStems, tidy } from './words.ts';

export type DraftQuestion = {
  kind: QuestionKind;
  question: string;
  /** Of a choice all options, of an ordering its items in the right order; else empty. */
  options: readonly string[];
  /** Of an ordering its items in the right order, one a line. */
  answer: string;
  /** The words of the source that prove the answer. */
  quote: string;
};

export type QuestionFault =
  | 'no quote'
  | 'answer not in the quote'
  | 'not one right option'
  | 'an option is right too'
  | 'gives the answer away'
  | 'malformed';

export const GAP = /_{3,}/;
/** A gap in the middle of a word, a name of a file or an address asks for nothing that one could know. */
const PART_OF_A_WORD = /[\p{L}\p{N}./\\@#-]_{3,}|_{3,}[\p{L}\p{N}/\\@]/u;
const SHORTEST_QUOTE = 12;
const MOST_QUESTION = 600;
/** A right option so much longer than the others is found without knowing. */
const TELLTALE_LENGTH = 2;

/** The first fault of a question; nothing where it holds. `source` is the whole nugget. */
export function faultOf(draft: DraftQuestion, source: Source): QuestionFault | undefined {
  const question = tidy(draft.question);
  if (question.length < 8 || question.length > MOST_QUESTION || draft.answer.trim() === '')
    return 'malformed';
  if (PART_OF_A_WORD.test(question)) return 'malformed';
  const quote = flat(draft.quote);
  if (quote.length < SHORTEST_QUOTE || !flat(source.sentences.join(' ')).includes(quote)) return 'no quote';
  const proof = readSource(draft.quote, source.language);
  switch (draft.kind) {
    case 'open':
      return openFault(draft, proof);
    case 'choice':
      return choiceFault(draft, proof);
    case 'cloze':
      return clozeFault(draft, proof);
    case 'truefalse':
      return trueFalseFault(draft, proof, source);
    case 'ordering':
      return orderingFault(draft, source);
    default:
      return draft.kind satisfies never;
  }
}

const provenBy = (claim: string, proof: Source): boolean =>
  flat(proof.whole.text).includes(flat(claim)) || traceTo(claim, proof) !== undefined;

/** Whole words of the text, whatever marks stand around them. */
const holds = (text: string, words: string): boolean =>
  ` ${flat(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(
    ` ${flat(words)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `,
  );

function openFault({ question, answer }: DraftQuestion, proof: Source): QuestionFault | undefined {
  if (!provenBy(answer, proof)) return 'answer not in the quote';
  const asked = new Set(contentStems(question, proof.language));
  const told = contentStems(answer, proof.language);
  // An answer all of whose words the question has already is no answer.
  return told.every((stem) => asked.has(stem)) ? 'gives the answer away' : undefined;
}

function choiceFault({ question, options, answer }: DraftQuestion, proof: Source): QuestionFault | undefined {
  const distinct = new Set(options.map(flat));
  const others = options.filter((option) => flat(option) !== flat(answer));
  if (options.length < 3 || options.length > 6 || distinct.size !== options.length)
    return 'not one right option';
  if (others.length !== options.length - 1) return 'not one right option';
  if (options.some((option) => /^(all|none|both) (of )?(the )?(above|these|them)/i.test(option))) {
    return 'not one right option';
  }
  if (!provenBy(answer, proof)) return 'answer not in the quote';
  if (others.some((option) => holds(proof.whole.text, option))) return 'an option is right too';
  const longest = Math.max(...others.map(({ length }) => length));
  const isTelltale = answer.length > 40 && answer.length > TELLTALE_LENGTH * longest;
  return holds(question, answer) || isTelltale ? 'gives the answer away' : undefined;
}

function clozeFault({ question, answer }: DraftQuestion, proof: Source): QuestionFault | undefined {
  if (question.split(GAP).length !== 2) return 'malformed';
  if (contentStems(answer, proof.language).length === 0 || answer.length > 80) return 'malformed';
  if (holds(question.replace(GAP, ' '), answer)) return 'gives the answer away';
  const [before = '', after = ''] = question.split(GAP);
  // The words next to the gap, with the answer between them, are the source's own.
  const near = `${lastWords(before)}${answer}${firstWords(after)}`;
  return holds(proof.whole.text, near) ? undefined : 'answer not in the quote';
}

const lastWords = (text: string): string =>
  /(?:\S+\s+){0,2}\S*$/.exec(text.replace(/^.*[:?]\s+(?=\S)/s, ''))?.[0] ?? '';
const firstWords = (text: string): string => /^\S*(?:\s+\S+){0,2}/.exec(text)?.[0] ?? '';

const STATEMENT =
  /^\s*(?:true or false|richtig oder falsch|vrai ou faux|verdadero o falso|vero o falso)\s*[:?.–—-]*\s*/i;
/** The share of a false statement's words that the quotation must have: it is about that, and wrong about it. */
const ABOUT_THE_QUOTE = 0.5;

function trueFalseFault(draft: DraftQuestion, proof: Source, source: Source): QuestionFault | undefined {
  const statement = draft.question.replace(STATEMENT, '');
  const answer = flat(draft.answer);
  if (answer !== 'true' && answer !== 'false') return 'malformed';
  if (/[?？]\s*$/.test(statement)) return 'malformed';
  if (answer === 'true') return provenBy(statement, proof) ? undefined : 'answer not in the quote';
  if (provenBy(statement, source)) return 'an option is right too';
  const stems = contentStems(statement, source.language);
  const shared = stems.filter((stem) => proof.whole.stems.has(stem));
  return shared.length >= ABOUT_THE_QUOTE * stems.length ? undefined : 'answer not in the quote';
}

function orderingFault({ options, answer }: DraftQuestion, source: Source): QuestionFault | undefined {
  const items = answer.split('\n').map(tidy).filter(Boolean);
  const distinct = new Set(items.map(flat));
  if (items.length < 3 || distinct.size !== items.length) return 'malformed';
  if (options.length !== items.length || options.some((option) => !distinct.has(flat(option))))
    return 'malformed';
  const text = flat(source.sentences.join(' '));
  const places = items.map((item) => text.indexOf(flat(item)));
  if (places.some((place) => place < 0)) return 'answer not in the quote';
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))
    ? undefined
    : 'answer not in the quote';
}
