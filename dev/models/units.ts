/** Cuts a passage into what can be quoted: sentences, lists with what introduces them, rows of tables; each under its heading. */
import { addressesModel, isStatement, readSentences, readWords, type Sentence } from './language.ts';

export type Unit = {
  /** As it stands in the passage but for white space. */
  text: string;
  sentence: Sentence;
  /** The heading, question or list's introduction that it stands under, or ''. */
  under: string;
  /** The sentence before it in its paragraph, or undefined. */
  before: Sentence | undefined;
  /** False for scraps: they are quoted only for want of better. */
  isWhole: boolean;
};

type Block = { raw: string; text: string; kind: 'prose' | 'item' | 'row' | 'heading' };

/** Blank lines part blocks; so does a line that begins a bullet, a numbered step, a heading or a table's row. */
const BREAK = /\n\s*\n|\n(?=\s*(?:[-*•·–]|\d{1,2}[.)]|#{1,6}|\|)\s?)/;
const BULLET = /^(?:[-*•·–]|\d{1,2}[.)])\s+/;
const LONGEST_HEADING = 12;

function kindOf(raw: string): Block['kind'] {
  if (raw.startsWith('#')) return 'heading';
  if (raw.startsWith('|')) return 'row';
  const words = raw.split(' ').length;
  const isTitle = words <= LONGEST_HEADING && !/[.!:;,”"]$/.test(raw);
  // "1. BEFORE YOU TOUCH ANYTHING" is a heading, "1. Press hard on that place" a step.
  if (BULLET.test(raw)) return isTitle && raw === raw.toUpperCase() ? 'heading' : 'item';
  return isTitle && /\p{L}/u.test(raw) ? 'heading' : 'prose';
}

function cutBlocks(text: string): Block[] {
  return (
    text
      .replaceAll('\r', '')
      // Code is shown, not said.
      .replace(/^```[\s\S]*?^```/gm, '\n')
      .split(BREAK)
      .map((block) => block.replace(/\s+/g, ' ').trim())
      .filter((raw) => /[\p{L}\p{N}]/u.test(raw))
      .map((raw) => {
        const kind = kindOf(raw);
        const bare =
          kind === 'row'
            ? raw.replace(/^\|\s*|\s*\|$/g, '')
            : raw.replace(BULLET, '').replace(/^#{1,6}\s+/, '');
        return { raw, text: bare, kind };
      })
  );
}

const sentenceOf = (text: string): Sentence => ({ text, words: readWords(text) });

/** "Call for help if the burn" before a list looks like a heading, but begins the list's sentence. */
function blocksOf(text: string): Block[] {
  const blocks = cutBlocks(text);
  return blocks.map((block, i) => {
    const opensList =
      block.kind === 'heading' && !block.raw.startsWith('#') && blocks[i + 1]?.kind === 'item';
    const isSentence =
      opensList &&
      readWords(block.text).some(({ pos }) => pos === 'VERB') &&
      block.text.split(' ').length > 4;
    return isSentence ? { ...block, kind: 'prose' } : block;
  });
}

/** A list is quoted with at most so many characters of its items. */
const LONGEST_LIST = 420;

/** What introduces a list, with its items as they stand. */
function listFrom(intro: Block, items: readonly Block[]): string {
  let whole = intro.text;
  for (const { raw } of items) {
    if (whole.length + raw.length > LONGEST_LIST && whole !== intro.text) break;
    whole += ` ${raw}`;
  }
  return whole;
}

/** "No ice." says little alone: a scrap goes with the sentence after it, the last one with the one before. */
const SCRAP = 4;
const isScrap = ({ words }: Sentence): boolean => words.filter(({ pos }) => pos !== 'MARK').length < SCRAP;

function joinScraps(sentences: readonly Sentence[]): Sentence[] {
  const joined: Sentence[] = [];
  for (const sentence of sentences) {
    const last = joined.at(-1);
    const isLast = sentence === sentences.at(-1);
    if (last && (isScrap(last) || (isLast && isScrap(sentence)))) {
      joined[joined.length - 1] = sentenceOf(`${last.text} ${sentence.text}`);
    } else joined.push(sentence);
  }
  return joined;
}

function prose(text: string, under: string): Unit[] {
  const sentences = joinScraps(readSentences(text));
  return sentences.map((sentence, i) => ({
    text: sentence.text,
    sentence,
    // "Why running water? Water carries the heat …": what is asked is what the next sentences stand under.
    under: [
      under,
      sentences.slice(Math.max(0, i - 2), i).findLast(({ text: asked }) => asked.endsWith('?'))?.text ?? '',
    ]
      .filter(Boolean)
      .join(': '),
    before: sentences[i - 1],
    isWhole: isStatement(sentence),
  }));
}

/** The quotable pieces of a passage in its order. What asks, or speaks to a model, is none. */
export function unitsOf(text: string): Unit[] {
  const blocks = blocksOf(text);
  const units: Unit[] = [];
  let heading = '';
  let intro = '';
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      heading = block.text;
      intro = '';
      continue;
    }
    if (block.kind !== 'item') intro = '';
    const under = [heading, intro].filter(Boolean).join(': ');
    if (block.kind === 'row') {
      const isRule = !/[\p{L}\p{N}]{2}/u.test(block.text);
      const sentence = sentenceOf(block.text);
      if (!isRule)
        units.push({
          text: block.text,
          sentence,
          under,
          before: undefined,
          isWhole: sentence.words.length > 7,
        });
      continue;
    }
    const end = blocks.findIndex(({ kind }, j) => j > i && kind !== 'item');
    const items = block.kind === 'item' ? [] : blocks.slice(i + 1, end < 0 ? undefined : end);
    units.push(...prose(block.text, under));
    if (items.length === 0) continue;
    intro = readSentences(block.text).at(-1)?.text ?? '';
    if (/[.!?]$/.test(intro) && !/\b(following|these)\b/i.test(intro)) continue;
    const whole = listFrom({ ...block, text: intro }, items);
    units.push({
      text: whole,
      sentence: sentenceOf(whole),
      under: heading,
      before: undefined,
      isWhole: true,
    });
  }
  return units.filter((unit) => !unit.text.endsWith('?') && !addressesModel(unit.text));
}
