import type { JobView, NuggetPart, NuggetVersion, NuggetView, PartRecord } from '../api/shapes.ts';

/** How each part of a nugget stands: fresh, older than what it was made from, being made, or not made and why. Pure. */

export type PartState =
  | { kind: 'never' }
  | { kind: 'making' }
  | { kind: 'failed'; because: string }
  | { kind: 'stale'; than: 'text' | 'slides' | 'script' }
  | { kind: 'made'; record: PartRecord };

/** What is made from the text itself; the rest follows from these. */
const FROM_TEXT: readonly NuggetPart[] = ['metadata', 'slides', 'questions', 'image'];

type Known = { nugget: NuggetView; jobs: readonly JobView[]; versions: readonly NuggetVersion[] };

export function partState(part: NuggetPart, { nugget, jobs, versions }: Known): PartState {
  const own = jobs.filter(({ metadata }) => metadata.nuggetId === nugget.id);
  const isMaking = own.some(
    ({ status, metadata }) =>
      (status === 'pending' || status === 'processing') && metadata.parts?.includes(part) === true,
  );
  if (isMaking) return { kind: 'making' };
  const record = nugget.parts[part] ?? indexedAtFirst(part, nugget);
  const because = failureOf(part, { nugget, jobs }, record);
  if (because !== undefined) return { kind: 'failed', because };
  if (record === undefined) return { kind: 'never' };
  const than = olderThan(part, { nugget, versions }, record);
  return than === undefined ? { kind: 'made', record } : { kind: 'stale', than };
}

/** Every nugget is indexed before it is anything else; only what indexed it anew is noted. */
const indexedAtFirst = (part: NuggetPart, { status, createdAt }: NuggetView): PartRecord | undefined =>
  part === 'embedding' && status !== 'processing' && status !== 'failed'
    ? { by: 'model', at: createdAt }
    : undefined;

/** Why the part could not be made, where nothing has made it since. */
function failureOf(
  part: NuggetPart,
  { nugget, jobs }: Omit<Known, 'versions'>,
  record: PartRecord | undefined,
): string | undefined {
  const failed = jobs
    .filter(({ updatedAt }) => record === undefined || record.at < updatedAt)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    .flatMap(({ metadata }) => metadata.failedParts ?? [])
    .find((one) => one.nuggetId === nugget.id && one.part === part);
  return failed?.reason;
}

function olderThan(
  part: NuggetPart,
  { nugget, versions }: Omit<Known, 'jobs'>,
  record: PartRecord,
): 'text' | 'slides' | 'script' | undefined {
  if (record.pinned) return undefined;
  const isOlder = (than: NuggetPart) => record.at < (nugget.parts[than]?.at ?? '');
  if (part === 'audio') {
    const isSilent = nugget.slides.some(({ script, audioUrl }) => script !== null && audioUrl === null);
    return isSilent || isOlder('script') ? 'script' : undefined;
  }
  if (part === 'script') return isOlder('slides') && hasUnspoken(nugget) ? 'slides' : undefined;
  if (!FROM_TEXT.includes(part) || record.by === 'person') return undefined;
  const [latest] = versions.filter(({ parts }) => parts.includes('content'));
  return latest !== undefined && record.at < latest.createdAt ? 'text' : undefined;
}

/** A slide written by hand may have no script yet; those that came with one were written together. */
const hasUnspoken = ({ slides }: NuggetView): boolean => slides.some(({ script }) => script === null);
