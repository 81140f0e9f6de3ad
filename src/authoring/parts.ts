/** Makes one part of one nugget and keeps it: once for the same input, and never over what is pinned. */
import type { OrganizationDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import type { JobId, NuggetId, OrganizationId } from '../base/ids.ts';
import { changeNugget, type NuggetChange } from '../library/change-queries.ts';
import { embeddingText } from '../library/embedding-text.ts';
import { deleteMedia, nuggetMedia } from '../library/media.ts';
import type { NuggetPart, PartRecord } from '../library/nugget.ts';
import type { Caller, Models } from '../models/port.ts';
import { deckInput, makeDeck } from './deck.ts';
import { describeNugget } from './describe.ts';
import { hashOf } from './hash.ts';
import { type ImageNeeds, imagePrompt, paintNugget } from './image.ts';
import { type Authored, findAuthored, replaceQuestions } from './queries.ts';
import { makeQuestions } from './questions.ts';

export type PartNeeds = {
  db: OrganizationDb;
  models: Pick<Models, 'complete' | 'speak' | 'voiceKey' | 'paint' | 'embed'>;
  bucket: Pick<R2Bucket, 'get' | 'put' | 'list' | 'delete'>;
  resize: ImageNeeds['resize'];
  clock: () => Date;
};

/** For whom a part is made; `fresh` asks for another one even where nothing it is made of has changed. `attempts`: of the step. */
export type PartJob = { id: JobId; organizationId: OrganizationId; fresh?: boolean; attempts?: number };

/** `kept`: there was one already, or it is pinned. `gone`: the nugget is. */
export type PartOutcome = 'made' | 'kept' | 'gone';

/** Throws what the models throw; then nothing has changed. */
export async function makePart(
  needs: PartNeeds,
  job: PartJob,
  nuggetId: NuggetId,
  part: NuggetPart,
): Promise<PartOutcome> {
  // Twice, because an edit may come in between: the second time it is made from what the edit left.
  for (let tries = 0; tries < 2; tries += 1) {
    const nugget = await findAuthored(needs.db, nuggetId);
    if (nugget === undefined && tries > 0) await forgetMedia(needs, nuggetId);
    if (nugget === undefined || nugget.status === 'retired') return 'gone';
    const input = await inputOf(needs, job, nugget, part);
    if (isMade(nugget, part, input, job)) return 'kept';
    if (await MAKERS[part](needs, job, nugget, { part, input })) return 'made';
  }
  if ((await findAuthored(needs.db, nuggetId)) === undefined) {
    await forgetMedia(needs, nuggetId);
    return 'gone';
  }
  throw new AppError('conflict', 'The nugget was edited while this part was being made. Try again.');
}

/** Deleted while it was being made: what was stored meanwhile goes after it. */
const forgetMedia = ({ bucket, db }: PartNeeds, id: NuggetId): Promise<void> =>
  deleteMedia(bucket, db.organizationId, nuggetMedia(id));

const callerOf = (job: PartJob, task: Caller['task']): Caller => ({
  organizationId: job.organizationId,
  jobId: job.id,
  task,
});

/** Whether there is nothing to do: pinned, made of the same input, or for this very wish already. */
function isMade(nugget: Authored, part: NuggetPart, input: string, job: PartJob): boolean {
  const record = nugget.parts[part];
  if (record === undefined) return false;
  if (record.pinned === true) return true;
  if (job.fresh === true && part !== 'audio') return record.job === job.id;
  return record.input === input;
}

async function inputOf(needs: PartNeeds, job: PartJob, nugget: Authored, part: NuggetPart): Promise<string> {
  switch (part) {
    case 'metadata':
      return hashOf(nugget.content, nugget.headings);
    case 'slides':
      return deckInput.slides(nugget);
    case 'script':
      return deckInput.script(nugget.slides ?? []);
    case 'audio':
      return deckInput.audio(nugget.slides ?? [], await needs.models.voiceKey(callerOf(job, 'speech')));
    case 'image':
      return hashOf(imagePrompt(nugget));
    case 'embedding':
      return hashOf(embeddingText(nugget.documentTitle, nugget));
    case 'questions':
      return hashOf(nugget.content);
    default:
      return part satisfies never;
  }
}

/** A provider that stumbles is given a second try before its part is made without it. */
const LAST_TRY = 2;

const wishFor = (job: PartJob, nugget: Authored) => ({
  ...nugget,
  rejection: nugget.reviewReason,
  willRetry: (job.attempts ?? LAST_TRY) < LAST_TRY,
});

/** Says whether it was kept; not, where the nugget changed meanwhile. */
type Maker = (
  needs: PartNeeds,
  job: PartJob,
  nugget: Authored,
  wish: { part: NuggetPart; input: string },
) => Promise<boolean>;

const keep = async (needs: PartNeeds, nugget: Authored, change: NuggetChange): Promise<boolean> =>
  (await changeNugget(needs.db, nugget.id, change)) !== undefined;

const record = (
  needs: PartNeeds,
  job: PartJob,
  input: string,
  by: PartRecord['by'] = 'model',
): PartRecord => ({ input, by, at: needs.clock().toISOString(), job: job.id });

const deck: Maker = async (needs, job, nugget, { part }) => {
  if (part !== 'slides' && part !== 'script' && part !== 'audio') return false;
  const made = await makeDeck(
    needs,
    callerOf(job, part === 'audio' ? 'speech' : part),
    wishFor(job, nugget),
    part,
  );
  return keep(needs, nugget, {
    parts: made.changed,
    set: { slides: made.slides, audioUrl: made.audioUrl },
    records: made.records,
    newVersion: made.changed.some((one) => nugget.parts[one] !== undefined),
    ifSlides: nugget.slides,
  });
};

const MAKERS: Readonly<Record<NuggetPart, Maker>> = {
  metadata: async (needs, job, nugget, { part, input }) => {
    const caller = callerOf(job, 'metadata');
    const described = await describeNugget(needs, caller, { ...wishFor(job, nugget), title: null });
    return keep(needs, nugget, {
      parts: [part],
      set: { title: described.title, metadata: described.metadata },
      records: { metadata: record(needs, job, input, described.by) },
      newVersion: nugget.metadata !== null,
      ifVersion: nugget.version,
    });
  },
  slides: deck,
  script: deck,
  audio: deck,
  image: async (needs, job, nugget, { part, input }) => {
    const variant = job.fresh === true ? job.id : '';
    const painted = await paintNugget(needs, callerOf(job, 'image'), wishFor(job, nugget), variant);
    return keep(needs, nugget, {
      parts: [part],
      set: { imageUrl: painted.imageUrl, imageAlt: painted.imageAlt },
      records: { image: { ...record(needs, job, input), widths: painted.widths } },
      newVersion: nugget.imageUrl !== null,
    });
  },
  embedding: async (needs, job, nugget, { part, input }) => {
    const text = embeddingText(nugget.documentTitle, nugget);
    const { model, vectors } = await needs.models.embed(callerOf(job, 'embedding'), [text]);
    const [vector] = vectors;
    if (vector === undefined) throw new AppError('upstream_error', 'The embedding model sent no vector.');
    return keep(needs, nugget, {
      parts: [part],
      set: { embedding: { vector, model } },
      records: { embedding: record(needs, job, input) },
      newVersion: false,
      ifVersion: nugget.version,
    });
  },
  questions: async (needs, job, nugget, { input }) => {
    const made = await makeQuestions(needs, callerOf(job, 'questions'), wishFor(job, nugget));
    await replaceQuestions(needs.db, nugget.id, made.questions, record(needs, job, input, made.by));
    return true;
  },
};
