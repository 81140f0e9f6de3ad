import type { OrganizationId } from './ids.ts';

/** What an organization's staff see live (`/api/admin/feed`): nudges with the row as the API gives it. */
export type FeedEvent =
  | { event: 'ingestion:job:updated'; data: Record<string, unknown> }
  | { event: 'session:activity'; data: Record<string, unknown> }
  | { event: 'notice'; data: { level: 'info' | 'warning'; message: string } };

/** Never throws: a feed that is away costs nobody their work. */
export type Feed = { publish: (organizationId: OrganizationId, event: FeedEvent) => Promise<void> };
