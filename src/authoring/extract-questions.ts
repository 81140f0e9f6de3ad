/** Questions without a model, made from the source's own sentences and tables, so that every nugget can be asked about. */

import { phrasesOf } from './phrases.ts';
import type { DraftQuestion } from './question-check.ts';
import type { Source } from './trace.ts';
import { contentStems, wordsOf } from './words.ts';

/** Leans on the sentence before it, so it can't be asked about by itself. */
const LEANING =
  /^(?:it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here|there|however|but|and|so|then|for example|in this|as a result)\b/i;

const NUMBER = /(?<![\p{L}\d])\d+(?:[.,]\d+)*(?![\p{L}\d])/u;
const CELLS = ' | ';
const GAPS_A_SENTENCE = 3;

/**
 * The best first: gaps and statements in turn over the sentences that stand by themselves, then what tables list, then
 * second gaps, then sentences that lean on others, asked about with the nugget's title.
 */
export function extractQuestions(source: Source, topics: readonly string[], title: string): DraftQuestion[] {
  const known = new Set(topics.flatMap((topic) => contentStems(topic, source.language)));
  const weight = (sentence: string): number =>
    contentStems(sentence, source.language).filter((stem) => known.has(stem)).length;
  const prose = source.sentences
    .filter((sentence) => isLongEnough(sentence, source.language))
    .map((sentence, index) => ({ sentence, index, weight: weight(sentence) }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .map(({ sentence }) => sentence);
  const standing = prose.filter((sentence) => !LEANING.test(sentence));
  const leaning = prose.filter((sentence) => LEANING.test(sentence));
  const gaps = standing.map((sentence) => gapsIn(sentence, source, known));
  const first = gaps.flatMap((own, index) => [
    ...own.slice(0, 1),
    ...standing.slice(index, index + 1).map((sentence) => statement(sentence, index)),
  ]);
  const asides = leaning.flatMap((sentence) =>
    gapsIn(sentence, source, known).map((gap) => ({ ...gap, question: `About “${title}”: ${gap.question}` })),
  );
  return [...first, ...tableQuestions(source), ...gaps.flatMap((own) => own.slice(1)), ...asides];
}

const isLongEnough = (sentence: string, language: string | null): boolean => {
  const words = wordsOf(sentence, language).length;
  return words >= 5 && words <= 45 && !/[?？:]$/.test(sentence) && !sentence.includes(CELLS);
};

/** A number first, then the most telling phrases; each gap in the sentence by itself. */
function gapsIn(sentence: string, source: Source, known: ReadonlySet<string>): DraftQuestion[] {
  const answers = [NUMBER.exec(sentence)?.[0] ?? '', ...tellingPhrases(sentence, source, known)];
  return answers
    .filter((answer) => answer !== '' && sentence.split(answer).length === 2)
    .slice(0, GAPS_A_SENTENCE)
    .map((answer) => ({
      kind: 'cloze',
      question: sentence.replace(answer, '_____'),
      options: [],
      answer,
      quote: sentence,
    }));
}

/** Behind the sentence's beginning, which the rest points at; topics before others, no two within one another. */
function tellingPhrases(sentence: string, source: Source, known: ReadonlySet<string>): string[] {
  const isTopic = (phrase: string) => contentStems(phrase, source.language).some((stem) => known.has(stem));
  const ranked = phrasesOf(sentence, source.language)
    .map((words) => words.join(' '))
    .filter((phrase) => phrase.length > 3 && sentence.indexOf(phrase) > sentence.length / 4)
    .sort((a, b) => Number(isTopic(b)) - Number(isTopic(a)) || b.length - a.length);
  return ranked.filter((phrase, index) => ranked.slice(0, index).every((other) => !other.includes(phrase)));
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

const cellsOf = (row: string): string[] =>
  row
    .split('|')
    .map((cell) => cell.trim())
    .filter(Boolean);

/** What a table lists: its first row names the columns, and the first cell of each other row what the row is about. */
function tableQuestions({ sentences }: Source): DraftQuestion[] {
  const rows = sentences.filter((sentence) => sentence.includes(CELLS) && !/^[\s|:-]+$/.test(sentence));
  const [header, ...body] = rows;
  const columns = cellsOf(header ?? '');
  return body.flatMap((row, index) => {
    const cells = cellsOf(row);
    // A different column for each row, so that the questions are not all of one kind.
    const column = 1 + (index % Math.max(1, columns.length - 1));
    const [subject, answer, heading] = [cells[0], cells[column], columns[column]];
    if (subject === undefined || answer === undefined || heading === undefined) return [];
    const question = `What does the table give for “${subject}” under “${heading}”?`;
    return [{ kind: 'open', question, options: [], answer, quote: row }];
  });
}
