/** The extracted pages of a document in R2, for citations: several pages an object, so that one page costs one small read. */
import { z } from 'zod';
import { required } from '../base/errors.ts';
import type { DocumentId, OrganizationId } from '../base/ids.ts';

export const StoredPage = z.object({
  /** From 1. */
  page: z.number().int().min(1),
  /** What a reader of the page sees; hidden text is never among it. */
  text: z.string(),
  headings: z.array(z.string()),
});
export type StoredPage = z.infer<typeof StoredPage>;

/** A citation reads one object of some 100 kB, whether the document has ten pages or ten thousand. */
const PAGES_AN_OBJECT = 32;

/** Where a document's pages lie, for one content of it: a changed source never mixes old pages with new. */
export const pagesKey = (
  organizationId: OrganizationId,
  documentId: DocumentId,
  contentHash: string,
): string => `org/${organizationId}/pages/${documentId}/${contentHash}`;

const objectKey = (key: string, page: number): string =>
  `${key}/${Math.floor((page - 1) / PAGES_AN_OBJECT)}.json`;

/** Stores pages numbered from 1 without gaps; a repeat writes the same objects. Returns the key for the document's row. */
export async function putPages(
  bucket: Pick<R2Bucket, 'put'>,
  document: { organizationId: OrganizationId; id: DocumentId; contentHash: string },
  pages: readonly StoredPage[],
): Promise<string> {
  const key = pagesKey(document.organizationId, document.id, document.contentHash);
  for (let first = 0; first < pages.length; first += PAGES_AN_OBJECT) {
    const some = pages.slice(first, first + PAGES_AN_OBJECT);
    await bucket.put(objectKey(key, first + 1), JSON.stringify(some), {
      httpMetadata: { contentType: 'application/json' },
    });
  }
  return key;
}

/** One page; nothing where the document has no such page, or none yet. */
export async function findPage(
  bucket: Pick<R2Bucket, 'get'>,
  document: { pagesKey: string | null },
  page: number,
): Promise<StoredPage | undefined> {
  if (document.pagesKey === null || page < 1) return undefined;
  const object = await bucket.get(objectKey(document.pagesKey, page));
  if (object === null) return undefined;
  const pages = z.array(StoredPage).parse(await object.json());
  return pages.find((stored) => stored.page === page);
}

/** As `findPage`, but throws not-found. */
export const getPage = async (
  bucket: Pick<R2Bucket, 'get'>,
  document: { pagesKey: string | null },
  page: number,
): Promise<StoredPage> => required(await findPage(bucket, document, page), 'This document has no such page.');
