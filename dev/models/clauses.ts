/** Cuts sentences into clauses, and says which clauses speak of the same matter and which are negated. */
import type { Sentence, Word } from './language.ts';

const NEGATIONS = new Set(
  "not n't no never none neither nor without cannot nothing nobody hardly scarcely unable lack lacks isn doesn aren didn wasn".split(
    ' ',
  ),
);

/** They deny what they govern ("refused to approve"), not where they stand for themselves ("the bank failed"). */
const DENIES_NEXT = /^(refus\w*|declin\w*|fail\w*|forbid\w*|forbade|prohibit\w*|bann\w*|ban)$/;

const isNegation = ({ lower, pos }: Word): boolean => pos === 'NOT' || NEGATIONS.has(lower);

/** Negations in a run of words; two make a yes again. */
export const negationsIn = (words: readonly Word[]): number =>
  words.filter((word, at) => {
    const [next, after] = [words[at + 1]?.lower, words[at + 2]?.lower];
    if (/^(fail|fails|failed|failing)$/.test(word.lower)) return next === 'to';
    if (/^(refus|declin)/.test(word.lower)) return next === 'to' || after === 'to';
    return isNegation(word) || DENIES_NEXT.test(word.lower);
  }).length;

/** One statement of a sentence: what stands between its commas and conjunctions. */
export type Clause = {
  /** The conjunction that opens it, or ''. */
  joint: string;
  text: string;
  words: Word[];
  stems: Set<string>;
  isNegated: boolean;
};

const JOINTS = new Set(
  'but whereas while because although though if when unless until since so which who whose where'.split(' '),
);

/** The clauses of sentences that say anything, in order. */
export function clausesIn(sentences: readonly Sentence[]): Clause[] {
  const clauses: { joint: string; words: Word[] }[] = [];
  for (const { words } of sentences) {
    clauses.push({ joint: '', words: [] });
    for (const [at, word] of words.entries()) {
      const next = words[at + 1];
      const third = words[at + 2];
      const denies = [next, next?.pos === 'AUX' ? third : undefined].some(
        (one) => one !== undefined && isNegation(one),
      );
      if (word.lower === 'and' && denies) clauses.push({ joint: 'and', words: [] });
      else if (JOINTS.has(word.lower)) clauses.push({ joint: word.lower, words: [] });
      else if (word.pos === 'MARK' && /[,;:]/.test(word.lower)) clauses.push({ joint: '', words: [] });
      else clauses.at(-1)?.words.push(word);
    }
  }
  return clauses
    .map(({ joint, words }) => ({
      joint,
      words,
      text: words.map(({ lower }) => lower).join(' '),
      stems: new Set(words.filter(({ stop }) => !stop).map(({ stem }) => stem)),
      isNegated: negationsIn(words) % 2 === 1,
    }))
    .filter(({ stems }) => stems.size > 0);
}

/** What two sets have in common. */
export const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
  [...a].filter((x) => b.has(x));

/** Two clauses speak of the same when most of the shorter one's words, and two at least, are in the other. */
export const isSameMatter = (a: Clause, b: Clause): boolean => {
  const both = shared(a.stems, b.stems).length;
  const [shorter, longer] = [Math.min(a.stems.size, b.stems.size), Math.max(a.stems.size, b.stems.size)];
  return both >= Math.min(2, shorter) && both / shorter >= 0.6 && both / longer >= 0.4;
};
