import type { NuggetEdit, NuggetView } from '../api/shapes.ts';

/** A nugget as it stands in the editor's fields, and what of it is to be saved. Pure. */
export type Draft = {
  title: string;
  content: string;
  topics: string;
  prerequisites: string;
  difficulty: string;
  minutes: string;
  imageAlt: string;
  slides: DraftSlide[];
};

export type DraftSlide = { id: string; title: string; content: string; script: string };

export const draftOf = (nugget: NuggetView): Draft => ({
  title: nugget.title ?? '',
  content: nugget.content,
  topics: (nugget.metadata?.topics ?? []).join(', '),
  prerequisites: (nugget.metadata?.prerequisites ?? []).join(', '),
  difficulty: String(nugget.metadata?.difficulty ?? ''),
  minutes: String(nugget.metadata?.estimatedTime ?? ''),
  imageAlt: nugget.imageAlt ?? '',
  slides: [...nugget.slides]
    .sort((a, b) => a.order - b.order)
    .map(({ id, title, content, script }) => ({ id, title, content, script: script ?? '' })),
});

const listOf = (text: string): string[] =>
  [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const slidesOf = (slides: readonly DraftSlide[]) =>
  slides.map(({ title, content, script }) => ({
    title: title.trim(),
    content: content.trim(),
    script: script.trim() === '' ? null : script.trim(),
  }));

/** Only what was changed, in the API's shape; nothing where nothing was. */
export function editOf(nugget: NuggetView, draft: Draft): NuggetEdit | undefined {
  const before = draftOf(nugget);
  const edit: NuggetEdit = {};
  if (draft.title.trim() !== before.title.trim()) edit.title = draft.title.trim();
  if (draft.content !== before.content) edit.content = draft.content;
  if (draft.imageAlt !== before.imageAlt) edit.imageAlt = draft.imageAlt;
  if (!isSame(slidesOf(draft.slides), slidesOf(before.slides))) edit.slides = slidesOf(draft.slides);
  const metadata: NuggetEdit['metadata'] = {};
  if (!isSame(listOf(draft.topics), listOf(before.topics))) metadata.topics = listOf(draft.topics);
  if (!isSame(listOf(draft.prerequisites), listOf(before.prerequisites))) {
    metadata.prerequisites = listOf(draft.prerequisites);
  }
  if (draft.difficulty !== before.difficulty) metadata.difficulty = Math.round(Number(draft.difficulty));
  if (draft.minutes !== before.minutes) metadata.estimatedTime = Number(draft.minutes);
  if (Object.keys(metadata).length > 0) edit.metadata = metadata;
  return Object.keys(edit).length > 0 ? edit : undefined;
}

/** What was written upon `base`, now that the nugget is `next`: own words stay, and the rest is as it is now. */
export function rebased(draft: Draft, base: Draft, next: Draft): Draft {
  const of = <Key extends keyof Draft>(key: Key): Draft[Key] =>
    isSame(draft[key], base[key]) ? next[key] : draft[key];
  return {
    title: of('title'),
    content: of('content'),
    topics: of('topics'),
    prerequisites: of('prerequisites'),
    difficulty: of('difficulty'),
    minutes: of('minutes'),
    imageAlt: of('imageAlt'),
    slides: of('slides'),
  };
}

/** A slide moved by one place, where there is one. */
export function moved(slides: readonly DraftSlide[], at: number, by: -1 | 1): DraftSlide[] {
  const next = [...slides];
  const [slide] = next.splice(at, 1);
  if (slide === undefined || at + by < 0 || at + by > next.length) return [...slides];
  next.splice(at + by, 0, slide);
  return next;
}
