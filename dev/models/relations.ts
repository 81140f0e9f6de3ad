/** What stands before what in time, what leads to what, what goes from where to where, what lies above what. */
import { meets, onlyIn } from './kinship.ts';
import type { Sentence, Word } from './language.ts';

/** `from` comes first, causes, is where it starts, lies below, lies between; `hinges` are the words that say so. */
export type Relation = {
  kind: 'time' | 'cause' | 'motion' | 'height' | 'between';
  from: ReadonlySet<string>;
  to: ReadonlySet<string>;
  hinges: readonly Word[];
};

const ORDER =
  /^(before|after|once|first|last|then|finally|next|afterwards?|later|because|so|therefore|thus|hence|reason|result)$/;
const stemsOf = (words: readonly Word[]): Set<string> =>
  new Set(words.filter(({ stop, lower }) => !stop && !ORDER.test(lower)).map(({ stem }) => stem));

const isComma = ({ pos, lower }: Word): boolean => pos === 'MARK' && /[,;:]/.test(lower);

/** The two sides of a conjunction at `at`: what it opens, and the rest of the sentence. */
function sidesOf(words: readonly Word[], at: number): { rest: Word[]; own: Word[] } | undefined {
  if (at > 0) return { rest: words.slice(0, at), own: words.slice(at + 1) };
  const comma = words.findIndex(isComma);
  return comma < 0 ? undefined : { rest: words.slice(comma + 1), own: words.slice(1, comma) };
}

type Hinge = { kind: Relation['kind']; ownFirst: boolean };

/** Words that join two sides; `ownFirst`: what follows the word is the earlier, the cause, the lower. */
const HINGES: Readonly<Record<string, Hinge>> = {
  before: { kind: 'time', ownFirst: false },
  after: { kind: 'time', ownFirst: true },
  once: { kind: 'time', ownFirst: true },
  because: { kind: 'cause', ownFirst: true },
  above: { kind: 'height', ownFirst: true },
  below: { kind: 'height', ownFirst: false },
  beneath: { kind: 'height', ownFirst: false },
  under: { kind: 'height', ownFirst: false },
  between: { kind: 'between', ownFirst: false },
};

const VERBS: Readonly<Record<string, Hinge>> = {
  follow: { kind: 'time', ownFirst: true },
  preced: { kind: 'time', ownFirst: false },
  caus: { kind: 'cause', ownFirst: false },
  lead: { kind: 'cause', ownFirst: false },
  led: { kind: 'cause', ownFirst: false },
  trigger: { kind: 'cause', ownFirst: false },
  produc: { kind: 'cause', ownFirst: false },
  make: { kind: 'cause', ownFirst: false },
  drive: { kind: 'cause', ownFirst: false },
  drove: { kind: 'cause', ownFirst: false },
  creat: { kind: 'cause', ownFirst: false },
  result: { kind: 'cause', ownFirst: false },
  reason: { kind: 'cause', ownFirst: false },
};

/** "Is the result of" and "is caused by" look back; "results in" looks ahead. */
const looksBack = (words: readonly Word[], at: number): boolean =>
  words.slice(at + 1, at + 4).some(({ lower }) => lower === 'by' || lower === 'from') ||
  (words[at]?.stem === 'result' && words[at + 1]?.lower === 'of');

function joined(words: readonly Word[]): Relation[] {
  return words.flatMap((word, at): Relation[] => {
    const conjunction = Object.hasOwn(HINGES, word.lower) ? HINGES[word.lower] : undefined;
    // "Drive out" and "make up" are other verbs.
    const isOther = /^(out|away|off|up)$/.test(words[at + 1]?.lower ?? '');
    const verb = !isOther && Object.hasOwn(VERBS, word.stem) ? VERBS[word.stem] : undefined;
    const hinge = conjunction ?? verb;
    const sides = hinge && sidesOf(words, at);
    if (!hinge || !sides || (verb && at === 0)) return [];
    const ownFirst = hinge.ownFirst !== (conjunction === undefined && looksBack(words, at));
    const [own, rest] = [stemsOf(sides.own), stemsOf(sides.rest)];
    return [{ kind: hinge.kind, from: ownFirst ? own : rest, to: ownFirst ? rest : own, hinges: [word] }];
  });
}

const SO = /^(so|therefore|thus|hence)$/;
const THEN = /^(then|next|finally|afterwards?|later|last|subsequently)$/;

/** "First A, then B", "A first and B last"; "A, so B". */
function inSegments(words: readonly Word[]): Relation[] {
  const segments: Word[][] = [[]];
  for (const word of words) {
    if (isComma(word) || word.lower === 'and') segments.push([]);
    else segments.at(-1)?.push(word);
  }
  const at = (pattern: RegExp) => segments.findIndex((one) => one.some(({ lower }) => pattern.test(lower)));
  const [first, then, so] = [at(/^first$/), at(THEN), at(SO)];
  const hinges = words.filter(({ lower }) => /^first$/.test(lower) || THEN.test(lower));
  const sequence: Relation[] =
    first >= 0 && then >= 0 && first !== then
      ? [{ kind: 'time', from: stemsOf(segments[first] ?? []), to: stemsOf(segments[then] ?? []), hinges }]
      : [];
  const consequence: Relation[] =
    so > 0
      ? [
          {
            kind: 'cause',
            from: stemsOf(segments.slice(0, so).flat()),
            to: stemsOf(segments.slice(so).flat()),
            hinges: [],
          },
        ]
      : [];
  return [...sequence, ...consequence];
}

const PREPOSITION = /^(to|into|onto|from|by|in|on|at|with|for|through|during|via|back|down|up)$/;

/** The words of the phrase that opens at `at`: up to the next verb, preposition or comma. */
function phraseAt(words: readonly Word[], at: number): Word[] {
  const rest = words.slice(at);
  const end = rest.findIndex(
    (word) => isComma(word) || PREPOSITION.test(word.lower) || word.pos === 'AUX' || word.pos === 'VERB',
  );
  return end < 0 ? rest : rest.slice(0, end);
}

/** From where to where; who stands before the verb is the other end, where only one is named. */
function movedIn(words: readonly Word[]): Relation[] {
  const ends: { from?: Set<string>; to?: Set<string> } = {};
  const named = new Set<Word>();
  const hinges: Word[] = [];
  let start = words.length;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    const isOut = word.lower === 'out' && next?.lower === 'of';
    const isFrom = word.lower === 'from' || isOut;
    const isTo =
      /^(into|onto)$/.test(word.lower) ||
      (word.lower === 'to' && next?.pos !== 'VERB' && next?.pos !== 'AUX');
    if (!isFrom && !isTo) continue;
    const own = phraseAt(words, at + (isOut ? 2 : 1));
    const phrase = stemsOf(own);
    for (const one of own) named.add(one);
    if (isFrom) ends.from ??= phrase;
    else ends.to ??= phrase;
    hinges.push(word);
    start = Math.min(start, at);
  }
  if (!ends.from && !ends.to) return [];
  const by = words.findIndex(({ lower }) => lower === 'by');
  // In the passive the agent is where it comes from; what stands in front is what is moved.
  const agent = by >= 0 && !ends.from ? stemsOf(phraseAt(words, by + 1)) : stemsOf(words.slice(0, start));
  const inFront = start === 0 ? stemsOf(words.filter((word) => !named.has(word))) : agent;
  return [{ kind: 'motion', from: ends.from ?? inFront, to: ends.to ?? inFront, hinges }];
}

/** All relations that sentences state. */
export const relationsIn = (sentences: readonly Sentence[]): Relation[] =>
  sentences.flatMap(({ words }) => [...joined(words), ...inSegments(words), ...movedIn(words)]);

/** Whether both state a relation of a kind the same way round or the other; undefined where they can't be compared. */
export function compareRelations(
  said: readonly Relation[],
  given: readonly Relation[],
): { verdict: 'same' | 'placed' | 'swapped'; hinges: Word[] } | undefined {
  let swapped: Word[] | undefined;
  let same: Word[] | undefined;
  let placed: Word[] | undefined;
  for (const one of said) {
    const [from, to] = [onlyIn(one.from, one.to), onlyIn(one.to, one.from)];
    for (const other of given.filter(({ kind }) => kind === one.kind)) {
      const [from2, to2] = [onlyIn(other.from, other.to), onlyIn(other.to, other.from)];
      const hinges = [...one.hinges, ...other.hinges];
      if (meets(from, to2) && meets(to, from2)) swapped ??= hinges;
      else if (meets(from, from2) && meets(to, to2)) {
        // What lies where is seldom all that is said: who does it may still be the other.
        if (one.kind === 'height') placed ??= hinges;
        else same ??= hinges;
      }
    }
  }
  if (swapped) return { verdict: 'swapped', hinges: swapped };
  if (same) return { verdict: 'same', hinges: same };
  return placed && { verdict: 'placed', hinges: placed };
}
