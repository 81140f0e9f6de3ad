/** Finds the sentences of the passages that answer a question, with how sure that is. */
import { cosine, type Embedder } from './embeddings.ts';
import {
  addressesModel,
  contentStems,
  isStatement,
  readSentences,
  readWords,
  type Sentence,
  type Word,
} from './language.ts';
import type { Passage } from './passages.ts';
import { rarityOf } from './rank.ts';

export type Hit = {
  passage: Passage;
  sentence: Sentence;
  /** The sentence as it should be quoted: with the one before where it leans on it ("It grows …"). */
  quote: string;
  /** 0 to 1: made of the two below, with small bonuses. */
  score: number;
  /** Share of the question's words, by rarity, that stand in the sentence. */
  coverage: number;
  /** Likeness of meaning, 0 to 1. */
  sense: number;
};

/** Under this the sources are said not to hold it; over it they may be quoted. Tuned on texts of our own. */
export const ANSWERS = 0.4;

/** Words of asking, not of what is asked. */
const ASKING = new Set(
  'tell explain describe mean meaning happen differ differenc type kind list import purpos reason main know learn understand give want pleas help word question answer discuss defin definit say talk someth thing fact detail inform exactli actual realli sourc text document passag materi lesson'.split(
    ' ',
  ),
);

/** The stems a question asks about. */
export const askedStems = (question: string): string[] =>
  [...new Set(contentStems(readWords(question)))].filter((stem) => !ASKING.has(stem));

type Candidate = { passage: Passage; sentence: Sentence; before: Sentence | undefined; stems: Set<string> };

function candidatesOf(passages: readonly Passage[]): Candidate[] {
  return passages.flatMap((passage) => {
    const sentences = readSentences(passage.text);
    return sentences
      .map((sentence, i) => ({
        passage,
        sentence,
        before: sentences[i - 1],
        stems: new Set(contentStems(sentence.words)),
      }))
      .filter(({ sentence }) => !addressesModel(sentence.text));
  });
}

const LEANING = /^(it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here)\b/i;

/** What kind of thing the question wants, and whether a sentence has one. */
const WANTED: readonly [RegExp, (words: readonly Word[], text: string) => boolean][] = [
  [/^\s*who\b/i, (words) => words.some(({ pos, index }) => pos === 'NAME' && index > 0)],
  [
    /^\s*(when|(in )?(what|which) (year|century|month|decade))\b/i,
    (_, text) =>
      /\b\d{3,4}\b|\b(january|february|march|april|may|june|july|august|september|october|november|december|century|ago|before|after|during|when)\b/i.test(
        text,
      ),
  ],
  [
    /\bhow (many|much|long|far|deep|high|large|big|old|fast|often|tall|hot|cold|heavy)\b|\bpercent/i,
    (words) => words.some(({ pos }) => pos === 'NUM'),
  ],
  [
    /^\s*why\b|\breason|\bcause/i,
    (_, text) =>
      /\b(because|since|so that|therefore|thus|due to|as a result|cause[sd]?|leads? to|in order to|result)/i.test(
        text,
      ),
  ],
  [
    /^\s*where\b/i,
    (words) =>
      words.some(
        ({ text, pos }) =>
          pos === 'GRAMMAR' &&
          /^(in|on|at|near|under|above|below|along|around|between|inside|within)$/i.test(text),
      ),
  ],
];

const wantedBonus = (question: string, { words, text }: Sentence): number => {
  const wanted = WANTED.find(([asks]) => asks.test(question));
  return wanted?.[1](words, text) ? 0.08 : 0;
};

/** "What is X?" is answered by "X is …", "X, called …", "X means …". */
function definesBonus(question: string, { words, text }: Sentence): number {
  const [, subject] =
    /^\s*(?:what(?:['’]s| is| are| was| were| does)|define|who (?:is|was|are))\s+(?:an? |the )?(.+?)\s*(?:mean)?[?.!]*$/i.exec(
      question,
    ) ?? [];
  if (!subject) return 0;
  const stems = contentStems(readWords(subject));
  if (stems.length === 0 || stems.length > 4) return 0;
  const verb = words.findIndex(({ lower }) =>
    /^(is|are|was|were|means?|refers?|describes?|consists?)$/.test(lower),
  );
  const lead = words.slice(0, Math.max(verb, 0)).map(({ stem }) => stem);
  if (verb >= 0 && verb < 9 && stems.every((stem) => lead.includes(stem))) return 0.15;
  return /\b(called|known as|termed|named)\b/i.test(text) &&
    stems.every((s) => words.some((w) => w.stem === s))
    ? 0.1
    : 0;
}

/** Cosine of unrelated texts is about .1, of a question and its answer about .6: stretched to 0–1. */
const stretch = (cos: number): number => Math.min(1, Math.max(0, (cos - 0.1) / 0.5));

/** Semantic work is for the most promising: an embedding takes 10–20 ms the first time. */
const EMBEDDED = 16;

type Scored = Candidate & { coverage: number };

/** How much of what is asked, rare words more, the sentence says; its headings and neighbour count half. */
function coverageOf(
  asked: readonly string[],
  rarity: (stem: string) => number,
): (candidate: Candidate) => number {
  const total = asked.reduce((sum, stem) => sum + rarity(stem), 0) || 1;
  return ({ passage, before, stems }) => {
    const around = new Set(contentStems(readWords(`${passage.title} ${passage.headings}`)));
    for (const stem of before ? contentStems(before.words) : []) around.add(stem);
    const share = (stem: string): number => (stems.has(stem) ? 1 : around.has(stem) ? 0.5 : 0);
    return asked.reduce((sum, stem) => sum + rarity(stem) * share(stem), 0) / total;
  };
}

const quoteOf = ({ sentence, before }: Candidate): string =>
  LEANING.test(sentence.text) && before && isStatement(before)
    ? `${before.text} ${sentence.text}`
    : sentence.text;

/**
 * The sentences of the passages by how well they answer, best first.
 * Half is coverage of the rare words of the question, half likeness of meaning, with small bonuses for the
 * kind of answer wanted; a question whose words and sense are nowhere in the passages scores under `ANSWERS`.
 */
export async function findAnswers(
  question: string,
  passages: readonly Passage[],
  embedder: Embedder,
): Promise<Hit[]> {
  const candidates = candidatesOf(passages);
  const asked = askedStems(question);
  const coverage = coverageOf(asked, rarityOf(candidates.map(({ stems }) => stems)));
  const scored = candidates
    .map((candidate): Scored => ({ ...candidate, coverage: coverage(candidate) }))
    .toSorted((a, b) => b.coverage - a.coverage)
    .slice(0, EMBEDDED);
  const [asking, ...vectors] = await embedder.embed([question, ...scored.map(quoteOf)]);
  return scored
    .map((candidate, i): Hit => {
      const { passage, sentence } = candidate;
      const vector = vectors[i];
      const sense = asking && vector ? stretch(cosine(asking, vector)) : 0;
      const bonus = wantedBonus(question, sentence) + definesBonus(question, sentence);
      const penalty = isStatement(sentence) ? 0 : 0.15;
      const base = 0.5 * candidate.coverage + 0.5 * sense;
      // A bonus sharpens a match; it makes none.
      const score = Math.max(0, Math.min(1, base - penalty + (base > 0.25 ? bonus : 0)));
      return { passage, sentence, quote: quoteOf(candidate), score, coverage: candidate.coverage, sense };
    })
    .toSorted((a, b) => b.score - a.score);
}
