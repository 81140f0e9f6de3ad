import { z } from 'zod';
import { type NuggetRow, type NuggetVersion, Snapshot } from '../library/change-queries.ts';
import { NuggetMetadata, Slide } from '../library/nugget.ts';

/** A version as the API gives it. */
export const VersionView = z.object({
  version: z.number().int(),
  isCurrent: z.boolean(),
  /** The parts that this version changed against the one before; empty for the first. */
  parts: z.array(z.string()),
  /** When it began. */
  createdAt: z.iso.datetime(),
  title: z.string().nullable(),
  content: z.string(),
  metadata: NuggetMetadata.nullable(),
  slides: z.array(Slide),
  imageUrl: z.string().nullable(),
  imageAlt: z.string().nullable(),
  audioUrl: z.string().nullable(),
});
export type VersionView = z.infer<typeof VersionView>;

/** All versions, newest first. A kept version's row says what ended it: its time and parts are those of the one after. */
export function versionsView(nugget: NuggetRow, kept: readonly NuggetVersion[]): VersionView[] {
  const began = new Map(kept.map(({ version, parts, createdAt }) => [version + 1, { parts, createdAt }]));
  const view = (
    version: number,
    isCurrent: boolean,
    was: Omit<Snapshot, 'parts' | 'contentHash'>,
  ): VersionView => ({
    version,
    isCurrent,
    parts: began.get(version)?.parts ?? [],
    createdAt: (began.get(version)?.createdAt ?? nugget.createdAt).toISOString(),
    title: was.title,
    content: was.content,
    metadata: was.metadata,
    slides: was.slides ?? [],
    imageUrl: was.imageUrl,
    imageAlt: was.imageAlt,
    audioUrl: was.audioUrl,
  });
  return [
    view(nugget.version, true, nugget),
    ...kept.map(({ version, snapshot }) => view(version, false, Snapshot.parse(snapshot))),
  ];
}
