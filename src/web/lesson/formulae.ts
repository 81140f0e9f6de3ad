/** What in a model's markdown may be a formula; only then is what draws formulae asked for. */
export const MAY_HOLD_MATH = /\$|\\[([]/;

/**
 * Formulae as models write them, `\( \)`, `\[ \]` or single dollars, in the one form the parser is told to read: double
 * dollars. Code stays as it is, and so do prices: between single dollars a formula has an operator. Pure.
 */
export const withDoubleDollars = (text: string): string =>
  text.replace(FORMULA, (whole, code?: string, inline?: string, block?: string, single?: string): string => {
    if (code !== undefined) return whole;
    if (block !== undefined) return `\n$$\n${block.trim()}\n$$\n`;
    const formula = inline ?? single;
    return formula === undefined ? whole : `$$${formula.trim()}$$`;
  });

const FORMULA =
  /(```[\s\S]*?(?:```|$)|`[^`\n]*`)|\\\(([^\n]+?)\\\)|\\\[([\s\S]+?)\\\]|(?<![\\$\w])\$(?![\s$\d])([^$\n]*[\\^_=+][^$\n]*?)(?<!\s)\$(?![\d$])/g;
