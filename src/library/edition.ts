/** The nuggets that one content of a document consists of, in its order: kept beside its pages in R2. */
import { z } from 'zod';
import { type DocumentId, NuggetId, type OrganizationId } from '../base/ids.ts';

type Content = { organizationId: OrganizationId; id: DocumentId; contentHash: string };

const editionKey = ({ organizationId, id, contentHash }: Content): string =>
  `org/${organizationId}/extracted/${id}/${contentHash}.nuggets.json`;

export const putEdition = (
  bucket: Pick<R2Bucket, 'put'>,
  document: Content,
  ids: readonly NuggetId[],
): Promise<unknown> => bucket.put(editionKey(document), JSON.stringify(ids));

/** Nothing where this content has not been cut into nuggets yet. */
export async function findEdition(
  bucket: Pick<R2Bucket, 'get'>,
  document: Content,
): Promise<NuggetId[] | undefined> {
  const stored = await bucket.get(editionKey(document));
  return stored === null ? undefined : z.array(NuggetId).parse(await stored.json());
}
