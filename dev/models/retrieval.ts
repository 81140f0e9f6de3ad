/** Finds what in the passages answers a question, with how sure that is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cosine, type Embedder } from './embeddings.ts';
import { kinship } from './kinship.ts';
import { contentStems, isStatement, readWords, type Sentence, type Word } from './language.ts';
import type { Passage } from './passages.ts';
import { askedWords, bonusFor } from './question-words.ts';
import { rarityOf } from './rank.ts';
import { type Unit, unitsOf } from './units.ts';

export type Hit = {
  passage: Passage;
  sentence: Sentence;
  /** The words to quote: with the sentence before where this one leans on it ("It grows …"). */
  quote: string;
  /** 0 to 1: made of the two below, with small bonuses. */
  score: number;
  /** Share of the question's words, by rarity, that stand in the sentence or over it. */
  coverage: number;
  /** Likeness of meaning, 0 to 1. */
  sense: number;
};

/** Under this the sources are said not to hold it; over it they may be quoted. Tuned on the sample documents. */
export const ANSWERS = 0.4;

type Candidate = Unit & { passage: Passage; stems: Set<string>; around: Set<string>; nearby: Set<string> };

const stemsOf = (text: string): string[] => contentStems(readWords(text));

function candidatesOf(passages: readonly Passage[]): Candidate[] {
  return passages.flatMap((passage) => {
    const place = `${passage.headings.split(' > ').at(-1) ?? ''}`;
    return unitsOf(passage.text).map((unit) => ({
      ...unit,
      passage,
      stems: new Set(contentStems(unit.sentence.words)),
      around: new Set(stemsOf(`${unit.under} ${place}`)),
      nearby: new Set([
        ...stemsOf(`${passage.title} ${passage.headings}`),
        ...contentStems(unit.before?.words ?? []),
      ]),
    }));
  });
}

const LEANING = /^(it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here)\b/i;
const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** With the sentence before, where this one leans on it and they stand side by side in the source. */
function quoteOf({ passage, text, before }: Candidate): string {
  if (!before || !LEANING.test(text) || !isStatement(before)) return text;
  const joined = `${before.text} ${text}`;
  return flat(passage.text).includes(joined) ? joined : text;
}

/** Cosine of unrelated texts is about .1, of a question and its answer about .6: stretched to 0–1. */
const stretch = (cos: number): number => Math.min(1, Math.max(0, (cos - 0.1) / 0.5));

/** Semantic work is for the most promising: an embedding takes 10–20 ms the first time. */
const EMBEDDED = 12;
/** A learner does not wait longer than this for the sense of things, milliseconds: then words alone decide. */
const PATIENCE = 1_500;

/** A word under the heading counts nearly in full, one in the title or the sentence before by half. */
const UNDER = 0.85;
const NEARBY = 0.5;

/** How much each kind of word tells what a question is about. */
const TELLING: Readonly<Record<string, number>> = { NAME: 1, NOUN: 0.7, NUM: 0.6 };
const tellingOf = ({ pos }: Word): number => TELLING[pos] ?? 0.25;

/** A question whose names and things are in no passage is one that the passages do not answer, however near they come. */
const UNKNOWN_COSTS = 0.35;

/** A word that no passage has stands for its nearest relation that one has: "Europe" for "European". */
function withKin(asked: readonly Word[], candidates: readonly Candidate[]): Word[] {
  const known = new Set(candidates.flatMap(({ stems, around, nearby }) => [...stems, ...around, ...nearby]));
  return asked.map((word) => {
    if (known.has(word.stem)) return word;
    const kin = [...known].find((stem) => kinship(word.stem, stem) >= 0.9);
    return kin ? { ...word, stem: kin } : word;
  });
}

/** No one sentence holds all the words of a long question: from the fourth word on, each asks a little less of it. */
const leniency = (words: number): number => 1 / (1 - 0.05 * Math.min(6, Math.max(0, words - 3)));

/**
 * What answers the question in the passages, best first.
 * Half is coverage of the question's rare words, half likeness of meaning, with small bonuses for the kind of answer
 * wanted; a question whose words and sense are nowhere in the passages scores under `ANSWERS`.
 */
export async function findAnswers(
  question: string,
  passages: readonly Passage[],
  embedder: Embedder,
): Promise<Hit[]> {
  const candidates = candidatesOf(passages);
  const asked = withKin(askedWords(question), candidates);
  const rarity = rarityOf(candidates.map(({ stems }) => stems));
  const total = asked.reduce((sum, { stem }) => sum + rarity(stem), 0) || 1;
  const shareOf = ({ stems, around, nearby }: Candidate, stem: string): number =>
    stems.has(stem) ? 1 : around.has(stem) ? UNDER : nearby.has(stem) ? NEARBY : 0;
  const telling = asked.reduce((sum, word) => sum + tellingOf(word), 0) || 1;
  const isUnknown = ({ stem }: Word): boolean =>
    candidates.every((candidate) => shareOf(candidate, stem) === 0);
  const unknown = asked.filter(isUnknown).reduce((sum, word) => sum + tellingOf(word), 0) / telling;
  const scored = candidates
    .map((candidate) => ({
      candidate,
      coverage: asked.reduce((sum, { stem }) => sum + rarity(stem) * shareOf(candidate, stem), 0) / total,
      bonus: bonusFor(question, candidate.sentence),
    }))
    .toSorted((a, b) => b.coverage + b.bonus - a.coverage - a.bonus)
    .slice(0, EMBEDDED);
  // What stands under a heading means what it means there.
  const inPlace = scored.map(({ candidate }) =>
    [candidate.under, quoteOf(candidate)].filter(Boolean).join(': '),
  );
  const embedding = embedder.embed([question, ...inPlace]).catch(() => undefined);
  const [asking, ...vectors] =
    (await Promise.race([embedding, sleep(PATIENCE, undefined, { ref: false })])) ?? [];
  return scored
    .map(({ candidate, coverage, bonus }, i): Hit => {
      const vector = vectors[i];
      // Too late, or not at all: words stand in for sense, at a discount.
      const sense = asking && vector ? stretch(cosine(asking, vector)) : 0.8 * coverage;
      const base = 0.5 * coverage + 0.5 * sense - UNKNOWN_COSTS * unknown - (candidate.isWhole ? 0 : 0.2);
      // A bonus sharpens a match; it makes none.
      const score = Math.max(0, Math.min(1, base * leniency(asked.length) + (base > 0.2 ? bonus : 0)));
      return {
        passage: candidate.passage,
        sentence: candidate.sentence,
        quote: quoteOf(candidate),
        score,
        coverage,
        sense,
      };
    })
    .toSorted((a, b) => b.score - a.score);
}
