import { ask, get, type Page } from './client.ts';
import { everyItem } from './every.ts';
import { resource, resources } from './resource.ts';
import type { DeadLetter, FolderView, JobView, UrlCheck, UrlView } from './shapes.ts';

/** What the console asks about sources that are looked after by themselves. */

/** Readings of one address; as many as anybody looks back. */
const SHOWN = 50;

export const urls = resource(() => everyItem<UrlView>('/api/admin/ingestion/urls'));
export const folders = resource(() => everyItem<FolderView>('/api/admin/ingestion/folders'));
export const letters = resource(() =>
  get<Page<DeadLetter>>('/api/admin/ingestion/dead-letters', { limit: 50 }),
);

export type UrlInput = Pick<UrlView, 'url' | 'checkInterval' | 'contentSelector' | 'autoProcess' | 'enabled'>;

/** A new address, or the one of this id changed. */
export const saveUrl = (id: string | undefined, body: UrlInput) =>
  id === undefined
    ? ask<UrlView>('POST', '/api/admin/ingestion/urls', { body })
    : ask<UrlView>('PUT', `/api/admin/ingestion/urls/${id}`, { body });
export const deleteUrl = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/ingestion/urls/${id}`);
export const checkUrl = (id: string) => ask<UrlCheck>('POST', `/api/admin/ingestion/urls/${id}/check`);

/** The readings of an address, newest first. */
export const readingsOf = resources(async (source) => {
  const { items } = await get<Page<JobView>>('/api/admin/ingestion/jobs', {
    type: 'url',
    source,
    limit: SHOWN,
  });
  return items;
});

export type FolderInput = Omit<FolderView, 'id'>;

export const saveFolder = (id: string | undefined, body: FolderInput) =>
  id === undefined
    ? ask<FolderView>('POST', '/api/admin/ingestion/folders', { body })
    : ask<FolderView>('PUT', `/api/admin/ingestion/folders/${id}`, { body });
export const deleteFolder = (id: string) =>
  ask<{ success: true }>('DELETE', `/api/admin/ingestion/folders/${id}`);
export const syncFolder = (id: string) =>
  ask<{ queued: number }>('POST', `/api/admin/ingestion/folders/${id}/sync`);

export const redrive = (id: string) =>
  ask<{ success: true }>('POST', `/api/admin/ingestion/dead-letters/${id}/redrive`);

export const addText = (title: string, content: string) =>
  ask<{ job: JobView }>('POST', '/api/admin/ingestion/text', { body: { title, content } });
