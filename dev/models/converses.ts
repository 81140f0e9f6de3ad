/** Verbs that say the same of the same two from their other side: who sells to you, you buy from. */
import type { Word } from './language.ts';

const GIVING = ['give', 'pai', 'send', 'pass', 'hand', 'suppli', 'provid', 'grant', 'lend', 'sell'] as const;
const HOLDING = ['consist', 'compris', 'contain', 'includ'] as const;

/**
 * By stem: the verbs whose subject is the other one. `with` must stand after the verb, at once or anywhere in its clause.
 * (Relational opposites, also called converses: Lyons, Semantics, 1977, 9.1; Cruse, Lexical Semantics, 1986, 10.6.)
 */
const CONVERSES: Readonly<
  Record<string, { of: readonly string[]; with?: RegExp; isNext?: boolean } | undefined>
> = {
  receiv: { of: GIVING },
  get: { of: GIVING, with: /^from$/ },
  obtain: { of: GIVING, with: /^from$/ },
  inherit: { of: GIVING, with: /^from$/ },
  buy: { of: ['sell'] },
  purchas: { of: ['sell'] },
  borrow: { of: ['lend'] },
  rent: { of: ['let', 'leas'], with: /^from$/ },
  learn: { of: ['teach'], with: /^from$/ },
  constitut: { of: HOLDING },
  compos: { of: HOLDING },
  make: { of: HOLDING, with: /^up$/, isNext: true },
  belong: { of: ['own', 'possess', ...HOLDING], with: /^to$/ },
  work: { of: ['emploi', 'hire'], with: /^for$/ },
};

/** The verbs that this one turns round, at its place in the words of a clause. */
export function conversesOf(verb: string, words: readonly Word[], at: number): readonly string[] {
  const found = Object.hasOwn(CONVERSES, verb) ? CONVERSES[verb] : undefined;
  if (found?.with === undefined) return found?.of ?? [];
  const { with: needed } = found;
  const after = words.slice(at + 1, found.isNext === true ? at + 2 : undefined);
  return after.some(({ lower }) => needed.test(lower)) ? found.of : [];
}

/** "Is made up of", "is composed of": a passive that names no doer but what the whole holds. */
export const holdsParts = (words: readonly Word[], at: number): boolean =>
  words.slice(at + 1, at + 3).some(({ lower }) => lower === 'of');
