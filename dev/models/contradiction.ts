/** Finds where an answer says the opposite of its reference: likeness of words and of meaning sees none of these. */
import { readSentences, type Sentence, type Word } from './language.ts';

export type Contradiction = { kind: 'negated' | 'reversed' | 'opposite' | 'number'; detail: string };

const NEGATIONS = new Set(
  "not n't no never none neither nor without cannot nothing nobody hardly scarcely unable lack lacks fail fails isn doesn don aren won didn wasn".split(
    ' ',
  ),
);

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

function findOpposite(reference: string, answer: string): Contradiction | undefined {
  for (const [a, b] of OPPOSITES) {
    for (const [said, instead] of [
      [a, b],
      [b, a],
    ] as const) {
      const turned =
        has(reference, said) && !has(reference, instead) && has(answer, instead) && !has(answer, said);
      if (turned) return { kind: 'opposite', detail: `“${instead}” where the source says “${said}”` };
    }
  }
  return undefined;
}

const isNegation = ({ lower }: Word): boolean => NEGATIONS.has(lower.replace('’', "'"));

/** Stems a negation reaches: the few content words after it. */
function negatedStems(sentences: readonly Sentence[]): Set<string> {
  const reached = new Set<string>();
  for (const { words } of sentences) {
    for (const { index } of words.filter(isNegation)) {
      const after = words.slice(index + 1).filter(({ stop, pos }) => !stop || pos === 'VERB');
      for (const { stem } of after.slice(0, 3)) reached.add(stem);
    }
  }
  return reached;
}

const stemsOf = (sentences: readonly Sentence[]): Set<string> =>
  new Set(
    sentences.flatMap(({ words }) =>
      words.filter(({ stop, pos }) => !stop || pos === 'VERB').map(({ stem }) => stem),
    ),
  );

function findNegation(
  reference: readonly Sentence[],
  answer: readonly Sentence[],
): Contradiction | undefined {
  const [inReference, inAnswer] = [negatedStems(reference), negatedStems(answer)];
  const [said, answered] = [stemsOf(reference), stemsOf(answer)];
  // "not plants but animals" against "animals, not plants": a stem counts only where it is denied on one side
  // and plainly stated on the other.
  const denied = [...inAnswer].find((stem) => said.has(stem) && !inReference.has(stem));
  if (denied && inReference.size === 0)
    return { kind: 'negated', detail: `it denies what the source states` };
  const dropped = [...inReference].find((stem) => answered.has(stem) && !inAnswer.has(stem));
  if (dropped && inAnswer.size === 0) return { kind: 'negated', detail: `it states what the source denies` };
  return undefined;
}

type Clause = { verb: string; before: Set<string>; after: Set<string> };

const BE = /^(is|are|was|were|be|been|being|get|gets|got)$/;
const isThing = ({ pos, stop }: Word): boolean => !stop && (pos === 'NOUN' || pos === 'NAME');

/** Comparisons turn on "than", journeys on "to": their two sides can be swapped like a verb's. */
const PIVOTS = new Set(['than', 'into', 'to']);

/** What stands before and after each verb (swapped where it is passive), each comparison and each "to". */
function clausesOf(sentences: readonly Sentence[]): Clause[] {
  return sentences.flatMap(({ words }) =>
    words
      .filter((word) => (word.pos === 'VERB' || PIVOTS.has(word.lower)) && words.some(isThing))
      .map(({ index, stem, lower }) => {
        const before = new Set(
          words
            .slice(0, index)
            .filter(isThing)
            .map((word) => word.stem),
        );
        const after = new Set(
          words
            .slice(index + 1)
            .filter(isThing)
            .map((word) => word.stem),
        );
        const isPassive =
          words.slice(Math.max(0, index - 3), index).some((word) => BE.test(word.lower)) &&
          words.slice(index + 1, index + 5).some((word) => word.lower === 'by');
        const verb = PIVOTS.has(lower) ? lower : stem;
        return isPassive ? { verb, before: after, after: before } : { verb, before, after };
      }),
  );
}

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter((x) => b.has(x));

function findReversal(
  reference: readonly Sentence[],
  answer: readonly Sentence[],
): Contradiction | undefined {
  const answers = clausesOf(answer);
  for (const said of clausesOf(reference)) {
    for (const given of answers.filter(({ verb }) => verb === said.verb)) {
      const [was] = shared(said.before, given.after).filter(
        (x) => !given.before.has(x) && !said.after.has(x),
      );
      const [became] = shared(said.after, given.before).filter(
        (x) => !given.after.has(x) && !said.before.has(x),
      );
      if (was && became) return { kind: 'reversed', detail: 'it has the two sides the wrong way round' };
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

/** How the answer contradicts the reference, or undefined. It finds the plain cases; it proves nothing by silence. */
export function findContradiction(reference: string, answer: string): Contradiction | undefined {
  const [said, given] = [readSentences(reference), readSentences(answer)];
  return (
    findReversal(said, given) ??
    findNegation(said, given) ??
    findOpposite(reference, answer) ??
    findNumber(reference, answer)
  );
}
