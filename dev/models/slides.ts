/** Slides from a text: its central points in its own order and words, grouped, titled by what they are about. */
import { titleOf } from './describe.ts';
import { isStatement, type Sentence } from './language.ts';
import type { Material } from './material.ts';
import { narration } from './narration.ts';
import { type Point, pointsOf } from './points.ts';
import { centralSentences } from './rank.ts';
import { slideTitles } from './slide-titles.ts';

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

/** Groups of about the same size; what opens a list goes over with it rather than ending a slide. */
function groupsOf(points: readonly Point[], count: number): Point[][] {
  const cuts = Array.from({ length: count + 1 }, (_, i) => Math.round((i * points.length) / count)).map(
    (cut) => (cut > 1 && cut < points.length && points[cut - 1]?.opens === true ? cut - 1 : cut),
  );
  return cuts
    .slice(1)
    .map((end, i) => points.slice(cuts[i], end))
    .filter((group) => group.length > 0);
}

const asPoints = (sentences: readonly Sentence[]): Point[] =>
  sentences.map((sentence) => ({ ...sentence, opens: false }));

/** Points where there are enough of them for three slides, else sentences. */
function usableIn({ source, sentences }: Material): Point[] {
  const points = pointsOf(source);
  if (points.length >= FEWEST) return points;
  const statements = sentences.filter(isStatement);
  return asPoints(statements.length >= FEWEST ? statements : sentences);
}

/** Three to seven slides, fewer only where the text has fewer sentences. */
export function makeSlides(material: Material, wanted?: number): Slide[] {
  const usable = usableIn(material);
  if (usable.length === 0) return [];
  const natural = Math.max(FEWEST, Math.min(MOST, Math.round(usable.length / BULLETS)));
  const count = Math.min(usable.length, wanted ?? natural);
  const chosen = new Set<Sentence>(centralSentences(usable, Math.min(usable.length, count * BULLETS)));
  const groups = groupsOf(
    usable.filter((point) => chosen.has(point)),
    count,
  );
  const titles = slideTitles(groups, titleOf(material), material.topics);
  return groups.map((group, order) => {
    const title = titles[order] ?? '';
    const bullets = group.map(({ text }) => text);
    const content = bullets.map((bullet) => `- ${bullet}`).join('\n');
    return {
      title,
      bullets,
      content,
      script: narration({ title, bullets, order, count: groups.length }),
      order,
    };
  });
}
