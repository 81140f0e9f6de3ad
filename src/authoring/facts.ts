/** What in a sentence can be plainly right or wrong: its numbers, names, quoted terms, and what it denies. */
import { baseLanguage, stemOf, stopWords, wordsOf } from './words.ts';

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  seventy: '70',
  eighty: '80',
  ninety: '90',
  hundred: '100',
  thousand: '1000',
};

/**
 * Each number of a text as the ways it can be read: `1,000`, `1 000` and `1000` are one number, and `1.500` is a thousand
 * and a half in one language and one and a half in another. A minus before digits belongs to them, a dash between doesn't.
 */
export function numbersIn(text: string): string[][] {
  const digits = [...text.matchAll(/(?<![\p{L}\d])[-−]?\d+(?:[.,\u00a0\u202f' ]\d+)*/gu)].flatMap(([found]) =>
    readNumber(found),
  );
  const words = (text.toLowerCase().match(/[a-z]+/g) ?? []).flatMap((word) => NUMBER_WORDS[word] ?? []);
  return [...digits, ...words.map((word) => [word])];
}

function readNumber(written: string): string[][] {
  const minus = /^[-−]/.test(written) ? '-' : '';
  const bare = written.replace(/^[-−]/, '');
  const decimal = minus + canonical(bare.replace(',', '.'));
  if (/^\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+$/.test(bare)) {
    const whole = minus + bare.replaceAll(/\D/g, '');
    return [/^\d{1,3}[.,]\d{3}$/.test(bare) ? [whole, decimal] : [whole]];
  }
  if (/^\d+[.,]\d+$/.test(bare)) return [[decimal]];
  return bare.split(/\D+/).map((part, index) => [(index === 0 ? minus : '') + canonical(part)]);
}

const canonical = (digits: string): string => {
  const value = Number(digits);
  return Number.isFinite(value) ? String(value) : digits;
};

/** What must stand in the source as written: terms in quotation marks or code marks (without them), and degrees. */
export const quotedIn = (text: string): string[] =>
  [...text.matchAll(/(°\s?[CFK])|“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]|"([^"]+)"|`([^`]+)`/gu)].map((match) =>
    (match.slice(1).find((part) => part !== undefined) ?? '').trim(),
  );

/**
 * Names, lower case: words with a capital that don't open the sentence, and abbreviations and codes anywhere. In
 * languages that write all nouns large this is more than names, which only makes the check stricter.
 */
export function namesIn(text: string, language: string | null): string[] {
  const words = wordsOf(text, language);
  const stops = stopWords(baseLanguage(language));
  return words
    .filter((word, index) => {
      const isCode = /\p{Lu}.*\p{Lu}/u.test(word) || /\p{L}\d|\d\p{L}/u.test(word);
      const isCapital = /^\p{Lu}/u.test(word);
      return (isCode || (isCapital && index > 0)) && !stops.has(word.toLowerCase()) && word.length > 1;
    })
    .map((word) => word.toLowerCase());
}

const NEGATIONS = new Set(
  "not never no none neither nor without cannot nothing nobody hardly don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't shouldn't wouldn't mustn't nicht nie kein keine keinen ohne pas jamais aucun sans ne no nunca sin non mai senza não nunca sem niet geen nooit zonder".split(
    ' ',
  ),
);
/** Content words that a negation reaches. */
const REACH = 3;

/** Stems of what the text denies. */
export function deniedIn(text: string, language: string | null): Set<string> {
  const base = baseLanguage(language);
  const stops = stopWords(base);
  const denied = new Set<string>();
  let reach = 0;
  for (const word of wordsOf(text, language)) {
    const lower = word.toLowerCase().replaceAll('’', "'");
    if (NEGATIONS.has(lower)) reach = REACH;
    else if (reach > 0 && !stops.has(lower)) {
      denied.add(stemOf(word, base));
      reach -= 1;
    }
  }
  return denied;
}
