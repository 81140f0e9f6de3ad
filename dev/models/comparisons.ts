/** Reads which of two is said to be more: "ice is less dense than water" and "water is denser than ice" are one. */
import { oppositionsIn } from './antonyms.ts';
import { meets, onlyIn } from './kinship.ts';
import type { Sentence, Word } from './language.ts';

/** `left` has more of `quality` than `right` (or less, where `sign` is −1). `words` say so. */
export type Comparison = {
  left: ReadonlySet<string>;
  right: ReadonlySet<string>;
  quality: Word | undefined;
  /** All before "than": a verb may say the quality ("costs more"). */
  before: readonly Word[];
  sign: 1 | -1;
  words: readonly Word[];
};

const stemsOf = (words: readonly Word[]): Set<string> =>
  new Set(words.filter(({ stop, pos }) => !stop && pos !== 'ADV').map(({ stem }) => stem));

const LESS = /^(less|fewer)$/;
const DEGREE = /^(more|less|fewer|greater|slightly|much|far|even|very)$/;
/** Verbs that compare by themselves: what is greater stands before them. */
const EXCEEDS = /^(exceed|exceeds|exceeded|surpass|surpasses|surpassed|outweighs?|outweighed)$/;
export const isDenying = ({ pos, lower }: Word): boolean => pos === 'NOT' || lower === 'no';
const isBreak = ({ pos, lower }: Word): boolean =>
  (pos === 'MARK' && /[,;:]/.test(lower)) || /^(because|when|while|whereas|but|means|that)$/.test(lower);

const clauseAround = (words: readonly Word[], at: number): { before: Word[]; after: Word[] } => {
  const start = words.slice(0, at).findLastIndex(isBreak) + 1;
  const end = words.findIndex((word, place) => place > at && isBreak(word));
  return { before: words.slice(start, at), after: words.slice(at + 1, end < 0 ? undefined : end) };
};

function comparisonAt(words: readonly Word[], at: number): Comparison {
  const { before, after } = clauseAround(words, at);
  if (EXCEEDS.test(words[at]?.lower ?? ''))
    return {
      left: stemsOf(before),
      right: stemsOf(after),
      quality: undefined,
      before: [],
      sign: 1,
      words: words.slice(at, at + 1),
    };
  const degree = before.find(({ lower }) => DEGREE.test(lower) && lower !== 'slightly');
  const last = before.at(-1);
  const quality =
    last !== undefined && /er$/.test(last.lower) && !DEGREE.test(last.lower)
      ? last
      : before.findLast(({ pos, lower }) => (pos === 'ADJ' || pos === 'ADV') && !DEGREE.test(lower));
  // "It is cheaper to repair than to prevent": what is compared first stands between the quality and "than".
  const place = quality === undefined ? -1 : before.indexOf(quality);
  const late =
    place >= 0 && before.slice(0, place).every(({ stop }) => stop) ? before.slice(place + 1) : before;
  const left = stemsOf(late.filter((word) => word !== quality && word !== degree));
  const isLess = before.some(({ lower }) => LESS.test(lower)) !== before.some(isDenying);
  const read = [quality, degree, ...before.filter(isDenying)].filter((word) => word !== undefined);
  return { left, right: stemsOf(after), quality, before, sign: isLess ? -1 : 1, words: read };
}

const NO_SUPERLATIVE = /^(honest|modest|earnest)$/;
const isSuperlative = ({ pos, lower }: Word): boolean =>
  (pos === 'ADJ' && /est$/.test(lower) && !NO_SUPERLATIVE.test(lower)) || /^(most|least)$/.test(lower);

/** "Diamond is the hardest mineral": harder than any other mineral, whichever of the two stands first. */
function superlativeAt(words: readonly Word[], at: number): Comparison[] {
  const { before, after } = clauseAround(words, at);
  const word = words[at];
  if (word === undefined || before.at(-1)?.lower !== 'the') return [];
  const isDegree = /^(most|least)$/.test(word.lower);
  const quality = isDegree ? after[0] : word;
  const isCopula = ({ lower }: Word): boolean => /^(is|are|was|were)$/.test(lower);
  const [ahead, behind] = [before.findIndex(isCopula), after.findIndex(isCopula)];
  if (quality === undefined || (isDegree && quality.pos !== 'ADJ') || (ahead < 0 && behind < 0)) return [];
  const [one, others] =
    ahead >= 0 ? [before.slice(0, ahead), after] : [after.slice(behind + 1), after.slice(0, behind)];
  const isLess = (word.lower === 'least') !== [...before, ...after].some(isDenying);
  return [
    {
      left: stemsOf(one),
      right: stemsOf(others.filter((other) => other !== quality)),
      quality,
      before: [],
      sign: isLess ? -1 : 1,
      words: [word, quality, ...before.filter(isDenying)],
    },
  ];
}

/** All comparisons that sentences make. */
export const comparisonsIn = (sentences: readonly Sentence[]): Comparison[] =>
  sentences.flatMap(({ words }) =>
    words.flatMap((word, at) => {
      if (isSuperlative(word)) return superlativeAt(words, at);
      return word.lower === 'than' || EXCEEDS.test(word.lower) ? [comparisonAt(words, at)] : [];
    }),
  );

const qualityOf = ({ quality, before }: Comparison): readonly Word[] =>
  quality === undefined ? before.filter(({ lower }) => !DEGREE.test(lower)) : [quality];

/** Whether the answer's comparison agrees with the reference's; undefined where they compare other things. */
export function compareComparisons(
  said: readonly Comparison[],
  given: readonly Comparison[],
): { verdict: 'same' | 'contrary'; words: Word[] } | undefined {
  for (const one of said) {
    const [left, right] = [onlyIn(one.left, one.right), onlyIn(one.right, one.left)];
    for (const other of given) {
      const isStraight = meets(left, other.left) || meets(right, other.right);
      const isCrossed = meets(left, other.right) && meets(right, other.left);
      if (isStraight === isCrossed) continue;
      const isOpposite = oppositionsIn(qualityOf(one), qualityOf(other)).length > 0;
      const flips = [isCrossed, isOpposite, one.sign !== other.sign].filter(Boolean).length;
      return { verdict: flips % 2 === 0 ? 'same' : 'contrary', words: [...one.words, ...other.words] };
    }
  }
  return undefined;
}
