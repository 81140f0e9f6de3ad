/** What a text says point by point, fit to stand on a slide: each makes sense by itself, and lists stay with what opens them. */
import { isRow, tableRows } from '../../src/authoring/words.ts';
import {
  addressesModel,
  cutBlocks,
  isStatement,
  leans,
  plainBlock,
  readSentences,
  readWords,
  type Sentence,
} from './language.ts';

export type Point = Sentence & {
  /** A list follows that goes on with it. */
  opens: boolean;
};

const pointOf = (text: string, opens = false): Point => ({ text, words: readWords(text), opens });

/** Fewer words are a scrap ("No ice."), which needs the sentence after it. */
const SCRAP_WORDS = 4;
const isScrap = ({ words }: Sentence): boolean =>
  words.filter(({ pos }) => pos !== 'MARK').length <= SCRAP_WORDS;

/** Two sentences on one bullet are at most so long. */
const LONGEST_PAIR = 240;

/** The sentences of a paragraph; one that leans on the sentence before it stands with it. */
function paragraph(text: string): Point[] {
  const points: (Point & { isPair: boolean })[] = [];
  for (const sentence of readSentences(text)) {
    const last = points.at(-1);
    const belongs =
      last !== undefined &&
      !last.isPair &&
      !/:$/.test(sentence.text) &&
      (leans(sentence.text) || isScrap(last));
    const pair = `${last?.text} ${sentence.text}`;
    if (belongs && pair.length <= LONGEST_PAIR)
      points[points.length - 1] = { ...pointOf(pair), isPair: true };
    else points.push({ ...pointOf(sentence.text), isPair: false });
  }
  return points.filter(isStatement).map(({ isPair: _, ...point }) => point);
}

/** Lines that end in the middle of nothing are a program, an address or a verse, and no statement. */
function isCode(raw: string): boolean {
  const lines = raw.split('\n').filter((line) => line.trim() !== '');
  const open = lines.filter((line) => !/[.!?:;,]\s*$/.test(line));
  const isBroken =
    lines.length > 1 && lines.every(({ length }) => length < 60) && open.length * 2 >= lines.length;
  return isBroken || (/\s--?[a-z]/.test(raw) && open.length === lines.length) || /^[<>=]{3,}/m.test(raw);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const CONTINUES = /^\p{Ll}/u;

/** In the order of the text; questions, code and the names of columns are left out. */
export function pointsOf(text: string): Point[] {
  const blocks = text
    .split(/\n\s*\n/)
    .flatMap((block) => (block.split('\n').some(isRow) ? [{ raw: block, isItem: false }] : cutBlocks(block)));
  const points: Point[] = [];
  /** The list's beginning is half a sentence, and its items are the other halves. */
  let isHalf = false;
  for (const [at, { raw, isItem }] of blocks.entries()) {
    const plain = plainBlock(raw);
    if (plain === '' || addressesModel(plain) || plain.endsWith('?')) continue;
    const lines = raw.split('\n');
    if (lines.some(isRow)) {
      const rows = tableRows(lines);
      points.push(...rows.slice(rows.length > 2 ? 1 : 0).map((row) => pointOf(row)));
      continue;
    }
    if (isItem) {
      const own = paragraph(plain);
      if (own.length > 0 && !CONTINUES.test(plain)) points.push(...own);
      else points.push(pointOf(isHalf ? `… ${plain}` : /^\S*[`./]/.test(plain) ? plain : capital(plain)));
      continue;
    }
    const opensList = blocks[at + 1]?.isItem === true && !/[.!?]["”]?$/.test(plain);
    isHalf = opensList && !plain.endsWith(':');
    if (opensList) points.push(pointOf(isHalf ? `${plain} …` : plain, true));
    else if (!isCode(raw)) points.push(...paragraph(plain));
  }
  return points;
}
