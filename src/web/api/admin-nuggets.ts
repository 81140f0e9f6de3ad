import { ask, get, type Page } from './client.ts';
import { resources } from './resource.ts';
import type { JobView, NuggetEdit, NuggetPart, NuggetVersion, NuggetView, QuestionView } from './shapes.ts';

/** What the console asks about nuggets. */

export type NuggetFilter = {
  q?: string | undefined;
  status?: string | undefined;
  topic?: string | undefined;
  review?: string | undefined;
};

/** Rows that fit a window twice; more come as one scrolls. */
const LIMIT = 30;

export const listNuggets = (filter: NuggetFilter, cursor: string | undefined) =>
  get<Page<NuggetView>>('/api/admin/nuggets', { ...filter, limit: LIMIT, cursor });

export const nuggets = resources((id) => get<NuggetView>(`/api/admin/nuggets/${id}`));

export const versionsOf = resources((id) =>
  get<{ items: NuggetVersion[] }>(`/api/admin/nuggets/${id}/versions`),
);

export const questionsOf = resources((id) =>
  get<{ items: QuestionView[] }>(`/api/admin/nuggets/${id}/questions`),
);

/** Refused with 409 where somebody else has changed the nugget since `version`. */
export const editNugget = (id: string, version: number, change: NuggetEdit) =>
  ask<NuggetView>('PATCH', `/api/admin/nuggets/${id}`, {
    body: change,
    headers: { 'If-Match': `"${version}"` },
  });

export const regenerate = (id: string, parts: readonly NuggetPart[]) =>
  ask<JobView>('POST', `/api/admin/nuggets/${id}/regenerate`, { body: { parts } });

export const restoreVersion = (id: string, version: number) =>
  ask<NuggetView>('POST', `/api/admin/nuggets/${id}/versions/${version}/restore`);

export const setPublished = (id: string, isPublished: boolean) =>
  ask<NuggetView>('POST', `/api/admin/nuggets/${id}/${isPublished ? 'publish' : 'unpublish'}`);

export const deleteNugget = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/nuggets/${id}`);

export const listReviews = (cursor: string | undefined) =>
  get<Page<NuggetView>>('/api/admin/reviews', { limit: LIMIT, cursor });

export const decide = (id: string, decision: 'approve' | 'reject', reason: string | null) =>
  ask<NuggetView>('POST', `/api/admin/reviews/${id}`, { body: { decision, reason } });
