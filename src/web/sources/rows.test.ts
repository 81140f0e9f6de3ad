import { describe, expect, it } from 'vitest';
import type { FileView, JobView } from '../api/shapes.ts';
import { matches, rowsOf, segmentsOf, withJob } from './rows.ts';

const file = (id: string, over: Partial<FileView> = {}): FileView => ({
  id,
  filename: `${id}.pdf`,
  title: null,
  type: 'pdf',
  size: 1000,
  status: 'completed',
  nuggetCount: 3,
  pageCount: 2,
  error: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const job = (id: string, over: Partial<JobView> = {}): JobView => ({
  id,
  documentId: null,
  type: 'file',
  source: `org/o/files/${id}.pdf`,
  status: 'processing',
  stage: 'chunk',
  progress: { done: 1, total: 4 },
  nuggetCount: null,
  errorMessage: null,
  metadata: {},
  createdAt: '2026-01-02T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  ...over,
});

describe('rowsOf', () => {
  it('shows a document with the latest work on it', () => {
    const old = job('old', { documentId: 'a', status: 'completed', createdAt: '2026-01-01T00:00:00.000Z' });
    const failed = job('new', { documentId: 'a', status: 'failed', errorMessage: 'No text.' });
    expect(rowsOf([file('a')], [failed, old])).toMatchObject([
      { id: 'a', jobId: 'new', state: 'failed', error: 'No text.', nuggetCount: 3 },
    ]);
  });

  it('shows work that has no document yet above the rest', () => {
    expect(rowsOf([file('a')], [job('j')]).map(({ id, name }) => [id, name])).toEqual([
      ['j', 'j.pdf'],
      ['a', 'a.pdf'],
    ]);
  });

  it('needs somebody where it failed', () => {
    const [row] = rowsOf([], [job('j', { status: 'failed' })]);
    expect(row && matches(row, 'needs')).toBe(true);
    expect(row && matches(row, 'working')).toBe(false);
  });
});

describe('withJob', () => {
  it('takes the newer word and keeps the order', () => {
    const jobs = [job('a'), job('b')];
    const told = job('b', { stage: 'embed', updatedAt: '2026-01-03T00:00:00.000Z' });
    expect(withJob(jobs, told).map(({ id, stage }) => [id, stage])).toEqual([
      ['a', 'chunk'],
      ['b', 'embed'],
    ]);
    expect(withJob([told], job('b'))).toEqual([told]);
  });
});

describe('segmentsOf', () => {
  it('fills what is done and the part that is under way', () => {
    expect(segmentsOf({ state: 'working', stage: 'embed', progress: { done: 1, total: 2 } })).toEqual([
      1, 1, 0.5, 0, 0, 0,
    ]);
    expect(segmentsOf({ state: 'ready', stage: 'done', progress: { done: 0, total: 0 } })).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
    expect(segmentsOf({ state: 'working', stage: 'pending', progress: { done: 0, total: 0 } })).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});
