import { ask, get, type Page } from './client.ts';
import { resource, resources } from './resource.ts';
import type { FileView, JobView, NuggetView } from './shapes.ts';

/** What the console asks about sources and the work on them. */

const LIMIT = 200;

export const files = resource(() => get<Page<FileView>>('/api/admin/files', { limit: LIMIT }));
export const jobs = resource(() => get<Page<JobView>>('/api/admin/ingestion/jobs', { limit: LIMIT }));

export const deleteFile = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/files/${id}`);
export const retryJob = (id: string) => ask<JobView>('POST', `/api/admin/ingestion/jobs/${id}/retry`);
export const cancelJob = (id: string) => ask<JobView>('POST', `/api/admin/ingestion/jobs/${id}/cancel`);

/** The nuggets of a document, by its id, in their order. */
export const nuggetsOf = resources(async (documentId) => {
  const items: NuggetView[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<NuggetView> = await get('/api/admin/nuggets', { documentId, limit: LIMIT, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items.sort((a, b) => a.position - b.position);
});
