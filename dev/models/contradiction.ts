/** Finds where an answer says the opposite of its reference: likeness of words and of meaning sees none of these. */
import { oppositionsIn } from './antonyms.ts';
import { type Clause, clausesIn, isSameMatter, negationsIn, shared } from './clauses.ts';
import { compareComparisons, comparisonsIn, isDenying } from './comparisons.ts';
import { readSentences, type Sentence, type Word } from './language.ts';
import { otherUnit } from './measures.ts';
import { findChange } from './near-copies.ts';
import { isCrossed, otherAmount, otherNumber } from './quantities.ts';
import { compareRelations, relationsIn } from './relations.ts';
import { isMisowned, readRoles } from './roles.ts';

export type Contradiction = {
  kind: 'negated' | 'reversed' | 'opposite' | 'number' | 'changed';
  detail: string;
};

type Pairing = { said: Clause; given: Clause }[];

/** Clauses of reference and answer that speak of the same matter. A reference of one word is a name, not a matter. */
function pairClauses(reference: readonly Clause[], answer: readonly Clause[]): Pairing {
  if (reference.length === 1 && reference[0]?.stems.size === 1) return [];
  return reference.flatMap((said) =>
    answer.filter((given) => isSameMatter(said, given)).map((given) => ({ said, given })),
  );
}

const isConditional = ({ joint }: Clause): boolean => /^(if|when|unless|until)$/.test(joint);

/** "If none is given" denies nothing, and a reference that both says and denies a thing can be met by either. */
const isComparable = ({ said, given }: Pairing[number], reference: readonly Clause[]): boolean =>
  (said.joint === given.joint || !(isConditional(said) || isConditional(given))) &&
  reference.every(
    (other) =>
      other.isNegated === said.isNegated ||
      (shared(other.stems, said.stems).length < 2 &&
        (!given.isNegated || shared(other.stems, given.stems).every((stem) => said.stems.has(stem)))),
  );

const asOne = ({ words, text }: Sentence): Clause => ({
  joint: '',
  text,
  words,
  stems: new Set(words.filter(({ stop }) => !stop).map(({ stem }) => stem)),
  isNegated: negationsIn(words) % 2 === 1,
});

/** The answer with what it says the opposite of in its place: who denies a thing speaks of it. */
function bridged({ said, given }: Pairing[number]): Clause {
  const stems = new Set(given.stems);
  for (const { was, is } of oppositionsIn(said.words, given.words)) {
    stems.delete(is.stem);
    if (said.stems.has(was.stem)) stems.add(was.stem);
  }
  return { ...given, stems };
}

/** Reference and answer as one pair, where each is one sentence and both speak of one matter. */
function wholePair(said: readonly Sentence[], given: readonly Sentence[]): Pairing {
  const [a, b] = [said[0], given[0]];
  if (a === undefined || b === undefined || said.length > 1 || given.length > 1) return [];
  const pair = { said: asOne(a), given: asOne(b) };
  return pair.said.stems.size > 1 && isSameMatter(pair.said, bridged(pair)) ? [pair] : [];
}

/** "There is no time at which …" denies all that follows. */
const EXISTS_NOT = /^there (?:is|are) no\b/i;

/** Exactly one of reference and answer denies. A reference of one clause is read whole, else clause by clause. */
function isTurned(all: Pairing, whole: Pairing, reference: readonly Clause[]): boolean {
  const pairs = all.filter((pair) => isComparable(pair, reference));
  const differs = ({ said, given }: Pairing[number]): boolean => said.isNegated !== given.isNegated;
  // A clause that agrees outweighs one that does not: "animals, not plants" may be said in any order.
  const [one] = whole;
  if (one !== undefined && EXISTS_NOT.test(one.given.text)) return differs(one);
  if (pairs.some((pair) => !differs(pair))) return false;
  if (one !== undefined && (reference.length === 1 || all.length === 0)) return differs(one);
  return pairs.length > 0;
}

const wordsOf = (sentences: readonly Sentence[]): Word[] => sentences.flatMap(({ words }) => words);

/** A word that a text says somewhere is not said against it. */
const saysToo = (sentences: readonly Sentence[], word: Word): boolean =>
  wordsOf(sentences).some(({ stem, lower }) => stem === word.stem || lower === word.lower);

const lowerOf = (sentences: readonly Sentence[]): string[] => wordsOf(sentences).map(({ lower }) => lower);

function findUnit(said: readonly Sentence[], given: readonly Sentence[]): Contradiction | undefined {
  const other = otherUnit(lowerOf(said), lowerOf(given));
  return other && { kind: 'number', detail: `“${other.is}” where the source says “${other.was}”` };
}

/**
 * Order, cause, way and comparison, read as what they state whichever way they are put. Only of one sentence beside one: in
 * longer texts the same words stand in many relations.
 */
function readOrder(whole: Pairing, said: readonly Sentence[], given: readonly Sentence[]) {
  const isOne = whole.length > 0;
  const compared = isOne ? compareComparisons(comparisonsIn(said), comparisonsIn(given)) : undefined;
  const related = isOne ? compareRelations(relationsIn(said), relationsIn(given)) : undefined;
  const isSwapped =
    compared?.verdict === 'contrary' || related?.verdict === 'swapped' || (isOne && isMisowned(said, given));
  return {
    isRead: isSwapped || compared !== undefined || related?.verdict === 'same',
    isSwapped,
    /** A denial that is part of a comparison was counted with it. */
    isDenialRead: compared?.words.some(isDenying) === true,
    read: [...(compared?.words ?? []), ...(related?.hinges ?? [])],
  };
}

/** Where order was read, sides that changed places did so for a reason; another word is another word all the same. */
const otherWord = (isRead: boolean, change: Contradiction | undefined): Contradiction | undefined =>
  isRead && change?.kind === 'reversed' ? undefined : change;

const REVERSED: Contradiction = { kind: 'reversed', detail: 'it has the two sides the wrong way round' };
const NEGATED: Contradiction = { kind: 'negated', detail: 'one denies what the other states' };

/** "No: whales are mammals." The word before the mark answers the question; what follows is to be judged. */
const ANSWERS_FIRST = /^\s*(?:yes|no)\s*[,:;.!–—-]\s*(?=\S)/i;

/**
 * How the answer contradicts the reference, or undefined. Whoever exchanges sides and says the opposite of them, or denies an
 * opposite, says the same again: what turns a statement round counts by its parity. It proves nothing by silence.
 */
export function findContradiction(reference: string, written: string): Contradiction | undefined {
  const [said, given] = [readSentences(reference), readSentences(written.replace(ANSWERS_FIRST, ''))];
  const clauses = clausesIn(said);
  const [pairs, whole] = [pairClauses(clauses, clausesIn(given)), wholePair(said, given)];
  const order = readOrder(whole, said, given);
  const roles = readRoles(said, given);
  const read = new Set([...order.read, ...roles.read]);
  const reversal = order.isRead ? (order.isSwapped ? REVERSED : undefined) : roles.reversal;
  const turned = !order.isDenialRead && isTurned(pairs, whole, clauses) ? NEGATED : undefined;
  const [first] = [...pairs, ...whole]
    .map((pair) => oppositionsIn(pair.said.words, pair.given.words, read))
    .map((found) => found.filter((one) => !saysToo(said, one.is) && !saysToo(given, one.was)))
    .filter(({ length }) => length % 2 === 1);
  const [opposition] = first ?? [];
  const opposite: Contradiction | undefined = opposition && {
    kind: 'opposite',
    detail: `“${opposition.is.lower}” where the source says “${opposition.was.lower}”`,
  };
  const turns = [reversal, turned, opposite].filter((one) => one !== undefined);
  if (turns.length % 2 === 1) return turns[0];
  const amount =
    whole.length > 0 ? otherAmount(wordsOf(said), wordsOf(given), turned !== undefined) : undefined;
  const crossed = whole.length > 0 && !order.isRead && isCrossed(said, given) ? REVERSED : undefined;
  return (
    otherNumber(wordsOf(said), wordsOf(given)) ??
    findUnit(said, given) ??
    amount ??
    (turns.length === 0 ? (crossed ?? otherWord(order.isRead, findChange(said, given, read))) : undefined)
  );
}
