/** Questions without a model, made from the source's own sentences, so that every nugget can be asked about. */

import { phrasesOf } from './phrases.ts';
import type { DraftQuestion } from './question-check.ts';
import type { Source } from './trace.ts';
import { contentStems, wordsOf } from './words.ts';

/** Leans on the sentence before it, so it can't be asked about by itself. */
const LEANING =
  /^(?:it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here|there|however|but|and|so|then|for example|in this|as a result)\b/i;

const NUMBER = /(?<![\p{L}\d])\d+(?:[.,]\d+)*(?![\p{L}\d])/u;

/** Gaps first (a number, or the most telling phrase), then true and false statements; the sentences taken in turn. */
export function extractQuestions(source: Source, topics: readonly string[]): DraftQuestion[] {
  const known = new Set(topics.flatMap((topic) => contentStems(topic, source.language)));
  const usable = source.sentences
    .filter((sentence) => isAskable(sentence, source.language))
    .map((sentence, index) => ({
      sentence,
      index,
      weight: contentStems(sentence, source.language).filter((stem) => known.has(stem)).length,
    }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .map(({ sentence }) => sentence);
  const gaps = usable.flatMap((sentence) => gapIn(sentence, source, known) ?? []);
  const judged = usable.map((sentence, index) => statement(sentence, index));
  return gaps
    .flatMap((gap, index) => [gap, ...judged.slice(index, index + 1)])
    .concat(judged.slice(gaps.length));
}

const isAskable = (sentence: string, language: string | null): boolean => {
  const words = wordsOf(sentence, language).length;
  return (
    words >= 6 &&
    words <= 45 &&
    !LEANING.test(sentence) &&
    !/[?？:]$/.test(sentence) &&
    !sentence.includes(' | ')
  );
};

function gapIn(sentence: string, source: Source, known: ReadonlySet<string>): DraftQuestion | undefined {
  const answer = NUMBER.exec(sentence)?.[0] ?? tellingPhrase(sentence, source, known);
  if (answer === undefined || sentence.split(answer).length !== 2) return undefined;
  return {
    kind: 'cloze',
    question: sentence.replace(answer, '_____'),
    options: [],
    answer,
    quote: sentence,
  };
}

/** Behind the sentence's beginning, which the rest points at, and among the topics if there is one. */
function tellingPhrase(sentence: string, source: Source, known: ReadonlySet<string>): string | undefined {
  const candidates = phrasesOf(sentence, source.language)
    .map((words) => words.join(' '))
    .filter((phrase) => phrase.length > 3 && sentence.indexOf(phrase) > sentence.length / 3);
  const isTopic = (phrase: string) => contentStems(phrase, source.language).some((stem) => known.has(stem));
  const ranked = candidates.sort((a, b) => Number(isTopic(b)) - Number(isTopic(a)) || b.length - a.length);
  return ranked[0];
}

/** Every other one is made false by its number; one without a number is asked as it stands. */
function statement(sentence: string, index: number): DraftQuestion {
  const number = NUMBER.exec(sentence)?.[0];
  const isFalse = index % 2 === 0 && number !== undefined;
  return {
    kind: 'truefalse',
    question: `True or false? ${isFalse ? sentence.replace(number, otherNumber(number)) : sentence}`,
    options: ['true', 'false'],
    answer: isFalse ? 'false' : 'true',
    quote: sentence,
  };
}

/** Another number of the same look, far enough that nobody takes it for a rounding. */
function otherNumber(written: string): string {
  const value = Number(written.replaceAll(',', ''));
  if (!Number.isFinite(value)) return `${written}0`;
  if (/^(?:1[5-9]|20)\d\d$/.test(written)) return String(value - 12);
  return String(value < 10 ? value + 3 : value * 2);
}
