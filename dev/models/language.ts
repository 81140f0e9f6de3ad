/** Reads English: sentences with their words, stems and parts of speech. */
import nlp from 'compromise/two';
import segment from 'sentencex';
import { stemmer } from 'stemmer';
import { z } from 'zod';

export type PartOfSpeech =
  | 'NOUN'
  | 'NAME'
  | 'VERB'
  | 'AUX'
  | 'ADJ'
  | 'ADV'
  | 'NUM'
  | 'NOT'
  | 'PRON'
  | 'CODE'
  | 'GRAMMAR'
  | 'MARK';

/** One word or mark of a sentence. `stop` words carry grammar, not content. */
export type Word = {
  /** As written; '' for the second half of a contraction. */
  text: string;
  lower: string;
  stem: string;
  pos: PartOfSpeech;
  stop: boolean;
  /** Where its sentence stands in: 0, 1, 2 … */
  index: number;
};

export type Sentence = { text: string; words: Word[] };

/** What is read here of compromise's answer. */
const Parsed = z.array(
  z.object({
    terms: z.array(
      z.object({
        text: z.string(),
        pre: z.string(),
        post: z.string(),
        tags: z.array(z.string()),
        machine: z.string().optional(),
        root: z.string().nullish(),
        normal: z.string(),
      }),
    ),
  }),
);

/** Compromise gives a term many tags; the first of these that it has decides. */
const BY_TAG: readonly [string, PartOfSpeech][] = [
  ['Negative', 'NOT'],
  ['Value', 'NUM'],
  ['Pronoun', 'PRON'],
  ['QuestionWord', 'GRAMMAR'],
  ['Auxiliary', 'AUX'],
  ['Modal', 'AUX'],
  ['Copula', 'AUX'],
  ['Particle', 'GRAMMAR'],
  ['Verb', 'VERB'],
  ['ProperNoun', 'NAME'],
  ['Possessive', 'NOUN'],
  ['Noun', 'NOUN'],
  ['Adjective', 'ADJ'],
  ['Adverb', 'ADV'],
];

/** Words that any text has: none of them tells what it is about. */
const HOLLOW = new Set(
  (
    'be is are was were been being am have has had do does did done get gets got make makes made let go goes went come ' +
    'comes take takes took give gives use uses used using call called say says said see sees also however therefore thus very too so then there here now ' +
    'just even well still yet again more most many much some any all each every other another such only own same ' +
    'both few several thing things example etc way ways eg ie about around almost perhaps maybe can could may might ' +
    'must shall should will would ought my your his her its our their mine yours'
  ).split(' '),
);

/** Grammar that the tagger takes for things or qualities. */
const NO_THINGS = new Set(
  'against forward forwards backward backwards together away apart aside others ahead instead per via upon within without toward towards despite until unless whether than'.split(
    ' ',
  ),
);

const GRAMMATICAL = new Set<PartOfSpeech>(['AUX', 'NOT', 'PRON', 'GRAMMAR', 'MARK']);

const partOf = (tags: readonly string[]): PartOfSpeech =>
  BY_TAG.find(([tag]) => tags.includes(tag))?.[1] ?? (tags.includes('Abbreviation') ? 'NOUN' : 'GRAMMAR');

/** Of the root, so that "wrote" and "written" are one; a number keeps its form but for the thousands' comma. */
const stemOf = (lower: string, pos: PartOfSpeech): string =>
  pos === 'NUM' ? lower.replaceAll(',', '') : stemmer(lower.replace(/['’]s?$/, ''));

/** Backticks: what stands between two of them is a name in a program, not a word of the language. */
const countOf = (around: string): number => around.split('`').length - 1;

function parse(text: string): Word[] {
  const terms = { text: true, normal: true, tags: true, pre: true, post: true, implicit: true, root: true };
  const parsed = Parsed.parse(nlp(text).compute('root').json({ text: false, terms }));
  const words: Word[] = [];
  const add = (word: Omit<Word, 'index'>) => words.push({ ...word, index: words.length });
  const mark = (around: string) => {
    const [found] = around.match(/[,;:()[\]{}–—.?!"“”]/) ?? [];
    if (found) add({ text: '', lower: found, stem: found, pos: 'MARK', stop: true });
  };
  let isCode = false;
  for (const term of parsed.flatMap((sentence) => sentence.terms)) {
    const { text: written, pre, post, tags, machine, normal, root } = term;
    mark(pre);
    if (countOf(pre) % 2 === 1) isCode = !isCode;
    const lower = (machine ?? normal).toLowerCase();
    const pos = isCode ? 'CODE' : NO_THINGS.has(lower) ? 'GRAMMAR' : partOf(tags);
    const stop = GRAMMATICAL.has(pos) || (pos !== 'CODE' && HOLLOW.has(lower));
    add({ text: written, lower, stem: stemOf(root || lower, pos), pos, stop });
    mark(post);
    if (countOf(post) % 2 === 1) isCode = !isCode;
  }
  return words;
}

/** A prompt repeats most of the last one, so what was read once is kept: least recently used goes first. */
const KEPT = 4_000;
const kept = new Map<string, Word[]>();

/** Words of a text that is one sentence (or is to be treated as one). */
export function readWords(text: string): Word[] {
  const known = kept.get(text);
  if (known) kept.delete(text);
  const words = known ?? parse(text);
  kept.set(text, words);
  if (kept.size > KEPT) for (const oldest of [...kept.keys()].slice(0, KEPT / 4)) kept.delete(oldest);
  return words;
}

const verbs = new Map<string, boolean>();

/** Whether a word by itself may be a verb, or looks like one in the third person. */
export function canBeVerb(word: string): boolean {
  const known = verbs.get(word);
  if (known !== undefined) return known;
  const terms = { text: true, normal: true, tags: true, pre: true, post: true };
  const tags = Parsed.parse(nlp(word).json({ text: false, terms }))[0]?.terms[0]?.tags ?? [];
  const is = tags.includes('Verb') || /[^s]s$/.test(word);
  verbs.set(word, is);
  return is;
}

/** A line that ends a thought without a full stop: a heading, a bullet, a table's row, a blank line. */
const BLOCK = /\n\s*\n|\n(?=\s*(?:[-*•·–]|\d{1,2}[.)]|#{1,6}|\|)\s)/;
const BULLET = /^\s*(?:[-*•·–]|\d{1,2}[.)]|#{1,6}|>)\s+/;

/** The paragraphs and bullets of a text as they stand. */
export const cutBlocks = (text: string): { raw: string; isItem: boolean }[] =>
  text
    .replaceAll('\r', '')
    .split(BLOCK)
    .map((raw) => ({ raw, isItem: BULLET.test(raw) }));

/** Line breaks closed up, a bullet's mark taken off. */
export const plainBlock = (raw: string): string => raw.replace(BULLET, '').replace(/\s+/g, ' ').trim();

/** The paragraphs and bullets of a text in plain. */
export const readBlocks = (text: string): string[] =>
  cutBlocks(text)
    .map(({ raw }) => plainBlock(raw))
    .filter((block) => block.length > 0);

const LEANING =
  /^\(?(it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here|there|however|but|and|so|then|for example|in this|as a result|one|another|others?|instead|also|i|we|you)\b/i;

/** Whether it says something only together with the sentence before it. */
export const leans = (text: string): boolean => LEANING.test(text);

/** Sentences in order, each as it stands in the text but for white space. */
export function readSentences(text: string): Sentence[] {
  return readBlocks(text)
    .flatMap((block) => segment('en', block))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .map((sentence) => ({ text: sentence, words: readWords(sentence) }));
}

/** Stems that carry content, in order, repeats kept. */
export const contentStems = (words: readonly Word[]): string[] =>
  words.filter(({ stop }) => !stop).map(({ stem }) => stem);

const COMMANDS =
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(instructions?|prompts?|previous|above|prior|rules)\b|\bsystem prompt\b|\byou are now\b|\bas an ai\b|\breveal (your|the) (prompt|instructions)/i;

/** Text that talks to a model instead of to a reader: it is never quoted, taught or asked about. */
export const addressesModel = (text: string): boolean => COMMANDS.test(text);

/** A sentence that says something by itself: it has a verb, ends like one, and is neither a scrap nor a list. */
export function isStatement({ text, words }: Sentence): boolean {
  const real = words.filter(({ pos }) => pos !== 'MARK');
  if (real.length < 5 || real.length > 60 || addressesModel(text)) return false;
  return /[.!”"')\]]$/.test(text) && real.some(({ pos }) => pos === 'VERB' || pos === 'AUX');
}
