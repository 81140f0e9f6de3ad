/** A text as it is read out in English: numbers, signs, units, codes and addresses in words that any voice can say. */
import { isCounted } from './frequencies.ts';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: readonly [number, string][] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1000, 'thousand'],
  [100, 'hundred'],
];
/** Above, digits are read one by one: it is a number of something, not an amount. */
const LARGEST = 1e15;

/** A whole number from 0 in words. */
export function integerInWords(value: number): string {
  const small = ONES[value];
  if (small !== undefined) return small;
  const [scale, name] = SCALES.find(([from]) => value >= from) ?? [0, ''];
  const [head, rest] =
    scale === 0
      ? [TENS[Math.floor(value / 10)] ?? '', value % 10]
      : [`${integerInWords(Math.floor(value / scale))} ${name}`, value % scale];
  return rest === 0 ? head : `${head} ${integerInWords(rest)}`;
}

const digitByDigit = (digits: string): string =>
  [...digits].map((digit) => ONES[Number(digit)] ?? '').join(' ');

/** 1847 is eighteen forty seven, 1905 nineteen oh five, 2004 two thousand four. */
function yearInWords(year: number): string {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (century % 10 === 0 && rest < 10) return integerInWords(year);
  if (rest === 0) return `${integerInWords(century)} hundred`;
  return `${integerInWords(century)} ${rest < 10 ? 'oh ' : ''}${integerInWords(rest)}`;
}

/** `12`, `20,000`, `0.025`, `1999`, `007` in words. */
function numberInWords(written: string): string {
  const [whole = '', fraction] = written.replaceAll(',', '').split('.');
  const isCode = (whole.length > 1 && whole.startsWith('0')) || Number(whole) >= LARGEST;
  const isYear = fraction === undefined && /^(?:1[1-9]|20)\d\d$/.test(written);
  const said = isCode
    ? digitByDigit(whole)
    : isYear
      ? yearInWords(Number(whole))
      : integerInWords(Number(whole));
  return fraction === undefined ? said : `${said} point ${digitByDigit(fraction)}`;
}

const ORDINALS: Readonly<Record<string, string>> = {
  ...{
    one: 'first',
    two: 'second',
    three: 'third',
    five: 'fifth',
    eight: 'eighth',
    nine: 'ninth',
    twelve: 'twelfth',
  },
};
const withLastWord = (words: string, change: (last: string) => string): string =>
  words.replace(/\w+$/, (last) => change(last));
const ordinal = (words: string): string =>
  withLastWord(words, (last) => ORDINALS[last] ?? `${last.replace(/y$/, 'ie')}th`);
const plural = (words: string): string => withLastWord(words, (last) => `${last.replace(/y$/, 'ie')}s`);

/** Letters one by one where a name is no word: PDF, HTML, HACCP; but COVID, and HEAD for head. */
function nameInWords(name: string): string {
  const isSaid =
    isCounted(name.toLowerCase()) ||
    (name.length > 3 && /^[^AEIOU]?(?:[AEIOU][^AEIOU]{1,2})+[AEIOU]?$/.test(name));
  return isSaid ? name : [...name].join(' ');
}

/** Longer codes are hashes: nobody listens to forty letters. */
const LONGEST_CODE = 10;
const HEARD_OF_A_HASH = 7;

/** `CD4`, `9fceb02`: letters and digits by themselves, groups of digits as numbers where they are short. */
function codeInWords(code: string): string {
  if (code.length > LONGEST_CODE) return `${codeInWords(code.slice(0, HEARD_OF_A_HASH))} and so on`;
  const parts = code.match(/\p{L}+|\d+/gu) ?? [];
  return parts
    .map((part) =>
      /\d/.test(part)
        ? part.length < 3
          ? integerInWords(Number(part))
          : digitByDigit(part)
        : isCounted(part.toLowerCase()) && part.length > 2
          ? part
          : [...part].join(' '),
    )
    .join(' ');
}

const UNITS: Readonly<Record<string, string>> = {
  ...{
    cm: 'centimetres',
    mm: 'millimetres',
    km: 'kilometres',
    kg: 'kilograms',
    ml: 'millilitres',
    m: 'metres',
    g: 'grams',
  },
};

type Rule = readonly [RegExp, string | ((found: string, ...groups: string[]) => string)];

/** In their order: what later ones would misread is put into words by earlier ones. */
const RULES: readonly Rule[] = [
  [/https?:\/\/(?:www\.)?([^\s/?#)]+)\S*/g, (_, host) => host],
  [/\be\.\s?g\.,?/g, 'for example,'],
  [/\bi\.\s?e\.,?/g, 'that is,'],
  [/\betc\.(?=\s+\p{Ll})/gu, 'and so on'],
  [/\bvs\./g, 'versus'],
  [/\bDr\.(?=\s)/g, 'Doctor'],
  [/\bMr\.(?=\s)/g, 'Mister'],
  [/\bMrs\.(?=\s)/g, 'Misses'],
  [
    /([£€$])\s?(\d+(?:,\d{3})*(?:\.\d+)?)/g,
    (_, sign, amount) => `${amount} ${{ '£': 'pounds', '€': 'euros', $: 'dollars' }[sign] ?? ''}`,
  ],
  [/(?<=\d\s?)(cm|mm|km|kg|ml|m|g)\b/g, (_, unit) => ` ${UNITS[unit] ?? unit}`],
  [/€/g, ' euros'],
  [/\s*°\s?C\b/g, ' degrees Celsius'],
  [/\s*°\s?F\b/g, ' degrees Fahrenheit'],
  [/\s*°/g, ' degrees'],
  [/\s*%/g, ' percent'],
  [/½/g, ' one half'],
  [/¼/g, ' one quarter'],
  [/¾/g, ' three quarters'],
  [/²/g, ' squared'],
  [/³/g, ' cubed'],
  [/\s*×\s*/g, ' times '],
  [/\s*÷\s*/g, ' divided by '],
  [/\s*±\s*/g, ' plus or minus '],
  [/\s*−\s*(?=[\d.])/g, ' minus '],
  [/\s*≤\s*/g, ' at most '],
  [/\s*≥\s*/g, ' at least '],
  [/\s*[→⇒]\s*/g, ' to '],
  [/\s+=\s+/g, ' equals '],
  [/\s+<\s+/g, ' less than '],
  [/\s+>\s+/g, ' more than '],
  [/\s+\+\s+|\+(?=\d)/g, ' plus '],
  [/\s*&\s*/g, ' and '],
  [/(?<=\w)@(?=\w)/g, ' at '],
  // A range, a fraction, a time of day, a decade, an ordinal.
  [/(?<=\d)\s?[–-]\s?(?=\d)/g, ' to '],
  [/(?<=\d)\s?\/\s?(?=\d|R\d)/g, ' over '],
  [
    /\b(\d{1,2}):([0-5]\d)\b/g,
    (_, hour, minute) => `${hour} ${minute === '00' ? "o'clock" : minute.replace(/^0/, 'oh ')}`,
  ],
  [/\b(\d{3,4}0)s\b/g, (_, decade) => plural(numberInWords(decade))],
  [/\b(\d+)(?:st|nd|rd|th)\b/g, (_, number) => ordinal(integerInWords(Number(number)))],
  // Options, file names and addresses.
  [/(?<=^|\s)-{1,2}(?=\p{L})/gu, ' '],
  [/(?<=^|[\s"“(])\.(?=\p{Ll})/gu, ' dot '],
  [/(?<=[\p{L}\d_-])\.(?=\p{Ll}{2})/gu, ' dot '],
  [/_/g, ' '],
  // Codes, numbers, names in capitals.
  [/(?<![\p{L}\d.,])(?=\p{L}*\d)(?=\d*\p{L})[\p{L}\d]{2,}(?![\p{L}\d])/gu, (code) => codeInWords(code)],
  [/\d+(?:,\d{3})*(?:\.\d+)?/g, (number) => ` ${numberInWords(number)} `],
  [/\b[A-Z]{2,6}\b/g, nameInWords],
  [/(?<=\p{L})[-/](?=\p{L})/gu, ' '],
];

/** The text in words; paragraphs and the marks that are pauses stay. */
export const inWords = (text: string): string =>
  RULES.reduce(
    (told, [pattern, words]) =>
      typeof words === 'string' ? told.replace(pattern, words) : told.replace(pattern, words),
    text,
  )
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=[.,;:!?)])/g, '');
