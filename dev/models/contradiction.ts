/** Finds where an answer says the opposite of its reference: likeness of words and of meaning sees none of these. */
import { type Clause, clausesIn, isSameMatter, shared } from './clauses.ts';
import { readSentences, type Sentence } from './language.ts';
import { otherUnit } from './measures.ts';
import { findChange } from './near-copies.ts';
import { findReversal } from './roles.ts';

export type Contradiction = {
  kind: 'negated' | 'reversed' | 'opposite' | 'number' | 'changed';
  detail: string;
};

/** Pairs that turn a statement round. One word of a pair in the reference and the other in the answer is a contradiction. */
const OPPOSITES: readonly (readonly [string, string])[] = (
  'increase/decrease rise/fall more/less more/fewer higher/lower high/low before/after above/below always/never ' +
  'faster/slower fast/slow warmer/colder warm/cold hot/cold larger/smaller large/small longer/shorter long/short ' +
  'first/last start/end begin/end true/false correct/incorrect same/different expand/contract absorb/release ' +
  'gain/lose accept/reject attract/repel positive/negative maximum/minimum internal/external inside/outside ' +
  'input/output add/remove open/close push/pull strong/weak thick/thin heavy/light deep/shallow early/late ' +
  'with/without alive/dead grow/shrink freeze/melt import/export private/public static/dynamic top/bottom ' +
  'left/right north/south east/west acid/alkaline oldest/newest best/worst most/least stronger/weaker ' +
  'earlier/later better/worse lighter/heavier thicker/thinner deeper/shallower rich/poor succeed/fail'
)
  .split(' ')
  .map((pair) => {
    const [a = '', b = ''] = pair.split('/');
    return [a, b];
  });

const INFLECTED = '(?:s|es|d|ed|r|er|ing|n|en)?';
const has = (text: string, word: string): boolean =>
  new RegExp(`\\b${word.replace(/e$/, 'e?')}${INFLECTED}\\b`, 'i').test(text);

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

function findNegation(all: Pairing, reference: readonly Clause[]): Contradiction | undefined {
  const pairs = all.filter((pair) => isComparable(pair, reference));
  // A clause that agrees outweighs one that does not: "animals, not plants" may be said in any order.
  if (pairs.some(({ said, given }) => said.isNegated === given.isNegated)) return undefined;
  const [turned] = pairs;
  if (!turned) return undefined;
  const detail = turned.given.isNegated
    ? 'it denies what the source states'
    : 'it states what the source denies';
  return { kind: 'negated', detail };
}

/** One word of a pair in the one clause, its opposite in the other, the rest of the matter the same. */
function findOpposite(pairs: Pairing, reference: string, answer: string): Contradiction | undefined {
  for (const { said, given } of pairs) {
    for (const [a, b] of OPPOSITES) {
      for (const [was, is] of [
        [a, b],
        [b, a],
      ] as const) {
        const turned = has(said.text, was) && has(given.text, is) && !has(reference, is) && !has(answer, was);
        if (turned && said.isNegated === given.isNegated) {
          return { kind: 'opposite', detail: `“${is}” where the source says “${was}”` };
        }
      }
    }
  }
  return undefined;
}

const numbersIn = (text: string): string[] => text.replaceAll(',', '').match(/\d+(?:\.\d+)?/g) ?? [];

function findNumber(reference: string, answer: string): Contradiction | undefined {
  const said = numbersIn(reference);
  const given = numbersIn(answer);
  if (said.length === 0 || given.length === 0 || given.some((number) => said.includes(number)))
    return undefined;
  return { kind: 'number', detail: `${given[0]} is not the number the source gives` };
}

function findUnit(said: readonly Sentence[], given: readonly Sentence[]): Contradiction | undefined {
  const lower = (sentences: readonly Sentence[]) =>
    sentences.flatMap(({ words }) => words.map((word) => word.lower));
  const other = otherUnit(lower(said), lower(given));
  return other && { kind: 'number', detail: `“${other.is}” where the source says “${other.was}”` };
}

/** "No: whales are mammals." The word before the mark answers the question; what follows is to be judged. */
const ANSWERS_FIRST = /^\s*(?:yes|no)\s*[,:;.!–—-]\s*(?=\S)/i;

/** How the answer contradicts the reference, or undefined. It finds the plain cases; it proves nothing by silence. */
export function findContradiction(reference: string, written: string): Contradiction | undefined {
  const answer = written.replace(ANSWERS_FIRST, '');
  const [said, given] = [readSentences(reference), readSentences(answer)];
  const clauses = clausesIn(said);
  const pairs = pairClauses(clauses, clausesIn(given));
  const reversal = findReversal(said, given);
  const opposite = findOpposite(pairs, reference, answer);
  // "Silver is lighter than gold": exchanged and turned round is the same again.
  if (reversal && opposite) return undefined;
  return (
    reversal ??
    findNegation(pairs, clauses) ??
    opposite ??
    findNumber(reference, answer) ??
    findUnit(said, given) ??
    findChange(said, given)
  );
}
