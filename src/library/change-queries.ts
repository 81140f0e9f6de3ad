/** Changing a nugget: one part or several at once, guarded against what others change meanwhile, with what was kept. */
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { toSql } from 'pgvector';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { OrganizationDb } from '../base/db.ts';
import type { NuggetId } from '../base/ids.ts';
import { NuggetMetadata, NuggetParts, Slide } from './nugget.ts';
import { nuggets, nuggetVersions } from './tables.ts';

/** A nugget as it is read: without its vector and its words for search, which are large and nobody's to see. */
const { embedding: _embedding, searchText: _searchText, ...columns } = getTableColumns(nuggets);
export const nuggetColumns = columns;
export type NuggetRow = Omit<typeof nuggets.$inferSelect, 'embedding' | 'searchText'>;

/** What a version keeps: all that can be edited or made again. */
export const Snapshot = z.object({
  title: z.string().nullable(),
  content: z.string(),
  contentHash: z.string(),
  metadata: NuggetMetadata.nullable(),
  slides: z.array(Slide).nullable(),
  imageUrl: z.string().nullable(),
  imageAlt: z.string().nullable(),
  audioUrl: z.string().nullable(),
  parts: NuggetParts,
});
export type Snapshot = z.infer<typeof Snapshot>;

export type NuggetChange = {
  /** The parts that change, for the history: `content`, `metadata`, `slides` … */
  parts: readonly string[];
  set: Partial<Omit<Snapshot, 'parts'>> & { embedding?: { vector: number[]; model: string } };
  /** How the changed parts came to be; those of other parts stay. */
  records?: NuggetParts;
  /** Keeps what was and begins a new version; filling what was empty does neither. */
  newVersion: boolean;
  /** Changes nothing unless the nugget is still at this version … */
  ifVersion?: number;
  /** … or still has these very slides. */
  ifSlides?: readonly Slide[] | null;
};

/** The nugget after the change; nothing where it is gone or a guard did not hold. One round trip, one transaction. */
export async function changeNugget(
  db: OrganizationDb,
  id: NuggetId,
  change: NuggetChange,
): Promise<NuggetRow | undefined> {
  const guard = guardOf(db, id, change);
  const { embedding, ...set } = change.set;
  const update = db.sql
    .update(nuggets)
    .set({
      ...set,
      ...(embedding === undefined
        ? {}
        : { embedding: sql`${toSql(embedding.vector)}::vector`, embeddingModel: embedding.model }),
      parts: sql`${nuggets.parts} || ${JSON.stringify(change.records ?? {})}::jsonb`,
      ...(change.newVersion ? { version: sql`${nuggets.version} + 1` } : {}),
    })
    .where(guard)
    .returning(columns);
  if (!change.newVersion) return (await update)[0];
  const [, , [row]] = await db.sql.batch([
    // Holds the row, so that what is kept is what is changed.
    db.sql.execute(sql`select from ${nuggets} where ${guard} for update`),
    db.sql.execute(keepVersion(guard, change.parts)),
    update,
  ]);
  return row;
}

const guardOf = (db: OrganizationDb, id: NuggetId, { ifVersion, ifSlides }: NuggetChange): SQL | undefined =>
  and(
    eq(nuggets.organizationId, db.organizationId),
    eq(nuggets.id, id),
    ifVersion === undefined ? undefined : eq(nuggets.version, ifVersion),
    ifSlides === undefined
      ? undefined
      : sql`${nuggets.slides} is not distinct from ${ifSlides === null ? null : JSON.stringify(ifSlides)}::jsonb`,
  );

const keepVersion = (guard: SQL | undefined, parts: readonly string[]): SQL => sql`
  insert into ${nuggetVersions} (id, organization_id, nugget_id, version, parts, snapshot)
  select ${v7()}::uuid, ${nuggets.organizationId}, ${nuggets.id}, ${nuggets.version},
         array(select jsonb_array_elements_text(${JSON.stringify(parts)}::jsonb)),
         jsonb_build_object(
           'title', ${nuggets.title}, 'content', ${nuggets.content}, 'contentHash', ${nuggets.contentHash},
           'metadata', ${nuggets.metadata}, 'slides', ${nuggets.slides}, 'imageUrl', ${nuggets.imageUrl},
           'imageAlt', ${nuggets.imageAlt}, 'audioUrl', ${nuggets.audioUrl}, 'parts', ${nuggets.parts})
  from ${nuggets} where ${guard}
  on conflict (nugget_id, version) do nothing`;

export type NuggetVersion = typeof nuggetVersions.$inferSelect;

/** What a nugget was, newest first; the present one is its row. */
export const listVersions = (db: OrganizationDb, id: NuggetId): Promise<NuggetVersion[]> =>
  db.sql
    .select()
    .from(nuggetVersions)
    .where(and(eq(nuggetVersions.organizationId, db.organizationId), eq(nuggetVersions.nuggetId, id)))
    .orderBy(sql`${nuggetVersions.version} desc`);

export async function findVersion(
  db: OrganizationDb,
  id: NuggetId,
  version: number,
): Promise<NuggetVersion | undefined> {
  const [found] = await db.sql
    .select()
    .from(nuggetVersions)
    .where(
      and(
        eq(nuggetVersions.organizationId, db.organizationId),
        eq(nuggetVersions.nuggetId, id),
        eq(nuggetVersions.version, version),
      ),
    );
  return found;
}
