import { countTokens as countWhole } from 'gpt-tokenizer/encoding/cl100k_base';

/** The tokenizer's time grows with the square of a word's length; nothing that is a word is so long. */
const LONG_WORD = /(\S{300,})/;
const PIECE = /.{1,100}/gsu;

/**
 * Tokens as OpenAI's embedding models count them (cl100k_base). Of what has no spaces for hundreds of characters, as
 * Chinese, or data that is no text, it is the sum of its pieces: a hundredth more at most.
 */
export function countTokens(text: string): number {
  if (!LONG_WORD.test(text)) return countWhole(text);
  return text
    .split(LONG_WORD)
    .flatMap((part) => (LONG_WORD.test(part) ? (part.match(PIECE) ?? []) : [part]))
    .reduce((sum, part) => sum + countWhole(part), 0);
}
