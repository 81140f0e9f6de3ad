/** Words that turn a statement round: the two ends of a scale, and what a prefix denies. */
import { stemmer } from 'stemmer';
import type { Word } from './language.ts';

/** Both ends of each scale; every word of one end says the opposite of every word of the other. */
const SCALES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = (
  'increase rise raise grow climb gain high upward soar up/decrease fall drop lower reduce decline sink cut shrink low downward diminish down;' +
  'more/less fewer;most/least;before/after;above/below beneath;often common frequent usual/rarely rare seldom uncommon;' +
  'majority most/minority few;fast quick speed accelerate/slow decelerate;warm hot heat/cold cool;large big great/small little tiny;' +
  'long/short;begin start/end stop finish;true/false;correct right/incorrect wrong;same equal/different;expand widen/contract narrow;' +
  'spread diverge scatter/gather converge brought bring;absorb/release emit;accept approve allow admit/reject refuse block;attract attraction/repel repulsion;' +
  'positive positively/negative negatively;maximum/minimum;internal/external;inside/outside;input/output;add insert/remove delete;' +
  'open/close shut;push/pull;strong/weak;thick/thin;heavy/light;deep/shallow;early/late;alive living/dead;freeze/melt;import/export;' +
  'public/private;static/dynamic;top ceiling/bottom floor ground;hang/stand;north/south;east/west;acid acidic/alkaline alkali basic;old/new young;' +
  'good well/bad ill;best/worst;rich plenty/poor;succeed win won/fail lose lost;keep retain/lose;hold/fail;night/day;visible/hidden invisible;' +
  'hard/soft;expensive dear cost/cheap;upper/lower;buy/sell;lend/borrow;safe/dangerous;full/empty;wet/dry;clockwise/counterclockwise anticlockwise;' +
  'temporary/permanent;simple/complex;solid/liquid;male/female;parent/child;ancestor/descendant;winner/loser;surplus/deficit;' +
  'surface/depth;apart/together;see/blind;work/fail;speak/silent;sterile/fertile;active/passive;mandatory compulsory/optional voluntary;left/right;first/last'
)
  .split(';')
  .map((scale) => {
    const [one = '', other = ''] = scale.split('/');
    const stems = (words: string): Set<string> => new Set(words.split(' ').map((word) => stemmer(word)));
    return [stems(one), stems(other)];
  });

const DENYING = /^(?:un|in|im|ir|il|dis|non|ab)-?$/;
/** Only qualities and deeds are denied by a prefix: an "input" is no denial of a "put". */
const isDeniable = ({ pos }: Word): boolean => pos === 'ADJ' || pos === 'ADV' || pos === 'VERB';

/** "Possible" and "impossible", "harmful" and "harmless": one denies the other by its form. */
function isDeniedForm(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  if (shorter.length >= 4 && longer.endsWith(shorter)) return DENYING.test(longer.slice(0, -shorter.length));
  const bare = a.replace(/(?:less|ful)$/, '');
  return (
    bare !== a &&
    a !== b &&
    bare === b.replace(/(?:less|ful)$/, '') &&
    a.endsWith('less') !== b.endsWith('less')
  );
}

/** Where the answer says the other end of a scale: the word of the reference, and that of the answer. */
export type Opposition = { was: Word; is: Word };

const PARTICLE = /^(up|down|apart|together|in|out|on|off|away|upward|downward)$/;

/** "Speeds up" is one thing said in two words, "spreads light apart" too. */
const isBeside = (words: readonly Word[], a: Word, b: Word): boolean =>
  Math.abs(words.indexOf(a) - words.indexOf(b)) <= 1 || PARTICLE.test(a.lower) || PARTICLE.test(b.lower);

/** "Lighter" without its ending: the tagger takes some of them for things. */
const positive = (lower: string): string => lower.replace(/ier$/, 'y').replace(/er$/, '');

const inside = (words: readonly Word[], end: ReadonlySet<string>): Word | undefined =>
  words.find(
    ({ stem, lower }) => end.has(stem) || end.has(stemmer(lower)) || end.has(stemmer(positive(lower))),
  );

/**
 * The oppositions between two texts: one end of a scale in the one, the other in the other, and in neither both. `ignored` are
 * words that were read otherwise already (the "before" of an order, the "lighter" of a comparison).
 */
export function oppositionsIn(
  reference: readonly Word[],
  answer: readonly Word[],
  ignored: ReadonlySet<Word> = new Set(),
): Opposition[] {
  // What both say opposes nothing: "raising the price decreases demand".
  const unshared = (words: readonly Word[], others: readonly Word[]): Word[] =>
    words.filter((word) => !ignored.has(word) && !others.some(({ stem }) => stem === word.stem));
  const [said, given] = [unshared(reference, answer), unshared(answer, reference)];
  const found: Opposition[] = [];
  for (const [a, b] of SCALES) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const [was, is] = [inside(said, from), inside(given, to)];
      if (was && is && !inside(said, to) && !inside(given, from)) found.push({ was, is });
    }
  }
  for (const was of said.filter(({ stop }) => !stop)) {
    const is = given.find(
      (word) => (isDeniable(word) || isDeniable(was)) && !word.stop && isDeniedForm(was.lower, word.lower),
    );
    if (is) found.push({ was, is });
  }
  return found.filter(
    ({ was }, place) => !found.slice(0, place).some((other) => isBeside(reference, was, other.was)),
  );
}
