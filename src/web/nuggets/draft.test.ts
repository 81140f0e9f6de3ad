import { describe, expect, it } from 'vitest';
import type { NuggetView } from '../api/shapes.ts';
import { draftOf, editOf, moved, rebased } from './draft.ts';

const NUGGET: NuggetView = {
  id: 'n',
  documentId: 'd',
  title: 'Sinking islands',
  content: 'An island is heavy.',
  status: 'ready',
  publishedAt: null,
  metadata: {
    topics: ['subsidence', 'growth'],
    difficulty: 4,
    prerequisites: [],
    estimatedTime: 5,
    relatedConcepts: [],
    language: 'en',
  },
  slides: [
    { id: 'b', title: 'Two', content: '- two', order: 1, script: null, audioUrl: null },
    { id: 'a', title: 'One', content: '- one', order: 0, script: 'Say one.', audioUrl: null },
  ],
  imageUrl: null,
  images: [],
  imageAlt: null,
  audioUrl: null,
  version: 3,
  parts: {},
  review: null,
  reviewReason: null,
  position: 0,
  sources: [],
  createdAt: '',
  updatedAt: '',
};

describe('editOf', () => {
  it('saves nothing where nothing was changed', () => {
    expect(editOf(NUGGET, draftOf(NUGGET))).toBeUndefined();
    expect(editOf(NUGGET, { ...draftOf(NUGGET), topics: ' subsidence,growth, ' })).toBeUndefined();
  });

  it('saves only what was changed', () => {
    const draft = { ...draftOf(NUGGET), title: 'Sinking isles', difficulty: '6', topics: 'growth, growth' };
    expect(editOf(NUGGET, draft)).toEqual({
      title: 'Sinking isles',
      metadata: { topics: ['growth'], difficulty: 6 },
    });
  });

  it('saves slides in their order, an empty script as none', () => {
    const draft = draftOf(NUGGET);
    expect(draft.slides.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(editOf(NUGGET, { ...draft, slides: moved(draft.slides, 1, -1) })?.slides).toEqual([
      { title: 'Two', content: '- two', script: null },
      { title: 'One', content: '- one', script: 'Say one.' },
    ]);
  });
});

it('lets what was made meanwhile join what was written, and neither wipe out the other', () => {
  const base = draftOf(NUGGET);
  const remade = { ...NUGGET, title: 'Theirs', slides: NUGGET.slides.slice(0, 1), version: 4 };
  expect(rebased(base, base, draftOf(remade))).toEqual(draftOf(remade));
  const mine = rebased({ ...base, title: 'Mine' }, base, draftOf(remade));
  expect(mine.title).toBe('Mine');
  expect(editOf(remade, mine)).toEqual({ title: 'Mine' });
});

it('moves a slide only where there is a place', () => {
  const { slides } = draftOf(NUGGET);
  expect(moved(slides, 0, -1)).toEqual(slides);
  expect(moved(slides, 1, 1)).toEqual(slides);
});
