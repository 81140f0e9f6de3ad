/**
 * Looks at answers that copy their reference nearly word for word: there every word that was changed was changed for a
 * reason, and likeness of words sees none of it ("the sun" for "the moon", "cannot" without its "not", two names exchanged).
 */
import type { Contradiction } from './contradiction.ts';
import { kinship } from './kinship.ts';
import type { Sentence, Word } from './language.ts';
import { isSameUnit } from './measures.ts';

/** Words in the same place of both texts that differ; either side may be empty. */
type Change = { was: Word[]; is: Word[] };

const ARTICLE = /^(a|an|the|that|both|do|does|did|is|are|was|were|be)$/;
const DENIALS = /^(not|n't|never|neither|without|cannot|fails?|failed|no|hardly|none|unable|nobody|nothing)$/;
const POSSESSING = /^(have|has|had|get|gets|got)$/;
const LISTING = /^(and|or|nor|,)$/;

/** A copy: this much of the answer stands in the reference, in the same order. Who says more has words of their own. */
const COPIED = 0.6;
const FEWEST_WORDS = 4;

const isDenial = ({ lower, pos }: Word): boolean => pos === 'NOT' || DENIALS.test(lower);
const isKept = (word: Word): boolean => word.pos !== 'MARK' && (isDenial(word) || !ARTICLE.test(word.lower));
/** "Make" and "take" carry grammar as often as not; where one stands for another verb they carry the sense. */
const isContent = (word: Word): boolean =>
  !isDenial(word) &&
  word.stem.length > 1 &&
  (!word.stop || (word.pos === 'VERB' && !POSSESSING.test(word.lower)));
const keyOf = (word: Word): string => (word.stop ? word.lower : word.stem);

const wordsOf = (sentences: readonly Sentence[]): Word[] =>
  sentences.flatMap(({ words }) => words).filter(isKept);

/** The changes that lead from one text to the other along their longest common subsequence, and how long that is. */
function align(from: readonly Word[], to: readonly Word[]): { common: number; changes: Change[] } {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const same = (i: number, j: number): boolean => {
    const [a, b] = [from[i], to[j]];
    return a !== undefined && b !== undefined && keyOf(a) === keyOf(b);
  };
  for (let i = from.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] ?? [];
    for (let j = to.length - 1; j >= 0; j -= 1) {
      row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let open: Change = { was: [], is: [] };
  const close = () => {
    if (open.was.length + open.is.length > 0) changes.push(open);
    open = { was: [], is: [] };
  };
  for (let i = 0, j = 0; i < from.length || j < to.length; ) {
    if (same(i, j)) {
      close();
      i += 1;
      j += 1;
    } else if (j >= to.length || (i < from.length && at(i + 1, j) >= at(i, j + 1))) {
      open.was.push(...from.slice(i, i + 1));
      i += 1;
    } else {
      open.is.push(...to.slice(j, j + 1));
      j += 1;
    }
  }
  close();
  return { common: at(0, 0), changes };
}

/** The same for texts of one length, word under word: where two words change places an alignment may see a third one move. */
const changesInPlace = (from: readonly Word[], to: readonly Word[]): Change[] =>
  from.length === to.length
    ? from.flatMap((word, at) => {
        const other = to[at];
        return other === undefined || keyOf(word) === keyOf(other) ? [] : [{ was: [word], is: [other] }];
      })
    : [];

const hasKin = (word: Word, words: readonly Word[]): boolean =>
  words.some((other) => kinship(word.stem, other.stem) > 0 || isSameUnit(word.lower, other.lower));

/**
 * A word of the one place stands in the other now, and one of the other here: exchanged, unless they are a mere list, or the
 * reference says them more than once, as lists of combinations do.
 */
function isExchanged(changes: readonly Change[], reference: readonly Word[]): boolean {
  const content = changes.map(({ was, is }) => ({ was: was.filter(isContent), is: is.filter(isContent) }));
  return content.some((one, i) =>
    content.slice(i + 1).some((other) => {
      const there = one.was.find((word) => hasKin(word, other.is) && !hasKin(word, other.was));
      const here = other.was.find((word) => hasKin(word, one.is) && !hasKin(word, one.was));
      if (there === undefined || here === undefined) return false;
      if ([there, here].some((word) => reference.filter(({ stem }) => stem === word.stem).length > 1))
        return false;
      const between = reference.slice(reference.indexOf(there) + 1, reference.indexOf(here));
      return !between.every(({ lower }) => LISTING.test(lower));
    }),
  );
}

/** A denial put in or taken out, where the other side has none: "neither … nor" is one. */
function isTurned(changes: readonly Change[], reference: readonly Word[], answer: readonly Word[]): boolean {
  const count = (words: readonly Word[]): number => words.filter(isDenial).length;
  const isMoved = changes.some(({ was, is }) => count(was) !== count(is));
  return isMoved && (count(reference) + count(answer)) % 2 === 1;
}

/** One word for another in the same place, with nothing in common; new words without an old one are another wording. */
function replaced(
  changes: readonly Change[],
  reference: readonly Word[],
  answer: readonly Word[],
  read: ReadonlySet<Word>,
) {
  const isNew = (word: Word): boolean => isContent(word) && !read.has(word);
  const gone = changes.map(({ was }) => was.filter((word) => isNew(word) && !hasKin(word, answer)));
  const come = changes.map(({ is }) => is.filter((word) => isNew(word) && !hasKin(word, reference)));
  if (come.flat().length > gone.flat().length) return undefined;
  return changes
    .map((_, place) => ({ gone: gone[place] ?? [], come: come[place] ?? [] }))
    .flatMap(({ gone: [old], come: [now] }) => (old && now ? [{ gone: old, come: now }] : []))
    .at(0);
}

/** By: a passive has its sides exchanged for a reason; roles.ts reads those. */
const isPassive = (words: readonly Word[]): boolean => words.some(({ lower }) => lower === 'by');

/** How a near copy of the reference (but for words that were `read` otherwise already) says something else, or undefined where it says the same or is no copy. */
export function findChange(
  reference: readonly Sentence[],
  answer: readonly Sentence[],
  read: ReadonlySet<Word> = new Set(),
): Contradiction | undefined {
  const [said, given] = [wordsOf(reference), wordsOf(answer)];
  if (Math.min(said.length, given.length) < FEWEST_WORDS || isPassive(said) !== isPassive(given))
    return undefined;
  const { common, changes } = align(said, given);
  if (common / given.length < COPIED) return undefined;
  if (isExchanged(changes, said) || isExchanged(changesInPlace(said, given), said))
    return { kind: 'reversed', detail: 'it has two things in each other’s place' };
  if (isTurned(changes, said, given)) {
    return { kind: 'negated', detail: 'it denies what the source states, or states what it denies' };
  }
  // A scrap of the reference with a word of one's own is an answer in short.
  const other = common / said.length < COPIED ? undefined : replaced(changes, said, given, read);
  return other === undefined
    ? undefined
    : { kind: 'changed', detail: `“${other.come.lower}” where the source says “${other.gone.lower}”` };
}
