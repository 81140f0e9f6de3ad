/** Finds an answer that has who does what to whom the wrong way round. */

import { type Clause, clausesIn, isSameMatter, shared } from './clauses.ts';
import type { Contradiction } from './contradiction.ts';
import { conversesOf, holdsParts } from './converses.ts';
import { canBeVerb, type Sentence, type Word } from './language.ts';

/** What stands on either side of a verb or another hinge. */
type Action = {
  hinge: string;
  before: Set<string>;
  after: Set<string>;
  clause?: Clause;
  /** The word that is the hinge, and whether it was read from its other side. */
  word?: Word;
  isConverse?: boolean;
};

const BE = /^(is|are|was|were|be|been|being|get|gets|got|stays?|remains?|becomes?)$/;
/** Participles whose verb the tagger does not find. */
const IRREGULAR: Readonly<Record<string, string>> = {
  ...{
    broken: 'break',
    eaten: 'eat',
    driven: 'drive',
    taken: 'take',
    given: 'give',
    written: 'write',
    taught: 'teach',
  },
  ...{
    built: 'build',
    beaten: 'beat',
    caught: 'catch',
    held: 'hold',
    led: 'lead',
    fed: 'feed',
    bound: 'bind',
    drawn: 'draw',
  },
  ...{
    worn: 'wear',
    bitten: 'bite',
    chosen: 'choose',
    stolen: 'steal',
    thrown: 'throw',
    bought: 'buy',
    sold: 'sell',
  },
  ...{
    seen: 'see',
    known: 'know',
    fought: 'fight',
    bred: 'breed',
    wrote: 'write',
    ate: 'eat',
    sent: 'send',
    paid: 'pay',
    lent: 'lend',
    learnt: 'learn',
  },
};
const verbOf = ({ lower, stem }: Word): string =>
  Object.hasOwn(IRREGULAR, lower) ? (IRREGULAR[lower] ?? stem) : stem;

const isThing = ({ pos, stop }: Word): boolean => !stop && (pos === 'NOUN' || pos === 'NAME');

/** Comparisons turn on "than", journeys on "to", membership on "part of": their two sides can be swapped like a verb's. */
const HINGES = new Set(['than', 'into', 'to']);
const MEMBERSHIP = /^(part|parts|kind|kinds|type|types|form|forms|piece|pieces)$/;

const isHinge = (
  { pos, lower, stem, index }: Word,
  words: readonly Word[],
  verbs: ReadonlySet<string>,
): boolean =>
  pos === 'VERB' ||
  verbs.has(stem) ||
  HINGES.has(lower) ||
  (lower === 'of' && MEMBERSHIP.test(words.find((word) => word.index === index - 1)?.lower ?? ''));

const thingsOf = (words: readonly Word[]): Set<string> =>
  new Set(words.filter((word) => isThing(word) && !MEMBERSHIP.test(word.lower)).map(({ stem }) => stem));

/** Each hinge of each clause with its sides, swapped where the verb is passive. */
function actionsIn(sentences: readonly Sentence[], verbs: ReadonlySet<string>): Action[] {
  return clausesIn(sentences).flatMap((clause) => {
    const { words } = clause;
    return words
      .map((word, at) => ({ word, at }))
      .filter(({ word }) => isHinge(word, words, verbs))
      .flatMap(({ word, at }) => {
        const [before, after] = [thingsOf(words.slice(0, at)), thingsOf(words.slice(at + 1))];
        const isVerb = word.pos === 'VERB' || verbs.has(word.stem);
        const isAfterBe =
          word.pos === 'VERB' && words.slice(Math.max(0, at - 3), at).some(({ lower }) => BE.test(lower));
        const isPassive = isAfterBe && words.slice(at + 1, at + 5).some(({ lower }) => lower === 'by');
        const straight = { before, after, clause, word };
        const turned = { before: after, after: before, clause, word };
        const own = { hinge: isVerb ? verbOf(word) : word.lower, ...(isPassive ? turned : straight) };
        const others = isVerb ? conversesOf(own.hinge, words, at) : [];
        // The subject of "is made up of" is the whole already.
        const isWhole = isPassive || (isAfterBe && holdsParts(words, at));
        return [
          own,
          ...others.map((hinge) => ({ hinge, ...(isWhole ? straight : turned), isConverse: true })),
        ];
      });
  });
}

/** Because, before and after: what leads to what, whichever stands first in the sentence. */
function ordersIn(sentences: readonly Sentence[]): Action[] {
  const stems = (words: readonly Word[]): Set<string> =>
    new Set(words.filter(({ stop }) => !stop).map(({ stem }) => stem));
  return sentences.flatMap(({ words }) => {
    const at = words.findIndex(({ lower }) => /^(because|before|after)$/.test(lower));
    const hinge = words[at]?.lower ?? '';
    if (at < 0) return [];
    if (at > 0) return [{ hinge, before: stems(words.slice(0, at)), after: stems(words.slice(at + 1)) }];
    const comma = words.findIndex(({ pos, lower }) => pos === 'MARK' && lower === ',');
    return comma < 0
      ? []
      : [{ hinge, before: stems(words.slice(comma)), after: stems(words.slice(1, comma)) }];
  });
}

/** True where something of each side has changed over to the other, and nothing has stayed. */
function isSwapped(said: Action, given: Action): boolean {
  if (said.hinge !== given.hinge) return false;
  if (said.clause && given.clause && !isSameMatter(said.clause, given.clause)) return false;
  const changed = (from: Set<string>, to: Set<string>, own: Set<string>, other: Set<string>): boolean =>
    shared(from, to).some((stem) => !own.has(stem) && !other.has(stem));
  return (
    changed(said.before, given.after, given.before, said.after) &&
    changed(said.after, given.before, given.after, said.before)
  );
}

/** Whose a thing is, by name: "the Earth's gravity", "the gravity of the Earth". Things of things are put in many ways. */
function ownersIn(sentences: readonly Sentence[]): { thing: string; owner: string }[] {
  return sentences.flatMap(({ words }) =>
    words.flatMap((word, at) => {
      const [before, after] = [words[at - 1], words.slice(at + 1).find(isThing)];
      const isGenitive = /['’]s$/.test(word.text.toLowerCase());
      if (isGenitive && word.pos === 'NAME' && after) return [{ thing: after.stem, owner: word.stem }];
      return word.lower === 'of' && before && isThing(before) && after?.pos === 'NAME'
        ? [{ thing: before.stem, owner: after.stem }]
        : [];
    }),
  );
}

/** A thing is given to an owner that the reference names, too, but as the owner of something else or of nothing. */
export function isMisowned(reference: readonly Sentence[], answer: readonly Sentence[]): boolean {
  const [said, given] = [ownersIn(reference), ownersIn(answer)];
  const named = thingsOf(reference.flatMap(({ words }) => words));
  return said.some(({ thing, owner }) => {
    const now = given.filter((one) => one.thing === thing).map((one) => one.owner);
    const was = said.filter((one) => one.thing === thing).map((one) => one.owner);
    return now.length > 0 && !now.includes(owner) && now.every((one) => named.has(one) && !was.includes(one));
  });
}

/** Stems of the verbs of a sentence; where the tagger finds none, of what stands between things and may be one. */
function verbsIn(words: readonly Word[]): string[] {
  const found = words.filter(({ pos, stop }) => pos === 'VERB' && !stop);
  if (words.some(({ pos }) => pos === 'VERB' || pos === 'AUX')) return found.map(({ stem }) => stem);
  const between = words.filter(({ stop }) => !stop).slice(1, -1);
  return between
    .filter(({ lower }) => Object.hasOwn(IRREGULAR, lower) || canBeVerb(lower))
    .map(({ stem }) => stem);
}

export type Roles = {
  /** The reversal of the reference that the answer makes. */
  reversal: Contradiction | undefined;
  /** Verbs that were read as two views of one deed: that they differ says nothing more. */
  read: readonly Word[];
};

/** Who does what to whom in reference and answer, verbs and their converses alike. */
export function readRoles(reference: readonly Sentence[], answer: readonly Sentence[]): Roles {
  // What is a verb in the one text is one in the other, too, whatever the tagger takes it for there.
  const isShort = reference.length === 1 && answer.length === 1;
  const verbs = new Set(isShort ? [...reference, ...answer].flatMap(({ words }) => verbsIn(words)) : []);
  const said = [...actionsIn(reference, verbs), ...ordersIn(reference)];
  const given = [...actionsIn(answer, verbs), ...ordersIn(answer)];
  // The same thing said the right way round somewhere in the answer is the benefit of the doubt.
  const isKept = (one: Action, other: Action): boolean =>
    one.hinge === other.hinge &&
    shared(one.before, other.before).length > 0 &&
    shared(one.after, other.after).length > 0;
  const isReversed = said.some(
    (one) => !given.some((other) => isKept(one, other)) && given.some((other) => isSwapped(one, other)),
  );
  const read = said.flatMap((one) =>
    given
      .filter((other) => (one.isConverse ?? other.isConverse) === true)
      .filter((other) => isKept(one, other) || isSwapped(one, other))
      .flatMap((other) => [one.word, other.word].filter((word) => word !== undefined)),
  );
  return {
    reversal: isReversed
      ? { kind: 'reversed', detail: 'it has the two sides the wrong way round' }
      : undefined,
    read,
  };
}
