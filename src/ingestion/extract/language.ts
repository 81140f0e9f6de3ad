/**
 * Tells the language of a text that does not declare it, by its commonest words and its letters. The tables are
 * those that detect encodings; libraries that know more languages take a fourth of an isolate's memory.
 */

import { ALPHABETS } from './alphabets.ts';

/** As much as is judged; more changes no verdict. */
const SAMPLE_CHARACTERS = 8_000;

/** Below this many letters a guess is luck. */
const MIN_LETTERS = 30;

/** Less than this, and less than this much ahead of the next language, is no finding. */
const MIN_SCORE = 0.12;
const MIN_LEAD = 0.01;

/** The language's code (BCP 47, without a region), or null where the text is too short or of another language. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE_CHARACTERS).toLowerCase();
  const letters = [...sample].filter((char) => /\p{L}/u.test(char));
  if (letters.length < MIN_LETTERS) return eastAsian(letters, 4);
  return eastAsian(letters, 0.1 * letters.length) ?? alphabetic(sample, letters);
}

const KNOWN = new Set([...ALPHABETS.map((alphabet) => alphabet.language), 'zh', 'ja', 'ko']);

/**
 * The language to believe: what the file declares, unless its text is plainly another that the file's program or
 * template does not know of. Word declares the language of its user, and pages that of their template.
 */
export function languageOf(text: string, declared: string | null): string | null {
  const detected = detectLanguage(text);
  const [primary] = declared?.toLowerCase().split('-') ?? [];
  if (detected === null || primary === detected) return declared;
  return primary === undefined || KNOWN.has(primary) ? detected : declared;
}

function eastAsian(letters: readonly string[], least: number): string | null {
  const count = (script: RegExp) => letters.filter((letter) => script.test(letter)).length;
  if (count(/\p{Script=Hangul}/u) > least) return 'ko';
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
  if (kana > least) return 'ja';
  return count(/\p{Script=Han}/u) > 2 * least ? 'zh' : null;
}

function alphabetic(sample: string, letters: readonly string[]): string | null {
  const words = sample.match(/[\p{L}\p{M}]+/gu) ?? [];
  const special = letters.filter((letter) => letter > '\u007f');
  const scores = ALPHABETS.map((alphabet) => {
    const common = new Set(alphabet.words?.split(' '));
    const own = new Set(alphabet.letters);
    const home = special.filter((letter) => own.has(letter)).length / letters.length;
    const foreign = special.length / letters.length - home;
    const known = words.filter((word) => common.has(word)).length / Math.max(1, words.length);
    // Latin scripts are known by their words, and a few letters help; others by their letters alone.
    const familiar = alphabet.words === undefined ? home : known + Math.min(0.1, home);
    return {
      language: alphabet.language,
      score: familiar - 2 * foreign + rankBonus(special, alphabet.letters),
    };
  }).sort((a, b) => b.score - a.score);
  const [best, next] = scores;
  if (!best || best.score < MIN_SCORE || best.score - (next?.score ?? 0) < MIN_LEAD) return null;
  return best.language;
}

/** Languages of one script differ in which of its letters are common. */
function rankBonus(special: readonly string[], letters: string): number {
  if (special.length === 0) return 0;
  const order = [...letters];
  const total = special.reduce((sum, letter) => {
    const rank = order.indexOf(letter);
    return sum + (rank < 0 ? 0 : 1 - rank / order.length);
  }, 0);
  return (0.1 * total) / special.length;
}
