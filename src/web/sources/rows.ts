import type { FileView, JobView } from '../api/shapes.ts';

/** What the sources' table shows: each document with the latest work on it, in an order that never jumps. Pure. */

export const STAGES = ['extract', 'chunk', 'embed', 'describe', 'author', 'done'] as const;
export type Stage = JobView['stage'];

export type SourceRow = {
  /** The document's id, or the job's where there is no document yet. */
  id: string;
  documentId: string | null;
  jobId: string | null;
  name: string;
  /** Under which a file sent again takes its place; null for what was no file. */
  filename: string | null;
  type: string;
  size: number | null;
  pageCount: number | null;
  state: 'working' | 'ready' | 'failed' | 'cancelled';
  stage: Stage | 'pending';
  progress: { done: number; total: number };
  nuggetCount: number;
  error: string | null;
  warnings: readonly string[];
  /** What the work on it was reckoned to cost before it was begun, US dollars; null where nobody reckoned. */
  estimatedUsd: number | null;
  updatedAt: string;
};

export type Filter = 'all' | 'working' | 'needs';

/** Documents in the order the API gave them, newest first; work without a document yet stands above. */
export function rowsOf(files: readonly FileView[], jobs: readonly JobView[]): readonly SourceRow[] {
  const latest = new Map<string, JobView>();
  for (const job of jobs) {
    if (job.documentId === null) continue;
    const known = latest.get(job.documentId);
    if (known === undefined || known.createdAt < job.createdAt) latest.set(job.documentId, job);
  }
  const known = new Set(files.map(({ id }) => id));
  const early = jobs.filter(
    ({ documentId, status, metadata }) =>
      (documentId === null || !known.has(documentId)) &&
      status !== 'cancelled' &&
      // Parts of a nugget made again are shown where the nugget is.
      metadata.nuggetId === undefined,
  );
  return [...early.map(fromJob), ...files.map((file) => fromFile(file, latest.get(file.id)))];
}

const fromJob = (job: JobView): SourceRow => ({
  id: job.documentId ?? job.id,
  documentId: job.documentId,
  name: job.metadata.filename ?? nameOf(job.source),
  filename: job.type === 'file' ? (job.metadata.filename ?? null) : null,
  type: job.metadata.fileType ?? (job.type === 'url' ? 'html' : ''),
  size: job.metadata.size ?? null,
  pageCount: null,
  updatedAt: job.updatedAt,
  ...workOf(job),
});

function fromFile(file: FileView, job: JobView | undefined): SourceRow {
  const own = {
    id: file.id,
    documentId: file.id,
    name: file.title ?? file.filename,
    filename: job === undefined || job.type === 'file' ? file.filename : null,
    type: file.type,
    size: file.size,
    pageCount: file.pageCount,
  };
  if (job === undefined) {
    const state = file.status === 'failed' ? 'failed' : file.status === 'completed' ? 'ready' : 'working';
    return {
      ...own,
      jobId: null,
      state,
      stage: state === 'ready' ? 'done' : 'pending',
      progress: { done: 0, total: 0 },
      nuggetCount: file.nuggetCount,
      error: file.error,
      warnings: [],
      estimatedUsd: null,
      updatedAt: file.updatedAt,
    };
  }
  const work = workOf(job);
  return {
    ...own,
    ...work,
    nuggetCount: Math.max(file.nuggetCount, work.nuggetCount),
    updatedAt: [job.updatedAt, file.updatedAt].sort().at(-1) ?? file.updatedAt,
  };
}

const STATES = {
  pending: 'working',
  processing: 'working',
  completed: 'ready',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<JobView['status'], SourceRow['state']>;

const workOf = (job: JobView) => ({
  jobId: job.id,
  state: STATES[job.status],
  stage: job.status === 'pending' && job.stage === 'extract' ? ('pending' as const) : job.stage,
  progress: job.progress,
  nuggetCount: job.nuggetCount ?? 0,
  error: job.errorMessage,
  warnings: job.metadata.warnings ?? [],
  estimatedUsd: job.metadata.estimatedUsd ?? null,
});

/** The last part of a key or an address. */
const nameOf = (source: string): string =>
  decodeURIComponent(source.split('/').filter(Boolean).at(-1) ?? source);

export const matches = (row: SourceRow, filter: Filter): boolean =>
  filter === 'all' ||
  (filter === 'working' ? row.state === 'working' : row.state === 'failed' || row.state === 'cancelled');

/** Puts what the feed told of a job in its place; a job that is new comes first. An older word than the known one is dropped. */
export function withJob(jobs: readonly JobView[], told: JobView): JobView[] {
  const at = jobs.findIndex(({ id }) => id === told.id);
  const known = jobs[at];
  if (known === undefined) return [told, ...jobs];
  if (known.updatedAt > told.updatedAt) return [...jobs];
  return jobs.map((job) => (job.id === told.id ? told : job));
}

/** How full each of the six segments is, 0–1; a finished one counts whole. */
export function segmentsOf(row: Pick<SourceRow, 'state' | 'stage' | 'progress'>): readonly number[] {
  const at = row.stage === 'pending' ? -1 : STAGES.indexOf(row.stage);
  return STAGES.map((_, i) => {
    if (row.state === 'ready' || i < at) return 1;
    if (i > at) return 0;
    return row.progress.total === 0 ? 0 : Math.min(1, row.progress.done / row.progress.total);
  });
}
