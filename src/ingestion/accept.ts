import type { OrganizationDb } from '../base/db.ts';
import { JobId, newId } from '../base/ids.ts';
import { type IngestionMessage, stepOf } from '../jobs/message.ts';
import { insertJob, type Job } from '../jobs/queries.ts';
import { placeDocument } from './queries.ts';
import type { Uploaded } from './upload.ts';

/** Turns what was stored into a job and a nudge: the row first, because it is the truth. */

export type AcceptNeeds = {
  db: OrganizationDb;
  bucket: R2Bucket;
  queue: { send: (message: IngestionMessage) => Promise<unknown> };
  clock: () => Date;
};

/** Makes the document and job of a stored file and announces the object in the shape of Cloudflare's own notification. */
export async function acceptFile(
  needs: AcceptNeeds,
  file: Uploaded & { title?: string; manual?: boolean; estimatedUsd: number },
): Promise<Job> {
  const type = file.manual === true ? 'manual' : 'file';
  const document = await placeDocument(needs.db, {
    sourceType: type,
    sourcePath: file.key,
    filename: file.filename,
    type: file.type,
    size: file.size,
    contentHash: file.contentHash,
    ...(file.title === undefined ? {} : { title: file.title }),
  });
  // The same bytes stand elsewhere already: that is the document, and this copy is not needed.
  if (document.sourcePath !== file.key) await needs.bucket.delete(file.key);
  const [job] = await insertJob(needs.db, {
    id: newId(JobId),
    type,
    source: document.sourcePath,
    documentId: document.id,
    metadata: {
      filename: document.filename,
      fileType: file.type,
      size: file.size,
      contentHash: file.contentHash,
      estimatedUsd: file.estimatedUsd,
      ...(file.title === undefined ? {} : { title: file.title }),
    },
  });
  if (job === undefined) throw new Error('a new job was not written');
  // Where texts written by hand lie no event is listened to: these begin with their first step.
  const step = file.manual === true ? stepOf(job) : undefined;
  await needs.queue.send(step ?? putNotification(document.sourcePath, file.size, needs.clock()));
  return job;
}

/** https://developers.cloudflare.com/r2/buckets/event-notifications/#message-format */
const putNotification = (key: string, size: number, now: Date): IngestionMessage => ({
  account: '',
  bucket: 'nuggets',
  object: { key, size },
  action: 'PutObject',
  eventTime: now.toISOString(),
});
