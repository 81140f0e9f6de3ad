import type { DocumentId, OrganizationId } from '../base/ids.ts';

/** Where things lie in the bucket: everything of an organization under its own prefix. */

export const organizationPrefix = (organizationId: OrganizationId): string => `org/${organizationId}/`;

/** Uploads by hand and by the push tool; a name used again is a new version of the same document. */
export const uploadKey = (organizationId: OrganizationId, filename: string): string =>
  `${organizationPrefix(organizationId)}uploads/${safeName(filename)}`;

export const manualKey = (organizationId: OrganizationId, documentId: string): string =>
  `${organizationPrefix(organizationId)}manual/${documentId}.md`;

/** What was read from a page at a monitored URL. */
export const pageCopyKey = (organizationId: OrganizationId, urlId: string): string =>
  `${organizationPrefix(organizationId)}urls/${urlId}`;

/** What a reader made of one content of a document, for the steps after it. */
export const extractedKey = (organizationId: OrganizationId, documentId: DocumentId, hash: string): string =>
  `${organizationPrefix(organizationId)}extracted/${documentId}/${hash}.json`;

/** Prefixes that we write ourselves: events about them are never somebody's file. */
const OWN = ['extracted/', 'pages/', 'media/', 'manual/', 'urls/'];

/** The organization and the path within its part of the bucket; nothing for keys that are not an organization's files. */
export function splitKey(key: string): { organization: string; path: string } | undefined {
  const match = /^org\/([0-9a-f-]{36})\/(.+)$/s.exec(key);
  const [, organization, path] = match ?? [];
  if (organization === undefined || path === undefined) return undefined;
  return OWN.some((prefix) => path.startsWith(prefix)) ? undefined : { organization, path };
}

/** The last part of a path, without characters that R2, logs or file systems trip over; at most 180 characters. */
export function safeName(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (clean.length <= 180) return clean === '' || clean === '.' || clean === '..' ? 'document' : clean;
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : '';
  return clean.slice(0, 180 - ending.length) + ending;
}

/** What we derived from a document: gone with it. */
export const documentPrefixes = (organizationId: OrganizationId, documentId: DocumentId): string[] =>
  ['extracted', 'pages'].map((room) => `${organizationPrefix(organizationId)}${room}/${documentId}/`);
