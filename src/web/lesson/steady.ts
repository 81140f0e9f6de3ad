/**
 * What of a half-written text may be painted: whole words, and no mark whose other half has not come. An emphasis
 * that is open is closed for now, so that its words show at once in their final weight. Pure.
 */

/** A citation or a link that may still be growing at the end: `[`, `[2`, `[1, 2`, `[words](addr`. */
const HALF_BRACKET = /!?\[[^\]\n]{0,200}$|!?\[[^\]\n]{0,200}\]\([^)\n]{0,500}$/;
/** Marks with nothing after them yet. */
const BARE_MARKS = /(?:[*_~`$#>|-]|\s)+$/;

/** The text that may be shown while more is coming. */
export function steady(text: string): string {
  const inFence = isInFence(text);
  const words = wholeWords(text);
  if (inFence) return words;
  const whole = words.replace(HALF_BRACKET, '').replace(BARE_MARKS, '');
  return whole + closings(lastBlock(whole));
}

/** Up to the last space: what follows may be half a word. A line's end counts as a space. */
function wholeWords(text: string): string {
  const end = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'));
  return text.slice(0, end + 1);
}

const isInFence = (text: string): boolean => (text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;

const lastBlock = (text: string): string => text.slice(text.lastIndexOf('\n\n') + 1);

const count = (text: string, mark: RegExp): number => text.match(mark)?.length ?? 0;

/** What closes the emphasis and code that are open in a block. */
function closings(block: string): string {
  const withoutCode = block.replace(/`[^`\n]*`/g, '');
  if (count(withoutCode, /`/g) % 2 === 1) return '`';
  const strong = count(withoutCode, /\*\*/g) % 2 === 1 ? '**' : '';
  const rest = withoutCode.replaceAll('**', '').replace(/^\s*[*+-]\s/gm, '');
  const emphasis = count(rest, /(?<=\S)\*|\*(?=\S)/g) % 2 === 1 ? '*' : '';
  return emphasis + strong;
}
