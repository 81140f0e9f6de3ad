/** Judges a learner's answer against the reference: what it covers, and whether it says the opposite. */
import { type Contradiction, findContradiction } from './contradiction.ts';
import { cosine, type Embedder } from './embeddings.ts';
import { SENSE_DIMENSIONS } from './hashing.ts';
import { isSlip, kinship } from './kinship.ts';
import { contentStems, readWords } from './language.ts';

export type Judged = {
  /** 0 to 1. */
  score: number;
  /** 0 to 1: how far the ways of looking agree, and how clear the case is. */
  confidence: number;
  misconception: string | null;
  feedback: string;
};

export type Asked = {
  kind: string;
  question: string;
  reference: string;
  answer: string;
  options: readonly string[];
};

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.%]+/gu, ' ')
    .replace(/\b(the|a|an)\b/g, '')
    .replace(/[.\s]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();

const stemsOf = (text: string): string[] => contentStems(readWords(text));
const sameStems = (a: string, b: string): boolean =>
  stemsOf(a).join(' ') === stemsOf(b).join(' ') && stemsOf(a).length > 0;

const YES = /^(true|yes|right|correct|t|y|it is true|that is true)$/;
const NO = /^(false|no|wrong|incorrect|not true|untrue|f|n|it is false|that is false)$/;

/** The option that a letter or a number stands for ("b", "2)"), else the words themselves. */
function chosenOption({ answer, options }: Asked): string {
  const letter = /^\s*\(?([a-h]|\d)[).:]?\s*$/i.exec(answer)?.[1]?.toLowerCase();
  if (!letter || options.some((option) => plain(option) === letter)) return answer;
  const at = /\d/.test(letter) ? Number(letter) - 1 : letter.charCodeAt(0) - 'a'.charCodeAt(0);
  return options[at] ?? answer;
}

/** Right or wrong, for answers that are one of few: a choice, true or false, a gap filled. */
function judgeClosed(asked: Asked): boolean {
  const [given, wanted] = [plain(chosenOption(asked)), plain(asked.reference)];
  if (YES.test(wanted)) return YES.test(given);
  if (NO.test(wanted)) return NO.test(given);
  return isSlip(given, wanted) || sameStems(given, wanted);
}

type Coverage = { share: number; covered: string[]; missing: number };

/** What a word of the reference counts when the question has it already: it shows little ("question demoting"). */
const DEMOTED = 0.25;

/** Which of the reference's words the answer has, in any form. */
function coverageOf({ question, reference, answer }: Asked): Coverage {
  const demoted = new Set(stemsOf(question));
  const given = [...new Set(stemsOf(answer))];
  const wanted = [
    ...new Map(
      readWords(reference)
        .filter(({ stop }) => !stop)
        .map((word) => [word.stem, word]),
    ).values(),
  ].map(({ stem, text }) => ({
    text: text.toLowerCase(),
    isOwn: !demoted.has(stem),
    found: Math.max(0, ...given.map((other) => kinship(stem, other))),
  }));
  const weigh = ({ isOwn }: { isOwn: boolean }): number => (isOwn ? 1 : DEMOTED);
  const total = wanted.reduce((sum, one) => sum + weigh(one), 0) || 1;
  const own = wanted.filter(({ isOwn }) => isOwn);
  return {
    share: wanted.reduce((sum, one) => sum + weigh(one) * one.found, 0) / total,
    covered: own.filter(({ found }) => found > 0).map(({ text }) => text),
    missing: own.filter(({ found }) => found === 0).length,
  };
}

function trigrams(text: string): Set<string> {
  const padded = ` ${plain(text)} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, i) => padded.slice(i, i + 3)));
}

/** Share of the reference's letter triples in the answer: sees through misspelling and words run together. */
function letterShare({ reference, answer }: Asked): number {
  const [wanted, given] = [trigrams(reference), trigrams(answer)];
  return [...wanted].filter((one) => given.has(one)).length / (wanted.size || 1);
}

/** USE-lite's cosine of answer and reference, by the half of the vector that holds sense. */
function senseOf(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  const [x, y] = [a.subarray(0, SENSE_DIMENSIONS), b.subarray(0, SENSE_DIMENSIONS)];
  return Math.max(0, cosine(x, y) / (Math.hypot(...x) * Math.hypot(...y) || 1));
}

/**
 * A learner says it shorter and otherwise: a fifth of the reference's words is a partial answer, half of them a
 * good one. 1 − e^(−x/.3) puts these at .49 and .81.
 */
const saturate = (x: number): number => 1 - Math.exp(-x / 0.3);

const list = (words: readonly string[]): string => words.slice(0, 4).join(', ');

function feedbackOn(score: number, { covered, missing }: Coverage, wrong: Contradiction | undefined): string {
  if (wrong) return `Look again: ${wrong.detail}.`;
  if (score >= 0.75) return 'That agrees with the source.';
  if (covered.length === 0) return 'That does not say what the source says here.';
  const more = missing === 1 ? 'one more point' : 'more';
  return `Covered so far: ${list(covered)}. The source says ${more} on this.`;
}

/** A contradicted answer may be full of the right words; it is never right. */
const CONTRADICTED = 0.15;
/** One other word may be another word for the same: not right, but not sure enough to be marked down either. */
const DOUBTED = { score: 0.45, confidence: 0.45 } as const;

async function judgeOpen(asked: Asked, embedder: Embedder): Promise<Judged> {
  const coverage = coverageOf(asked);
  const [a, r] = await embedder.embed([asked.answer, asked.reference]);
  const evidence = 0.7 * coverage.share + 0.2 * letterShare(asked) + 0.1 * senseOf(a, r);
  const wrong = findContradiction(asked.reference, asked.answer);
  const isEmpty =
    stemsOf(asked.answer).length === 0 ||
    /^\W*(i )?(don['’]?t|do not) know\W*$|^\W*(no idea|idk|\?+)\W*$/i.test(asked.answer);
  const full = saturate(evidence);
  const isDoubted = wrong?.kind === 'changed';
  const most = wrong === undefined ? 1 : isDoubted ? DOUBTED.score : CONTRADICTED;
  const score = isEmpty ? 0 : Math.min(most, full);
  const agreement = 1 - Math.abs(coverage.share - letterShare(asked));
  const decided = Math.abs(score - 0.5) * 2;
  const surest = 0.3 + 0.3 * agreement + 0.3 * decided;
  const confidence = isEmpty ? 0.9 : isDoubted ? DOUBTED.confidence : wrong ? 0.7 : surest;
  return {
    score: Math.round(score * 1000) / 1000,
    confidence: Math.round(confidence * 100) / 100,
    misconception: wrong ? `The answer seems wrong: ${wrong.detail}.` : null,
    feedback: isEmpty
      ? 'No answer yet: say what you remember, in any words.'
      : feedbackOn(score, coverage, wrong),
  };
}

/**
 * Judges one answer. A choice, a gap or true/false is right or wrong; an open answer is scored by the reference's
 * words it has beyond the question's (question demoting: Sultan, Salazar and Sumner 2016), with a little for letters and sense,
 * and held under .15 where it reverses roles, negates, turns round or changes a number or unit, under .45 where it copies all but a word.
 */
export async function judgeAnswer(asked: Asked, embedder: Embedder): Promise<Judged> {
  const isClosed =
    /choice|true|cloze|order|gap|blank/.test(asked.kind) ||
    YES.test(plain(asked.reference)) ||
    NO.test(plain(asked.reference));
  if (plain(asked.answer) !== '' && plain(asked.answer) === plain(asked.reference)) {
    return {
      score: 1,
      confidence: 0.98,
      misconception: null,
      feedback: 'Right: that is what the source says.',
    };
  }
  if (!isClosed) return judgeOpen(asked, embedder);
  const right = judgeClosed(asked);
  return {
    score: right ? 1 : 0,
    confidence: 0.95,
    misconception: right ? null : `Answered “${asked.answer.trim()}”.`,
    feedback: right ? 'Right: that is what the source says.' : 'That is not what the source says here.',
  };
}
