/** Reads English: sentences with their words, stems, parts of speech and negation. */
import segment from 'sentencex';
import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItemToken } from 'wink-nlp';

/** One word or mark of a sentence. `stop` words carry grammar, not content. */
export type Word = {
  text: string;
  lower: string;
  stem: string;
  pos: string;
  stop: boolean;
  /** Where its sentence stands in: 0, 1, 2 … */
  index: number;
};

export type Sentence = { text: string; words: Word[] };

const nlp = winkNLP(model, ['sbd', 'pos', 'negation']);
const its = nlp.its;

/** A prompt repeats most of the last one, so what was read once is kept: least recently used goes first. */
const KEPT = 4_000;
const sentences = new Map<string, Word[]>();

const PUNCTUATION = new Set(['PUNCT', 'SPACE', 'SYM']);
/** Wink counts these as content; in questions and instructions they carry none. */
const HOLLOW = new Set([
  'also',
  'however',
  'example',
  'called',
  'use',
  'used',
  'thing',
  'things',
  'etc',
  'many',
]);
/** Numbers keep their own form: wink's stemmer turns "3.5" into "y.5". */
const isNumber = (text: string): boolean => /^[\d.,%$€£-]+$/.test(text);

/** Words of a text that is one sentence (or is to be treated as one). */
export function readWords(text: string): Word[] {
  const kept = sentences.get(text);
  if (kept) {
    sentences.delete(text);
    sentences.set(text, kept);
    return kept;
  }
  const words: Word[] = [];
  nlp
    .readDoc(text)
    .tokens()
    .each((token: ItemToken) => {
      const pos = String(token.out(its.pos));
      const value = token.out();
      if (pos === 'SPACE') return;
      const lower = value.toLowerCase();
      const stop =
        PUNCTUATION.has(pos) ||
        HOLLOW.has(lower) ||
        (Boolean(token.out(its.stopWordFlag)) && !isNumber(lower));
      const stem = isNumber(lower) ? lower : String(token.out(its.stem));
      words.push({ text: value, lower, stem, pos, stop, index: words.length });
    });
  sentences.set(text, words);
  if (sentences.size > KEPT)
    for (const oldest of [...sentences.keys()].slice(0, KEPT / 4)) sentences.delete(oldest);
  return words;
}

/** A line that ends a thought without a full stop: a heading, a bullet, a table's row, a blank line. */
const BLOCK = /\n\s*\n|\n(?=\s*(?:[-*•·–]|\d{1,2}[.)]|#{1,6}|\|)\s)/;
const BULLET = /^\s*(?:[-*•·–]|\d{1,2}[.)]|#{1,6}|>)\s+/;

/** The paragraphs and bullets of a text, line breaks within them closed up, bullets' marks taken off. */
export function readBlocks(text: string): string[] {
  return text
    .replaceAll('\r', '')
    .split(BLOCK)
    .map((block) => block.replace(BULLET, '').replace(/\s+/g, ' ').trim())
    .filter((block) => block.length > 0);
}

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

/** A sentence that says something by itself: it has a verb, ends like one, and is neither a scrap nor a list. */
export function isStatement({ text, words }: Sentence): boolean {
  const real = words.filter(({ pos }) => !PUNCTUATION.has(pos));
  if (real.length < 5 || real.length > 60) return false;
  return /[.!:;”"')\]]$/.test(text) && real.some(({ pos }) => pos === 'VERB' || pos === 'AUX');
}
