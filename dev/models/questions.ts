/** Questions about a text: which sentences are worth asking about, and in which kinds. */
import { fnv1a } from './hashing.ts';
import { contentStems, isStatement, leans, readSentences, readWords, type Sentence } from './language.ts';
import { MAKERS, type Question, type QuestionKind } from './question-makers.ts';
import { findTopics, nounPhrases } from './topics.ts';

export type { Question, QuestionKind } from './question-makers.ts';

/** A piece of the text with the name of its place. */
export type Part = { text: string; headings: string };

export type QuestionWish = {
  /** The kinds that may be asked, taken in turn; empty for all. */
  kinds: readonly QuestionKind[];
  count: number;
  /** Words that the questions should be about, or ''. */
  about: string;
  /** What the reader has been told: sentences that stand in it come first. */
  told?: readonly string[];
  /** What was asked before: sentences that stand in it come last. */
  asked: readonly string[];
};

/** Sentences that can be asked about by themselves: they lean on no other, name something, and do not ask. */
const isAskable = (sentence: Sentence): boolean =>
  isStatement(sentence) &&
  sentence.words.length < 45 &&
  !leans(sentence.text) &&
  !/[?:]$|\|/.test(sentence.text) &&
  !isOrder(sentence) &&
  nounPhrases(sentence).length > 1;

/** "Make a branch, change …" and "No ice" are to be carried out, not to be known. */
function isOrder({ words, text }: Sentence): boolean {
  const opening = words.find(({ pos }) => pos !== 'MARK');
  return opening?.pos === 'VERB' || /^(do not|don't|never|no|let|if [^,]+, (do not|never)) /i.test(text);
}

type Candidate = { sentence: Sentence; weight: number };

/** Askable sentences, those first that hold the text's topics and what the questions should be about. */
function rankSentences(
  parts: readonly Part[],
  topics: ReadonlyMap<string, number>,
  { about, told = [], asked }: QuestionWish,
): Candidate[] {
  const wanted = new Set(contentStems(readWords(about)));
  const stemsOf = (texts: readonly string[]) => texts.map((text) => new Set(contentStems(readWords(text))));
  const [asking, telling] = [stemsOf(asked), stemsOf(told)];
  const share = (stems: readonly string[]): number => stems.filter((stem) => wanted.has(stem)).length;
  return parts
    .flatMap(({ text, headings }) => {
      const bonus = share(contentStems(readWords(headings))) > 0 ? 2 : 0;
      return readSentences(text)
        .filter(isAskable)
        .map((sentence) => {
          const stems = [...new Set(contentStems(sentence.words))];
          const topical = stems.reduce((sum, stem) => sum + (topics.get(stem) ?? 0), 0);
          const stands = (known: ReadonlySet<string>): boolean =>
            stems.filter((stem) => known.has(stem)).length >= 0.75 * stems.length;
          const novelty = (telling.some(stands) ? 4 : 0) - (asking.some(stands) ? 40 : 0);
          // The subject comes first; within it, what the reader can know and was not asked yet.
          return { sentence, weight: topical + share(stems) * 10 + bonus + novelty };
        });
    })
    .toSorted((a, b) => b.weight - a.weight);
}

/** The steps of a numbered list, as they stand in the text; at least three. */
function stepsIn(text: string): string[] {
  const runs: string[][] = [[]];
  for (const [, number, words = ''] of text.matchAll(/^\s*(\d{1,2})[.)]\s+(.+)$/gm)) {
    if (Number(number) === 1) runs.push([]);
    const [first, second] = readSentences(words).map(({ text: step }) => step);
    // "Check." is too little to be put in order: its next sentence goes with it.
    runs.at(-1)?.push(first && second && first.length < 20 ? `${first} ${second}` : (first ?? words));
  }
  return runs.find((run) => run.length > 2 && new Set(run).size === run.length)?.slice(0, 6) ?? [];
}

function makeOrdering(text: string, concept: string): Question | undefined {
  const steps = stepsIn(text);
  if (steps.length < 3) return undefined;
  const mixed = steps.toSorted((a, b) => fnv1a(a) - fnv1a(b));
  return {
    kind: 'ordering',
    question: `Put these steps into the order that the source gives${mixed.join('').length < 240 ? `: ${mixed.join(' / ')}` : '.'}`,
    options: steps,
    answer: steps.join('\n'),
    distractors: [],
    misconceptions: [],
    quote: steps[0] ?? '',
    rubric:
      'Right if every step stands where the source has it; part of the points for each pair in the right order.',
    concept,
    difficulty: 4,
    explanation: `The source gives them in this order: ${steps.join(' ')}`,
  };
}

const ALL: readonly QuestionKind[] = ['choice', 'cloze', 'truefalse', 'open', 'ordering'];

/** Questions about the text, each from another sentence, the kinds in turn; fewer where the text has too little. */
export function makeQuestions(parts: readonly Part[], wish: QuestionWish): Question[] {
  const text = parts.map((part) => part.text).join('\n\n');
  const all = readSentences(text);
  const found = findTopics(all, 12);
  const topics = new Map(
    found.flatMap(({ key }, i) => {
      const weight = 1 - i / found.length;
      return [[key, weight] as const, ...key.split(' ').map((stem) => [stem, weight / 2] as const)];
    }),
  );
  const kinds = wish.kinds.length > 0 ? wish.kinds : ALL;
  const made: Question[] = [];
  if (kinds.includes('ordering') && kinds[0] !== 'cloze') {
    const ordering = makeOrdering(text, found[0]?.text ?? 'these steps');
    if (ordering) made.push(ordering);
  }
  const turns = kinds.filter((kind) => kind !== 'ordering');
  for (const { sentence } of rankSentences(parts, topics, wish)) {
    if (made.length >= wish.count || turns.length === 0) break;
    const stems = new Set(sentence.words.map(({ stem }) => stem));
    const own = found.find(({ key }) => key.split(' ').every((stem) => stems.has(stem)));
    const concept = own?.text ?? found[0]?.text ?? 'this text';
    const first = made.length % turns.length;
    for (const kind of [...turns.slice(first), ...turns.slice(0, first)]) {
      const question = MAKERS[kind]({ sentence, all, topics, concept });
      if (!question) continue;
      made.push(question);
      break;
    }
  }
  return made.slice(0, wish.count);
}
