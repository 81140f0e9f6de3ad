import { ask, get, type Page } from './client.ts';
import { everyItem } from './every.ts';
import { resource, resources } from './resource.ts';
import type { FileView, JobView, NuggetView } from './shapes.ts';

/** What the console asks about sources and the work on them. */

const LIMIT = 200;

export const files = resource(() => everyItem<FileView>('/api/admin/files'));
/** The latest: what is older stands in its document's own row. */
export const jobs = resource(async () => {
  const { items } = await get<Page<JobView>>('/api/admin/ingestion/jobs', { limit: LIMIT });
  return items;
});

/** The largest file that the server takes, bytes. */
export const uploadLimits = resource(() => get<{ maxBytes: number }>('/api/admin/files/upload'));

export const deleteJob = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/ingestion/jobs/${id}`);
export const deleteFile = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/files/${id}`);
export const retryJob = (id: string) => ask<JobView>('POST', `/api/admin/ingestion/jobs/${id}/retry`);
export const cancelJob = (id: string) => ask<JobView>('POST', `/api/admin/ingestion/jobs/${id}/cancel`);

/** The nuggets of a document, by its id, in their order. */
export const nuggetsOf = resources(async (documentId) => {
  const items = await everyItem<NuggetView>('/api/admin/nuggets', { documentId });
  return items.sort((a, b) => a.position - b.position);
});
