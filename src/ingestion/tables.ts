import { boolean, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organizations } from '../accounts/tables.ts';
import type { FolderId, OrganizationId, UrlId } from '../base/ids.ts';
import { createdAt, moment, textList, updatedAt } from '../base/tables.ts';

const organizationId = () =>
  uuid('organization_id')
    .$type<OrganizationId>()
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** A prefix in the organization's part of the bucket. */
export const watchedFolders = pgTable(
  'watched_folders',
  {
    id: uuid('id').$type<FolderId>().primaryKey(),
    organizationId: organizationId(),
    path: text('path').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    fileTypes: textList('file_types'),
    recursive: boolean('recursive').notNull().default(true),
    autoProcess: boolean('auto_process').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('watched_folders_path_key').on(t.organizationId, t.path)],
);

export const monitoredUrls = pgTable(
  'monitored_urls',
  {
    id: uuid('id').$type<UrlId>().primaryKey(),
    organizationId: organizationId(),
    url: text('url').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Minutes. */
    checkInterval: integer('check_interval').notNull(),
    lastChecked: moment('last_checked'),
    /** The validators as the site sent them. */
    lastModified: text('last_modified'),
    etag: text('etag'),
    contentSelector: text('content_selector'),
    autoProcess: boolean('auto_process').notNull().default(true),
    /** A fingerprint of the page's visible text, for sites without validators. */
    contentHash: text('content_hash'),
    lastError: text('last_error'),
    /** Scheduled checks that failed in a row. */
    failures: integer('failures').notNull().default(0),
    nextCheckAt: moment('next_check_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('monitored_urls_url_key').on(t.organizationId, t.url),
    index('idx_monitored_url_due').on(t.enabled, t.nextCheckAt),
  ],
);
