import { describe, expect, it } from 'vitest';
import type { JobView, NuggetVersion, NuggetView } from '../api/shapes.ts';
import { partState } from './making.ts';

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

const nugget = (over: Partial<NuggetView> = {}): NuggetView => ({
  id: 'n',
  documentId: null,
  title: 'A nugget',
  content: 'Text.',
  status: 'ready',
  publishedAt: null,
  metadata: null,
  slides: [{ id: 's', title: 'One', content: '- a', order: 0, script: 'Said.', audioUrl: '/a.mp3' }],
  imageUrl: null,
  images: [],
  imageAlt: null,
  audioUrl: null,
  version: 1,
  parts: {
    slides: { by: 'model', at: at(1) },
    script: { by: 'model', at: at(2) },
    audio: { by: 'model', at: at(3) },
  },
  review: null,
  reviewReason: null,
  position: 0,
  sources: [],
  createdAt: at(0),
  updatedAt: at(3),
  ...over,
});

const job = (metadata: JobView['metadata'], over: Partial<JobView> = {}): JobView => ({
  id: 'j',
  documentId: null,
  type: 'file',
  source: 'a.pdf',
  status: 'processing',
  stage: 'author',
  progress: { done: 0, total: 1 },
  nuggetCount: null,
  errorMessage: null,
  metadata,
  createdAt: at(5),
  updatedAt: at(6),
  ...over,
});

const version = (n: number, parts: string[], minute: number): NuggetVersion => ({
  version: n,
  isCurrent: false,
  parts,
  createdAt: at(minute),
  title: null,
  content: '',
  slides: [],
});

const stateOf = (
  part: Parameters<typeof partState>[0],
  known: { nugget?: NuggetView; jobs?: JobView[]; versions?: NuggetVersion[] } = {},
) => partState(part, { nugget: nugget(), jobs: [], versions: [], ...known });

describe('partState', () => {
  it('tells what was made from what was never made', () => {
    expect(stateOf('audio')).toEqual({ kind: 'made', record: { by: 'model', at: at(3) } });
    expect(stateOf('image')).toEqual({ kind: 'never' });
  });

  it('knows that a nugget was indexed before it was anything else', () => {
    expect(stateOf('embedding').kind).toBe('made');
    expect(stateOf('embedding', { nugget: { ...nugget(), status: 'processing' } }).kind).toBe('never');
  });

  it('is being made while its own job goes on, and no other part is', () => {
    const jobs = [job({ nuggetId: 'n', parts: ['image'] })];
    expect(stateOf('image', { jobs })).toEqual({ kind: 'making' });
    expect(stateOf('audio', { jobs }).kind).toBe('made');
    expect(stateOf('image', { jobs: [job({ nuggetId: 'other', parts: ['image'] })] }).kind).toBe('never');
  });

  it('says why it could not be made, until it was made after all', () => {
    const failedParts = [{ nuggetId: 'n', part: 'audio', reason: 'No voice.' }];
    const jobs = [job({ nuggetId: 'n', parts: ['audio'], failedParts }, { status: 'completed' })];
    expect(stateOf('audio', { jobs })).toEqual({ kind: 'failed', because: 'No voice.' });
    const made = nugget({ parts: { audio: { by: 'model', at: at(9) } } });
    expect(stateOf('audio', { jobs, nugget: made }).kind).toBe('made');
  });

  it('is older than what was changed since', () => {
    const silent = nugget({
      slides: [{ id: 's', title: 'One', content: '- a', order: 0, script: 'Anew.', audioUrl: null }],
    });
    expect(stateOf('audio', { nugget: silent })).toEqual({ kind: 'stale', than: 'script' });
    const versions = [version(3, ['title'], 9), version(2, ['content', 'embedding'], 8)];
    expect(stateOf('slides', { versions })).toEqual({ kind: 'stale', than: 'text' });
    const byHand = nugget({ parts: { slides: { by: 'person', at: at(1) } } });
    expect(stateOf('slides', { versions, nugget: byHand }).kind).toBe('made');
    const kept = nugget({ parts: { slides: { by: 'model', at: at(1), pinned: true } } });
    expect(stateOf('slides', { versions, nugget: kept }).kind).toBe('made');
  });
});
