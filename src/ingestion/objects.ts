import { createHash } from 'node:crypto';
import type { OrganizationDb } from '../base/db.ts';
import { JobId, newId, OrganizationId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { type IngestionMessage, type R2Notification, stepOf } from '../jobs/message.ts';
import { insertJob, type Job, listPendingJobsOf } from '../jobs/queries.ts';
import { findDocumentByPath } from '../library/pipeline-queries.ts';
import { listContentsOfSize, retireSource } from './file-queries.ts';
import type { FolderRow } from './folder-queries.ts';
import { watches } from './folders.ts';
import { organizationPrefix, splitKey } from './keys.ts';

/** What becomes of objects that appear in the bucket or leave it: by notification, or found by the sweep. */

export type ObjectNeeds = {
  db: OrganizationDb;
  bucket: R2Bucket;
  folders: () => Promise<FolderRow[]>;
  send: (message: IngestionMessage) => Promise<unknown>;
  clock: () => Date;
  log: Log;
};

/** The organization that a notification is about; nothing for objects that are nobody's file. */
export function organizationOf(notification: R2Notification): OrganizationId | undefined {
  return OrganizationId.safeParse(splitKey(notification.object.key)?.organization).data;
}

export async function objectChanged(needs: ObjectNeeds, notification: R2Notification): Promise<void> {
  const { key } = notification.object;
  switch (notification.action) {
    case 'PutObject':
    case 'CopyObject':
    case 'CompleteMultipartUpload':
      return objectArrived(needs, key);
    case 'DeleteObject':
    case 'LifecycleDeletion':
      return objectGone(needs, key);
    default:
      return notification.action satisfies never;
  }
}

/** Starts the jobs that wait for the object; or, where a folder watches it, makes one. */
async function objectArrived(needs: ObjectNeeds, key: string): Promise<void> {
  const waiting = await listPendingJobsOf(needs.db, key);
  for (const job of waiting) await nudge(needs, job);
  if (waiting.length > 0) return;
  const path = splitKey(key)?.path;
  if (path === undefined) return;
  const folders = await needs.folders();
  const watched = folders.some((folder) => folder.enabled && folder.autoProcess && watches(folder, path));
  if (watched) await ingestObject(needs, key);
}

/** A deleted source keeps its nuggets for those who are learning them; its overwritten self is not deleted. */
async function objectGone(needs: ObjectNeeds, key: string): Promise<void> {
  if ((await needs.bucket.head(key)) !== null) return;
  const document = await findDocumentByPath(needs.db, 'file', key);
  if (document === undefined || document.retiredAt !== null) return;
  await retireSource(needs.db, document.id, needs.clock());
  needs.log('document.retired', { documentId: document.id, organizationId: needs.db.organizationId });
}

async function ingestObject(needs: ObjectNeeds, key: string): Promise<void> {
  const [job] = await insertJob(needs.db, {
    id: newId(JobId),
    type: 'file',
    source: key,
    metadata: { filename: key.split('/').at(-1) ?? key },
  });
  if (job !== undefined) await nudge(needs, job);
}

async function nudge(needs: ObjectNeeds, job: Job): Promise<void> {
  const step = stepOf(job);
  if (step !== undefined) await needs.send(step);
}

/**
 * Queues what stands in a folder's prefix and has not been read as it stands.
 * @returns how many were queued
 */
export async function sweepFolder(needs: ObjectNeeds, folder: FolderRow): Promise<number> {
  const prefix = organizationPrefix(needs.db.organizationId);
  let queued = 0;
  let cursor: string | undefined;
  do {
    const listed = await needs.bucket.list({
      prefix: `${prefix}${folder.path === '' ? '' : `${folder.path}/`}`,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const object of listed.objects) {
      const path = splitKey(object.key)?.path;
      if (path === undefined || !watches(folder, path)) continue;
      if (await isRead(needs, object)) continue;
      await ingestObject(needs, object.key);
      queued += 1;
    }
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor !== undefined);
  return queued;
}

/** By time and size, and where these leave a doubt by its bytes: a copy of what was read elsewhere is read as well. */
async function isRead(needs: ObjectNeeds, object: R2Object): Promise<boolean> {
  if ((await listPendingJobsOf(needs.db, object.key)).length > 0) return true;
  const document = await findDocumentByPath(needs.db, 'file', object.key);
  if (document?.retiredAt != null) return false;
  if (document !== undefined && document.updatedAt >= object.uploaded && document.size === object.size) {
    return true;
  }
  const sameSize =
    document === undefined ? await listContentsOfSize(needs.db, object.size) : [document.contentHash];
  if (sameSize.length === 0) return false;
  const body = await needs.bucket.get(object.key);
  if (body === null) return true;
  const bytes = new Uint8Array(await body.arrayBuffer());
  return sameSize.includes(createHash('sha256').update(bytes).digest('hex'));
}
