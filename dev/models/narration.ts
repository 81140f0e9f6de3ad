/** What a narrator says while a slide is shown: a few words of introduction, then its statements, a pause after each. */
import { isCounted } from './frequencies.ts';
import { readWords } from './language.ts';
import type { Block } from './passages.ts';

type Shown = { title: string; bullets: readonly string[]; order: number; count: number };

/** Titles that are no thing one could look at: orders, questions, and what begins with a preposition or an if. */
const STANDS_ALONE =
  /\?$|^(in|on|at|if|when|where|before|after|across|from|how|why|is|are|can|do|what not|what to)\b/i;

/** As it stands within a sentence: the first word small, unless it is a name or an abbreviation. */
function within(title: string): string {
  const [first = ''] = title.split(' ');
  const isName =
    /\p{Lu}.*\p{Lu}|\d/u.test(first) || /\s\p{Lu}/u.test(title) || !isCounted(first.toLowerCase());
  return isName ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

const NEXT = ['Now to', 'Next,', 'On to'];

function opening({ title, order, count }: Omit<Shown, 'bullets'>): string {
  const name = title.replace(/[.:!]+$/, '');
  if (/\(\d\)$/.test(name)) return 'There is more.';
  const isOrder = readWords(name)[0]?.pos === 'VERB' && !/ing$/.test(name.split(' ')[0] ?? '');
  if (STANDS_ALONE.test(name) || isOrder || /\b(is|are|was|were)\b/.test(name))
    return /\?$/.test(name) ? name : `${name}.`;
  if (order === 0) return `Let us look at ${within(name)}.`;
  if (order === count - 1) return `Finally, ${within(name)}.`;
  return `${NEXT[order % NEXT.length]} ${within(name)}.`;
}

/** Rows of a table, halves of a sentence and whole sentences as they are said. */
const said = (bullet: string): string =>
  /[.!?…]["”’)\]]*$/.test(bullet) ? bullet : `${bullet.replace(/[:;,]$/, '')}.`;

export const narration = ({ bullets, ...slide }: Shown): string =>
  [opening(slide), ...bullets.map(said)].join('\n\n');

/** The narration of a slide that a request brings along. */
export function narrate(
  { attributes, text }: Block,
  at: number,
  all: readonly Block[],
): { title: string; script: string; order: number } {
  const bullets = text
    .split('\n')
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(Boolean);
  const title = attributes['title'] ?? bullets[0] ?? '';
  const order = Number(attributes['order'] ?? at);
  return { title, order, script: narration({ title, bullets, order: at, count: all.length }) };
}
