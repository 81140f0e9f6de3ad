/**
 * Whether a claim follows from a sentence of its source, as far as code can tell: most of its words stand there, all its
 * numbers, names and quoted terms do, and neither denies what the other states. A claim that is only true is not traced.
 */
import { deniedIn, namesIn, numbersIn, quotedIn } from './facts.ts';
import { baseLanguage, contentStems, sentencesOf, stemOf, wordsOf } from './words.ts';

type Window = {
  /** Of its first sentence. */
  index: number;
  text: string;
  stems: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  denied: ReadonlySet<string>;
};

/** A text made ready to be traced to. */
export type Source = {
  language: string | null;
  sentences: readonly string[];
  /** Single sentences first, then neighbouring pairs. */
  windows: readonly Window[];
  whole: Window;
};

/** Share of a claim's content words that must stand in the sentence: a paraphrase may bring a few of its own. */
export const ENOUGH = 0.6;

/** Reads a source; a claim may join two neighbouring sentences, so these count as one place too. */
export function readSource(text: string, language: string | null): Source {
  const sentences = sentencesOf(text, language);
  const windowAt = (index: number, width: number): Window =>
    windowOf(index, sentences.slice(index, index + width).join(' '), language);
  const single = sentences.map((_, index) => windowAt(index, 1));
  const pairs = sentences.slice(1).map((_, index) => windowAt(index, 2));
  return { language, sentences, windows: [...single, ...pairs], whole: windowAt(0, sentences.length) };
}

function windowOf(index: number, text: string, language: string | null): Window {
  const base = baseLanguage(language);
  return {
    index,
    text,
    stems: new Set(wordsOf(text, language).map((word) => stemOf(word, base))),
    numbers: new Set(numbersIn(text).flat()),
    denied: deniedIn(text, language),
  };
}

const shareOf = (stems: readonly string[], window: Window): number =>
  stems.length === 0 ? 0 : stems.filter((stem) => window.stems.has(stem)).length / stems.length;

/** The first sentence of the place the claim follows from; nothing where no place bears it. */
export function traceTo(claim: string, source: Source): number | undefined {
  const stems = contentStems(claim, source.language);
  const candidates = source.windows
    .map((window) => ({ window, share: shareOf(stems, window) }))
    .filter(({ share }) => share >= ENOUGH)
    .sort((a, b) => b.share - a.share);
  return candidates.find(({ window }) => bears(window, claim, stems, source.language))?.window.index;
}

/** Whether all that a heading names (numbers, names, quoted terms) and most of its words stand somewhere in the source. */
export const isGrounded = (heading: string, { whole, language }: Source): boolean =>
  shareOf(contentStems(heading, language), whole) >= ENOUGH && holdsFacts(whole, heading, language);

function bears(window: Window, claim: string, stems: readonly string[], language: string | null): boolean {
  const denied = deniedIn(claim, language);
  return (
    holdsFacts(window, claim, language) &&
    stems.every((stem) => !window.stems.has(stem) || denied.has(stem) === window.denied.has(stem))
  );
}

function holdsFacts(window: Window, claim: string, language: string | null): boolean {
  const base = baseLanguage(language);
  const text = flat(window.text);
  return (
    numbersIn(claim).every((readings) => readings.some((number) => window.numbers.has(number))) &&
    quotedIn(claim).every((term) => text.includes(flat(term))) &&
    namesIn(claim, language).every((name) => window.stems.has(stemOf(name, base)))
  );
}

/** Equal for texts that differ in case, white space and the shape of quotation marks only. */
export const flat = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‘’‚]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The sentence most like a claim that could not be traced, to stand in its place; nothing where none is much like it. */
export function nearestSentence(claim: string, source: Source): number | undefined {
  const stems = contentStems(claim, source.language);
  let best: number | undefined;
  let share = 0.3;
  for (const window of source.windows.slice(0, source.sentences.length)) {
    const here = shareOf(stems, window);
    if (here > share) {
      best = window.index;
      share = here;
    }
  }
  return best;
}
