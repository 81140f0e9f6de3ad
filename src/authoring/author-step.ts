/** The authoring step of a job: the optional parts, each able to fail alone. */
import { AppError } from '../base/errors.ts';
import { DocumentId, NuggetId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import type { JobMetadata } from '../jobs/job.ts';
import type { Job } from '../jobs/queries.ts';
import { MAX_ATTEMPTS, type StepOutcome } from '../jobs/run.ts';
import { NuggetPart } from '../library/nugget.ts';
import { makePart, type PartJob, type PartNeeds } from './parts.ts';
import { findAuthored, idsToAuthor } from './queries.ts';
import { askForReview } from './review-queries.ts';

/** What an organization wants made; sound and picture are most of a nugget's price, so they may wait until somebody asks. */
export type AuthorPolicy = { audio: MediaPolicy; image: MediaPolicy };
type MediaPolicy = 'on' | 'off' | 'demand';

export type AuthorNeeds = PartNeeds & {
  policy: () => Promise<AuthorPolicy>;
  /** Concepts, prerequisites and narrative nodes of a document, from its nuggets as they now are. */
  extendNarrative: (documentId: DocumentId) => Promise<void>;
  log: Log;
};

type FailedPart = NonNullable<JobMetadata['failedParts']>[number];

/** One thing to do, in a row: what follows builds on what went before. */
type Unit = {
  subject: string;
  parts: readonly string[];
  make: (part: string) => Promise<unknown>;
  /** Before a part counts as failed. */
  tries: number;
};

/** Nuggets a step: their parts are made side by side, well within a lease. */
const NUGGETS_A_STEP = 4;
/** Tries of a part: a provider that stumbles is back by then. */
const TRIES = 3;

/**
 * Makes what comes next: the narrative first, for lessons need it, then nugget after nugget. A part that fails after some
 * tries is noted in the job's `failedParts` and leaves the others alone.
 */
export async function runAuthorStep(needs: AuthorNeeds, job: Job): Promise<StepOutcome> {
  const steps = await stepsOf(needs, job);
  const units = steps[job.progressDone] ?? [];
  const results = await Promise.all(units.map((unit) => runUnit(needs, unit)));
  const failures = results.flat();
  const again = failures.find(({ thrown, tries }) => isPassing(thrown) && job.attempts < tries);
  if (again !== undefined) throw again.thrown;
  const progressDone = Math.min(job.progressDone + 1, steps.length);
  const isDone = progressDone >= steps.length;
  return {
    kind: 'next',
    to: {
      stage: isDone ? 'done' : 'author',
      progressDone,
      progressTotal: steps.length,
      ...(isDone ? { status: 'completed', completedAt: job.completedAt ?? needs.clock() } : {}),
      metadata: withFailures(
        job.metadata ?? {},
        failures.map(({ part }) => part),
      ),
    },
  };
}

async function stepsOf(needs: AuthorNeeds, job: Job): Promise<Unit[][]> {
  const policy = await needs.policy();
  const { nuggetId, parts } = job.metadata ?? {};
  if (nuggetId !== undefined) return regeneration(needs, job, NuggetId.parse(nuggetId), parts ?? [], policy);
  if (job.documentId === null) return [];
  const ids = await idsToAuthor(needs.db, job.documentId);
  const wanted: NuggetPart[] = [
    'script',
    ...(policy.audio === 'on' ? (['audio'] as const) : []),
    ...(policy.image === 'on' ? (['image'] as const) : []),
    'questions',
  ];
  const steps = [narrativeOf(needs, job.documentId)];
  for (let first = 0; first < ids.length; first += NUGGETS_A_STEP) {
    const some = ids.slice(first, first + NUGGETS_A_STEP);
    steps.push(some.flatMap((id) => rowsOf(wanted).map((row) => unitOf(needs, job, id, row, policy))));
  }
  return steps;
}

/** What an admin asked for; then whoever reviews looks at it again. */
async function regeneration(
  needs: AuthorNeeds,
  job: Job,
  id: NuggetId,
  parts: readonly string[],
  policy: AuthorPolicy,
): Promise<Unit[][]> {
  const wanted = NuggetPart.array().parse(parts);
  const rows = rowsOf(wanted).map((row) => unitOf(needs, { ...job, fresh: true }, id, row, policy));
  const review: Unit = {
    subject: id,
    parts: ['review'],
    tries: TRIES,
    make: async () => askForReview(needs.db, id),
  };
  if (!wanted.includes('metadata')) return [rows, [review]];
  // New metadata may mean other concepts.
  const nugget = await findAuthored(needs.db, id);
  return [rows, [review, ...narrativeOf(needs, nugget?.documentId ?? null)]];
}

/** Parts that build on one another stand in one row, in their order; the rows go side by side. */
const rowsOf = (wanted: readonly NuggetPart[]): NuggetPart[][] => {
  const ordered = [
    ['metadata', 'slides', 'script', 'audio'],
    ['image'],
    ['embedding'],
    ['questions'],
  ] as const;
  return ordered.map((row) => row.filter((part) => wanted.includes(part))).filter((row) => row.length > 0);
};

const narrativeOf = (needs: AuthorNeeds, documentId: DocumentId | null): Unit[] =>
  documentId === null
    ? []
    : [
        {
          subject: documentId,
          parts: ['narrative'],
          // Lessons live on it, and no button asks for it alone: it has all the tries that the queue gives.
          tries: MAX_ATTEMPTS,
          make: () => needs.extendNarrative(DocumentId.parse(documentId)),
        },
      ];

const unitOf = (
  needs: AuthorNeeds,
  job: PartJob,
  id: NuggetId,
  parts: readonly NuggetPart[],
  policy: AuthorPolicy,
): Unit => ({
  subject: id,
  parts,
  tries: TRIES,
  make: async (part) => {
    if (part === 'image' && policy.image === 'off') {
      throw new AppError('conflict', 'Pictures are switched off in this organization’s settings.');
    }
    if (part === 'audio' && policy.audio === 'off') {
      throw new AppError('conflict', 'Narration is switched off in this organization’s settings.');
    }
    return makePart(needs, job, id, NuggetPart.parse(part));
  },
});

type Failure = { part: FailedPart; thrown: unknown; tries: number };

/** Goes on after a failure: what builds on the part says by itself that it can't be made. */
async function runUnit(needs: AuthorNeeds, unit: Unit): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const part of unit.parts) {
    try {
      await unit.make(part);
    } catch (thrown) {
      needs.log('author.part.failed', { subject: unit.subject, part, error: describeError(thrown) });
      const reason = thrown instanceof AppError ? thrown.message : 'Something went wrong on our side.';
      failures.push({ part: { nuggetId: unit.subject, part, reason }, thrown, tries: unit.tries });
    }
  }
  return failures;
}

/** Whether it may go better in a moment: not where money is spent for the month, which takes longer. */
const isPassing = (thrown: unknown): boolean =>
  !(thrown instanceof AppError) ||
  thrown.errorType === 'upstream_error' ||
  (thrown.errorType === 'rate_limited' && (thrown.retryAfter ?? Number.POSITIVE_INFINITY) <= 300);

function withFailures(metadata: JobMetadata, failed: readonly FailedPart[]): JobMetadata {
  if (failed.length === 0) return metadata;
  return { ...metadata, failedParts: [...(metadata.failedParts ?? []), ...failed] };
}
