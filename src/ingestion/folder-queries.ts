import { and, desc, eq, sql } from 'drizzle-orm';
import type { OrganizationDb, SystemDb } from '../base/db.ts';
import { FolderId, newId } from '../base/ids.ts';
import type { Cursor } from '../base/paging.ts';
import type { Folder } from './folders.ts';
import { watchedFolders } from './tables.ts';

export type FolderRow = typeof watchedFolders.$inferSelect;

const one = (db: OrganizationDb, id: FolderId) =>
  and(eq(watchedFolders.organizationId, db.organizationId), eq(watchedFolders.id, id));

export const listFolders = (
  db: OrganizationDb,
  page: { limit: number; after: Cursor | undefined },
): Promise<FolderRow[]> =>
  db.sql
    .select()
    .from(watchedFolders)
    .where(
      and(
        eq(watchedFolders.organizationId, db.organizationId),
        page.after === undefined
          ? undefined
          : sql`(${watchedFolders.createdAt}, ${watchedFolders.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
      ),
    )
    .orderBy(desc(watchedFolders.createdAt), desc(watchedFolders.id))
    .limit(page.limit + 1);

/** Nothing where the path is watched already. */
export async function insertFolder(db: OrganizationDb, folder: Folder): Promise<FolderRow | undefined> {
  const [row] = await db.sql
    .insert(watchedFolders)
    .values({ id: newId(FolderId), organizationId: db.organizationId, ...folder })
    .onConflictDoNothing()
    .returning();
  return row;
}

export async function findFolder(db: OrganizationDb, id: FolderId): Promise<FolderRow | undefined> {
  const [row] = await db.sql.select().from(watchedFolders).where(one(db, id));
  return row;
}

export async function updateFolder(
  db: OrganizationDb,
  id: FolderId,
  folder: Folder,
): Promise<FolderRow | undefined> {
  const [row] = await db.sql.update(watchedFolders).set(folder).where(one(db, id)).returning();
  return row;
}

export async function deleteFolder(db: OrganizationDb, id: FolderId): Promise<boolean> {
  const rows = await db.sql.delete(watchedFolders).where(one(db, id)).returning({ id: watchedFolders.id });
  return rows.length > 0;
}

/** All that are watched by themselves, of all organizations: the sweep's list. */
export const listSweptFolders = (db: SystemDb): Promise<FolderRow[]> =>
  db.sql
    .select()
    .from(watchedFolders)
    .where(and(eq(watchedFolders.enabled, true), eq(watchedFolders.autoProcess, true)));
