/** Slides from a text: its central sentences in its own order and words, grouped, titled by what they are about. */

import { titleOf } from './describe.ts';
import { isStatement, type Sentence } from './language.ts';
import type { Material } from './material.ts';
import type { Block } from './passages.ts';
import { centralSentences } from './rank.ts';
import { findTopics } from './topics.ts';

export type Slide = {
  title: string;
  /** Sentences of the source, word for word. */
  bullets: string[];
  content: string;
  /** What a narrator says: the same sentences, joined and introduced. */
  script: string;
  order: number;
};

const FEWEST = 3;
const MOST = 7;
/** More sentences on a slide are a page, not a slide. */
const BULLETS = 3;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function groupsOf(sentences: readonly Sentence[], count: number): Sentence[][] {
  const size = sentences.length / count;
  return Array.from({ length: count }, (_, i) =>
    sentences.slice(Math.round(i * size), Math.round((i + 1) * size)),
  );
}

const OPENINGS = [
  'Let us begin with',
  'Next comes',
  'Now we turn to',
  'Then there is',
  'Also worth knowing is',
  'Further on there is',
];

/** What a narrator says: a few words of introduction, then the slide's statements, a pause after each. */
function scriptFor(
  title: string,
  bullets: readonly string[],
  { order, count }: { order: number; count: number },
): string {
  const words =
    order === count - 1 && count > 1 ? 'Last comes' : (OPENINGS[order % OPENINGS.length] ?? 'Next comes');
  const name = title.replace(/[.:!?]+$/, '');
  const sentences = bullets.map((bullet) => (/[.!?…]$/.test(bullet) ? bullet : `${bullet}.`));
  return [`${words}: ${name}.`, ...sentences].join('\n\n');
}

/** The narration of a slide that a request brings along. */
export function narrate(
  { attributes, text }: Block,
  at: number,
  all: readonly Block[],
): Pick<Slide, 'title' | 'script' | 'order'> {
  const order = Number(attributes['order'] ?? at);
  const bullets = text
    .split('\n')
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(Boolean);
  const title = attributes['title'] ?? bullets[0] ?? '';
  return { title, order, script: scriptFor(title, bullets, { order: at, count: all.length }) };
}

/** Three to seven slides, fewer only where the text has fewer sentences. */
export function makeSlides(material: Material, wanted?: number): Slide[] {
  const statements = material.sentences.filter(isStatement);
  const usable = statements.length >= FEWEST ? statements : material.sentences;
  if (usable.length === 0) return [];
  const natural = Math.max(FEWEST, Math.min(MOST, Math.round(usable.length / 3)));
  const count = Math.min(usable.length, wanted ?? natural);
  const central = centralSentences(usable, Math.min(usable.length, count * BULLETS));
  const used = new Set<string>();
  return groupsOf(central, count).map((group, order) => {
    const own = new Set(group.flatMap(({ words }) => words.map(({ stem }) => stem)));
    const shared = material.topics.filter(({ key }) => key.split(' ').every((stem) => own.has(stem)));
    // What the whole text is about comes before what is said once on this slide.
    const topics = [...shared, ...findTopics(group, 4)];
    const topic = topics.find(({ key }) => !used.has(key)) ?? topics[0];
    if (topic) used.add(topic.key);
    const title = order === 0 ? titleOf(material) : capital(topic?.text ?? `Part ${order + 1}`);
    const bullets = group.map(({ text }) => text);
    return {
      title,
      bullets,
      content: bullets.map((bullet) => `- ${bullet}`).join('\n'),
      script: scriptFor(title, bullets, { order, count }),
      order,
    };
  });
}
