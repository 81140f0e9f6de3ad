/** Editing a nugget by hand: what changes, what follows from it, and what is kept of what was. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import { plainText } from '../base/http.ts';
import { contentId } from '../base/ids.ts';
import { changeNugget, type NuggetChange, type NuggetRow, type Snapshot } from '../library/change-queries.ts';
import { embeddingText } from '../library/embedding-text.ts';
import {
  NuggetMetadata,
  NuggetPart,
  type NuggetParts,
  type PartRecord,
  type Slide,
} from '../library/nugget.ts';
import type { Models } from '../models/port.ts';
import { hashOf } from './hash.ts';
import type { Authored } from './queries.ts';

const name = plainText(200, 1);

export const NuggetEdit = z
  .object({
    title: plainText(300, 1),
    content: plainText(20_000, 1),
    metadata: NuggetMetadata.partial().extend({
      topics: z.array(name).max(20).optional(),
      prerequisites: z.array(name).max(20).optional(),
      relatedConcepts: z.array(name).max(20).optional(),
      language: name.optional(),
    }),
    slides: z
      .array(
        z.object({
          title: plainText(300, 1),
          content: plainText(5000, 1),
          script: plainText(5000).nullable().optional(),
        }),
      )
      .min(1)
      .max(20),
    imageAlt: plainText(500),
    /** The parts that no regeneration touches from now on. */
    pinned: z.array(NuggetPart),
  })
  .partial()
  .refine((edit) => Object.values(edit).some((field) => field !== undefined), 'nothing to change');
export type NuggetEdit = z.infer<typeof NuggetEdit>;

export type EditNeeds = { db: OrganizationDb; models: Pick<Models, 'embed'>; clock: () => Date };

export const staleEdit = (): AppError =>
  new AppError(
    'conflict',
    'Somebody else has changed this nugget since you read it. Reload it and edit again.',
  );

/**
 * The nugget after the edit, one version on; progress stays, for its id does. New content is embedded anew. Sound of slides
 * whose script stays is kept. Throws `conflict` where the nugget changed meanwhile, and what the embedding model throws.
 */
export async function editNugget(needs: EditNeeds, nugget: Authored, edit: NuggetEdit): Promise<NuggetRow> {
  const change = await changeOf(needs, nugget, edit);
  const edited = await changeNugget(needs.db, nugget.id, { ...change, ifVersion: nugget.version });
  if (edited === undefined) throw staleEdit();
  return edited;
}

async function changeOf(needs: EditNeeds, nugget: Authored, edit: NuggetEdit): Promise<NuggetChange> {
  const byHand: PartRecord = { input: 'by hand', by: 'person', at: needs.clock().toISOString() };
  const parts: string[] = [];
  const set: NuggetChange['set'] = {};
  const records: NuggetParts = {};
  if (edit.title !== undefined && edit.title !== nugget.title) {
    parts.push('title');
    set.title = edit.title;
  }
  if (edit.content !== undefined && edit.content !== nugget.content) {
    parts.push('content', 'embedding');
    set.content = edit.content;
    set.contentHash = createHash('sha256').update(edit.content).digest('hex');
    const embedded = await embed(needs, { ...nugget, content: edit.content });
    set.embedding = embedded.embedding;
    records.embedding = { ...byHand, by: 'model', input: embedded.input };
  }
  if (edit.metadata !== undefined) {
    parts.push('metadata');
    set.metadata = NuggetMetadata.parse({
      ...(nugget.metadata ?? EMPTY_METADATA),
      ...defined(edit.metadata),
    });
    records.metadata = byHand;
  }
  if (edit.slides !== undefined) {
    parts.push('slides');
    set.slides = edit.slides.map((slide, order) => editedSlide(nugget, slide, order));
    if (!sameSound(nugget.slides ?? [], set.slides)) set.audioUrl = null;
    records.slides = byHand;
  }
  if (edit.imageAlt !== undefined && edit.imageAlt !== nugget.imageAlt) {
    parts.push('imageAlt');
    set.imageAlt = edit.imageAlt;
  }
  return {
    parts,
    set,
    records:
      edit.pinned === undefined ? records : withPins({ ...nugget.parts, ...records }, edit.pinned, byHand),
    newVersion: parts.length > 0,
  };
}

const EMPTY_METADATA: NuggetMetadata = {
  topics: [],
  difficulty: 5,
  prerequisites: [],
  estimatedTime: 1,
  relatedConcepts: [],
  language: 'en',
};

const defined = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The vector of a nugget as it now reads. */
export async function embed(
  needs: { db: OrganizationDb; models: Pick<Models, 'embed'> },
  nugget: Pick<Authored, 'documentTitle' | 'headings' | 'content' | 'context'>,
): Promise<{ embedding: { vector: number[]; model: string }; input: string }> {
  const text = embeddingText(nugget.documentTitle, nugget);
  const { model, vectors } = await needs.models.embed(
    { organizationId: needs.db.organizationId, task: 'embedding' },
    [text],
  );
  const [vector] = vectors;
  if (vector === undefined) throw new AppError('upstream_error', 'The embedding model sent no vector.');
  return { embedding: { vector, model }, input: hashOf(text) };
}

/** A slide keeps its sound as long as it keeps its script; where no script is sent, it keeps that of its content. */
function editedSlide(
  nugget: Authored,
  { title, content, script }: { title: string; content: string; script?: string | null | undefined },
  order: number,
): Slide {
  const before = nugget.slides ?? [];
  const same = before.find((slide) => slide.content === content) ?? before[order];
  const spoken = script === undefined ? (same?.content === content ? same.script : null) : script;
  const sounded = before.find((slide) => slide.script !== null && slide.script === spoken);
  return {
    id: same?.content === content ? same.id : contentId(z.uuid(), 'slide', nugget.id, order, title, content),
    title,
    content,
    order,
    script: spoken,
    audioUrl: sounded?.audioUrl ?? null,
    duration: sounded?.duration ?? null,
  };
}

const sameSound = (before: readonly Slide[], after: readonly Slide[]): boolean =>
  JSON.stringify(before.map(({ audioUrl }) => audioUrl)) ===
  JSON.stringify(after.map(({ audioUrl }) => audioUrl));

/** Exactly the wished parts pinned. */
function withPins(parts: NuggetParts, pinned: readonly NuggetPart[], byHand: PartRecord): NuggetParts {
  const wanted = new Set(pinned);
  const all: NuggetParts = {};
  for (const part of NuggetPart.options) {
    const { pinned: _, ...record } = parts[part] ?? byHand;
    if (wanted.has(part)) all[part] = { ...record, pinned: true };
    else if (parts[part] !== undefined) all[part] = record;
  }
  return all;
}

/** A version as it was, as a change to what is: one more version, so that restoring can be undone too. */
export async function restoreNugget(
  needs: EditNeeds,
  nugget: Authored,
  snapshot: Snapshot,
): Promise<NuggetRow> {
  const { parts: records, ...set } = snapshot;
  const embedded =
    set.content === nugget.content ? undefined : await embed(needs, { ...nugget, content: set.content });
  const restored = await changeNugget(needs.db, nugget.id, {
    parts: changedParts(nugget, snapshot),
    set: { ...set, ...(embedded === undefined ? {} : { embedding: embedded.embedding }) },
    records,
    newVersion: true,
    ifVersion: nugget.version,
  });
  if (restored === undefined) throw staleEdit();
  return restored;
}

type Compared = Omit<Snapshot, 'parts' | 'contentHash'>;

/** What differs between two versions, by part. */
export function changedParts(a: Compared, b: Compared): string[] {
  const differ = (one: unknown, other: unknown): boolean => !isDeepStrictEqual(one, other);
  const of = (slides: Slide[] | null, key: 'script' | 'audioUrl') => slides?.map((slide) => slide[key]);
  const shown = (slides: Slide[] | null) => slides?.map(({ title, content }) => [title, content]);
  return [
    ...(differ(a.title, b.title) ? ['title'] : []),
    ...(differ(a.content, b.content) ? ['content'] : []),
    ...(differ(a.metadata, b.metadata) ? ['metadata'] : []),
    ...(differ(shown(a.slides), shown(b.slides)) ? ['slides'] : []),
    ...(differ(of(a.slides, 'script'), of(b.slides, 'script')) ? ['script'] : []),
    ...(differ(of(a.slides, 'audioUrl'), of(b.slides, 'audioUrl')) || a.audioUrl !== b.audioUrl
      ? ['audio']
      : []),
    ...(a.imageUrl !== b.imageUrl || a.imageAlt !== b.imageAlt ? ['image'] : []),
  ];
}
