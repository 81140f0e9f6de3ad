/** Judges a learner's answer against the reference: what it covers, and whether it says the opposite. */
import { type Contradiction, findContradiction } from './contradiction.ts';
import { cosine, type Embedder } from './embeddings.ts';
import { SENSE_DIMENSIONS } from './hashing.ts';
import { contentStems, readWords } from './language.ts';

export type Judged = {
  /** 0 to 1. */
  score: number;
  /** 0 to 1: how far the two ways of looking agree. */
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

/** Edits that turn one word into the other, stopping at two: enough to forgive a slip of the finger. */
function isSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length < 5 || Math.abs(a.length - b.length) > 1 || /\d/.test(a + b)) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  let j = 0;
  while (j < Math.min(a.length, b.length) - i && a[a.length - 1 - j] === b[b.length - 1 - j]) j++;
  return Math.max(a.length, b.length) - i - j <= 1;
}

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

/** Which of the reference's own words the answer has; words of the question earn little ("question demoting"). */
function coverageOf({ question, reference, answer }: Asked): Coverage {
  const demoted = new Set(stemsOf(question));
  const given = [...new Set(stemsOf(answer))];
  const wanted = [
    ...new Map(
      readWords(reference)
        .filter(({ stop }) => !stop)
        .map((word) => [word.stem, word]),
    ).values(),
  ];
  const weigh = (stem: string): number => (demoted.has(stem) ? 0.25 : 1);
  const isGiven = (stem: string): boolean => given.some((other) => isSlip(stem, other));
  const total = wanted.reduce((sum, { stem }) => sum + weigh(stem), 0) || 1;
  const found = wanted.filter(({ stem }) => isGiven(stem));
  return {
    share: found.reduce((sum, { stem }) => sum + weigh(stem), 0) / total,
    covered: found.filter(({ stem }) => !demoted.has(stem)).map(({ text }) => text.toLowerCase()),
    missing: wanted.filter(({ stem }) => !isGiven(stem) && !demoted.has(stem)).length,
  };
}

/** USE-lite's cosine of answer and reference: .2 for strangers, .8 for the same thing said otherwise. */
function likeness(a: Float32Array, b: Float32Array): number {
  const [x, y] = [a.subarray(0, SENSE_DIMENSIONS), b.subarray(0, SENSE_DIMENSIONS)];
  const cos = cosine(x, y) / (Math.hypot(...x) * Math.hypot(...y) || 1);
  return Math.min(1, Math.max(0, (cos - 0.2) / 0.6));
}

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

async function judgeOpen(asked: Asked, embedder: Embedder): Promise<Judged> {
  const coverage = coverageOf(asked);
  const [a, r] = await embedder.embed([asked.answer, asked.reference]);
  const sense = a && r ? likeness(a, r) : 0;
  const wrong = findContradiction(asked.reference, asked.answer);
  const isEmpty =
    stemsOf(asked.answer).length === 0 ||
    /^\W*(i )?(don['’]?t|do not) know\W*$|^\W*(no idea|idk|\?+)\W*$/i.test(asked.answer);
  const blended = Math.sqrt(0.5 * coverage.share + 0.5 * sense);
  const score = isEmpty ? 0 : wrong ? Math.min(CONTRADICTED, blended) : blended;
  const agreement = 1 - Math.abs(coverage.share - sense);
  const decided = Math.abs(score - 0.5) * 2;
  return {
    score: Math.round(score * 1000) / 1000,
    confidence: Math.round((wrong ? 0.7 : isEmpty ? 0.9 : 0.3 + 0.3 * agreement + 0.3 * decided) * 100) / 100,
    misconception: wrong ? `The answer seems wrong: ${wrong.detail}.` : null,
    feedback: isEmpty
      ? 'No answer yet: say what you remember, in any words.'
      : feedbackOn(score, coverage, wrong),
  };
}

/**
 * Judges one answer. A choice, a gap or true/false is right or wrong; an open answer is scored by the reference's
 * words it has beyond the question's (Sultan et al. 2016 call it question demoting) and by likeness of meaning,
 * and held under .15 where it reverses roles, negates, turns round or changes a number.
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
