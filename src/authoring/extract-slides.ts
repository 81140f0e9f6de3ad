/** Slides without a model: the source's own central sentences in its order, grouped and named by what they are about. */
import { type Describable, titleOf, topicsOf } from './extract-metadata.ts';
import type { Source } from './trace.ts';
import { contentStems, isRow, wordsOf } from './words.ts';

export type DraftSlide = { title: string; bullets: string[] };

export const FEWEST_SLIDES = 3;
export const MOST_SLIDES = 7;
/** More sentences on a slide are a page, not a slide. */
const BULLETS = 3;
const SHORTEST_STATEMENT = 4;

/** Three to seven slides, fewer only where a source of one short sentence has no joint; none where it has none. */
export function extractSlides(source: Source, nugget: Describable): DraftSlide[] {
  const { language } = source;
  const sentences = source.sentences
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .filter((sentence, at, all) => !namesColumns(sentence, at, all));
  const statements = sentences.filter(
    (sentence) => wordsOf(sentence, language).length >= SHORTEST_STATEMENT && !/[?？]$/.test(sentence),
  );
  const usable = enough(
    [...new Set((statements.length >= FEWEST_SLIDES ? statements : sentences).map(asStatement))],
    language,
  );
  const natural = Math.max(FEWEST_SLIDES, Math.min(MOST_SLIDES, Math.round(usable.length / BULLETS)));
  const count = Math.min(usable.length, natural);
  const central = centralOf(usable, count * BULLETS, language);
  return groupsOf(central, count).map((bullets, index) => ({
    title: nameSlide(bullets, index, nugget),
    bullets,
  }));
}

/** A row of a table as words: what it is about, then what is said of it. */
export function asStatement(sentence: string): string {
  if (!isRow(sentence)) return sentence;
  const [subject = '', ...cells] = sentence
    .split('|')
    .map((cell) => cell.trim())
    .filter(Boolean);
  if (cells.length === 0) return subject;
  return `${subject}: ${cells.join('; ').replaceAll(/([.?!]);/g, '$1')}`;
}

/** The first of several rows names their columns, and says nothing by itself. */
const namesColumns = (sentence: string, at: number, all: readonly string[]): boolean =>
  isRow(sentence) && !isRow(all[at - 1] ?? '') && isRow(all[at + 1] ?? '');

/**
 * At least three slides where there are statements enough: the fullest is divided until there are; nothing where the
 * statements are too few for that, so that the source itself has to give them.
 */
export function spreadSlides(slides: readonly DraftSlide[], nugget: Describable): DraftSlide[] | undefined {
  const bullets = slides.flatMap((slide) => slide.bullets);
  if (bullets.length < FEWEST_SLIDES) return undefined;
  const spread = [...slides];
  while (spread.length < FEWEST_SLIDES) {
    const fullest = spread.reduce(
      (best, slide, at) => (slide.bullets.length > (spread[best]?.bullets.length ?? 0) ? at : best),
      0,
    );
    const slide = spread[fullest];
    if (slide === undefined || slide.bullets.length < 2) break;
    const half = Math.ceil(slide.bullets.length / 2);
    const rest = slide.bullets.slice(half);
    spread.splice(
      fullest,
      1,
      { title: slide.title, bullets: slide.bullets.slice(0, half) },
      { title: nameSlide(rest, fullest + 1, nugget), bullets: rest },
    );
  }
  return spread;
}

/** Where a sentence can be cut so that each part still says something: at a joint, else at any comma. */
const JOINTS = [
  /[;:]\s+|,\s+(?=(?:and|but|so|while|because|which|or|where|when|if|for)\s)|\s+(?=(?:because|while|so that)\s)/g,
  /,\s+|\s+(?=and\s)/g,
] as const;

/**
 * As many statements as slides are wanted, in their order: long ones are cut at a joint, and where that makes but two of
 * them, what was whole comes before its parts, or both once more together.
 */
function enough(statements: readonly string[], language: string | null): string[] {
  const parts = [...statements];
  while (parts.length < FEWEST_SLIDES) {
    const cuts = parts.map((part) => cutOnce(part, language));
    const longest = cuts.reduce(
      (best, cut, at) =>
        cut !== undefined && (parts[at]?.length ?? 0) > (parts[best]?.length ?? 0) ? at : best,
      cuts.findIndex((cut) => cut !== undefined),
    );
    const cut = cuts[longest];
    if (cut === undefined) break;
    parts.splice(longest, 1, ...cut);
  }
  if (parts.length !== FEWEST_SLIDES - 1) return parts;
  return statements.length === 1 ? [...statements, ...parts] : [...parts, parts.join(' ')];
}

/** The two parts of a sentence at the joint nearest its middle; nothing where either would say too little. */
function cutOnce(sentence: string, language: string | null): [string, string] | undefined {
  const isStatement = (part: string) => wordsOf(part, language).length >= SHORTEST_STATEMENT;
  const cutsAt = (joint: RegExp) =>
    [...sentence.matchAll(joint)]
      .map((found): [string, string] => [
        sentence.slice(0, found.index).trim(),
        sentence.slice(found.index + found[0].length).trim(),
      ])
      .filter((parts) => parts.every(isStatement))
      .sort(([a, b], [c, d]) => Math.abs(a.length - b.length) - Math.abs(c.length - d.length));
  return JOINTS.flatMap(cutsAt)[0];
}

/** What a slide is about: the nugget's title for the first, else what its statements say most of. */
export function nameSlide(bullets: readonly string[], index: number, nugget: Describable): string {
  if (index === 0) return titleOf(nugget);
  const [topic] = topicsOf({ content: bullets.join('\n\n'), headings: [], language: nugget.language }, 1);
  return topic === undefined ? `Part ${index + 1}` : topic.charAt(0).toUpperCase() + topic.slice(1);
}

/** The sentences whose words the others share most, in their own order. */
function centralOf(sentences: readonly string[], most: number, language: string | null): string[] {
  const stems = sentences.map((sentence) => [...new Set(contentStems(sentence, language))]);
  const spread = new Map<string, number>();
  for (const own of stems) for (const stem of own) spread.set(stem, (spread.get(stem) ?? 0) + 1);
  const score = (own: readonly string[]): number =>
    own.reduce((sum, stem) => sum + Math.log(spread.get(stem) ?? 1), 0) / Math.sqrt(own.length + 1);
  const chosen = new Set(
    stems
      .map((own, index) => ({ index, score: score(own) }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index),
  );
  return sentences.filter((_, index) => chosen.has(index));
}

const groupsOf = (sentences: readonly string[], count: number): string[][] =>
  Array.from({ length: count }, (_, group) =>
    sentences.slice(
      Math.round((group * sentences.length) / count),
      Math.round(((group + 1) * sentences.length) / count),
    ),
  );
