/** Numbers and amounts: which the answer gives, which of them belongs to what, and how many "all", "some" and "none" are. */
import type { Contradiction } from './contradiction.ts';
import type { Sentence, Word } from './language.ts';

const NAMED =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const PARTS: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 };

type Counted = { number: string; word: Word };

/** Numbers in figures or in words, fractions as one ("two thirds"). A "one" by itself is no number: it stands for a thing. */
function numbersIn(words: readonly Word[]): Counted[] {
  const counted: Counted[] = [];
  words.forEach((word, at) => {
    const figure = /^\d[\d,]*(?:\.\d+)?/.exec(word.lower)?.[0]?.replaceAll(',', '');
    const named = NAMED.indexOf(word.lower);
    const part = PARTS[words[at + 1]?.lower.replace(/s$/, '') ?? ''];
    const value = figure ?? (named > 1 || (named === 1 && part !== undefined) ? String(named) : undefined);
    if (value !== undefined) counted.push({ number: part === undefined ? value : `${value}/${part}`, word });
  });
  return counted;
}

/** The answer gives numbers, and none that the reference gives. */
export function otherNumber(said: readonly Word[], given: readonly Word[]): Contradiction | undefined {
  const [wanted, got] = [numbersIn(said), numbersIn(given)];
  const [first] = got;
  if (wanted.length === 0 || first === undefined) return undefined;
  if (got.some(({ number }) => wanted.some((one) => one.number === number))) return undefined;
  return { kind: 'number', detail: `${first.word.text} is not the number the source gives` };
}

const isBreak = ({ pos, lower }: Word): boolean =>
  (pos === 'MARK' && /[,;:]/.test(lower)) || /^(and|but|while|whereas)$/.test(lower);

type Segment = Set<string>;

/** "The request that the server sends": a clause about the thing before it, which belongs to it. */
const opensRelative = ({ lower }: Word, at: number, words: readonly Word[]): boolean => {
  const [thing, next] = [words[at - 1], words[at + 1]];
  const isThing = thing !== undefined && !thing.stop && (thing.pos === 'NOUN' || thing.pos === 'NAME');
  return /^(that|which|whom)$/.test(lower) && isThing && next !== undefined && next.pos !== 'VERB';
};

/** What stands between conjunctions and commas, as stems; numbers under their value. */
function segmentsOf(sentences: readonly Sentence[]): Segment[] {
  return sentences.flatMap(({ words }) => {
    const numbers = new Map(numbersIn(words).map(({ word, number }) => [word, number]));
    const segments: Segment[] = [new Set()];
    for (const [at, word] of words.entries()) {
      const number = numbers.get(word);
      const thing = opensRelative(word, at, words) ? words[at - 1] : undefined;
      if (thing !== undefined) {
        segments.at(-1)?.delete(thing.stem);
        segments.push(new Set([thing.stem]));
      } else if (isBreak(word)) segments.push(new Set());
      else if (number !== undefined) segments.at(-1)?.add(number);
      else if (word.pos !== 'MARK' && !word.stop) segments.at(-1)?.add(word.stem);
    }
    return segments.filter(({ size }) => size > 0);
  });
}

const minus = (a: Segment, b: Segment): string[] => [...a].filter((stem) => !b.has(stem));

/**
 * Two halves of the reference exchanged what they say: "freezes at 100 and boils at 0". Each of two segments of the answer
 * must mix what stands apart in the reference.
 */
export function isCrossed(reference: readonly Sentence[], answer: readonly Sentence[]): boolean {
  const [said, given] = [segmentsOf(reference), segmentsOf(answer)];
  return said.some((a, i) =>
    said.slice(i + 1).some((b) => {
      const [onlyA, onlyB] = [minus(a, b), minus(b, a)];
      const parts = given.map((one) => ({
        a: onlyA.filter((stem) => one.has(stem)),
        b: onlyB.filter((stem) => one.has(stem)),
      }));
      const mixed = parts.filter((one) => one.a.length > 0 && one.b.length > 0);
      return mixed.some((one, j) =>
        mixed
          .slice(j + 1)
          .some(
            (other) =>
              one.a.every((stem) => !other.a.includes(stem)) &&
              one.b.every((stem) => !other.b.includes(stem)),
          ),
      );
    }),
  );
}

const AMOUNTS = {
  all: /^(all|every|each|always|both|everybody|everyone)$/,
  some: /^(some|several|sometimes|occasionally)$/,
  few: /^(few|minority|rarely|seldom)$/,
  most: /^(most|majority|usually|mostly|often|many)$/,
  none: /^(no|none|never|neither|nobody|nothing)$/,
} as const;
type Amount = keyof typeof AMOUNTS | 'single';

function amountOf(words: readonly Word[]): Amount | undefined {
  for (const [at, { lower }] of words.entries()) {
    const next = words[at + 1]?.lower;
    if (/^(only|just)$/.test(lower) && next === 'one') return 'single';
    if (/^(not|n't)$/.test(lower) && /^(all|every|each|always)$/.test(next ?? '')) return 'some';
    if (lower === 'few' && words[at - 1]?.lower === 'a') return 'some';
    for (const [amount, pattern] of Object.entries(AMOUNTS)) {
      if (pattern.test(lower)) return isAmount(amount) ? amount : undefined;
    }
  }
  return undefined;
}

const isAmount = (text: string): text is keyof typeof AMOUNTS => Object.hasOwn(AMOUNTS, text);

/** Amounts that can't stand for each other though neither denies the other: by what the reference says. */
const OTHERS: Partial<Record<Amount, readonly Amount[]>> = {
  all: ['some', 'few', 'single'],
  most: ['few', 'single'],
  few: ['all', 'most'],
  some: ['all', 'none'],
  none: ['few', 'some', 'most'],
  single: ['all', 'most', 'some', 'few', 'none'],
};

/** One amount for another: all where the source says few. `isTurned`: exactly one of the two denies what it speaks of. */
export function otherAmount(
  said: readonly Word[],
  given: readonly Word[],
  isTurned: boolean,
): Contradiction | undefined {
  const [was, is] = [amountOf(said), amountOf(given)];
  if (was === undefined || is === undefined || isTurned || !(OTHERS[was]?.includes(is) ?? false))
    return undefined;
  return { kind: 'opposite', detail: 'it speaks of another number of cases than the source' };
}
