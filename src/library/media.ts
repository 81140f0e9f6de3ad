/** Where pictures and sound lie, and under which address they are served: names follow from content, so they never change. */
import type { NuggetId, OrganizationId } from '../base/ids.ts';

const PREFIX = '/api/media/';

/** The object behind `/api/media/<path>`: always in the caller's own organization. */
export const mediaKey = (organizationId: OrganizationId, path: string): string =>
  `org/${organizationId}/media/${path}`;

export const mediaUrl = (path: string): string => PREFIX + path;

/** All media of a nugget: whoever deletes it deletes these. */
export const nuggetMedia = (nuggetId: NuggetId): string => `nuggets/${nuggetId}/`;

/** The addresses of an image in its widths, widest first: that one as it was painted (PNG), smaller ones as JPEG. */
export const imageUrls = (url: string, widths: readonly number[]): { width: number; url: string }[] =>
  widths.map((width, index) => ({
    width,
    url: index === 0 ? url : url.replace(/\d+\.png$/, `${width}.jpg`),
  }));

/** Shown in the page; anything else the bucket may hold is offered as a download, so that no browser runs it. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
  'audio/webm',
  'audio/mp4',
]);

export const isShown = (mediaType: string | undefined): boolean =>
  SHOWN.has((mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');

/** Deletes everything under a prefix of the organization's media; R2 lists and deletes a thousand at a time. */
export async function deleteMedia(
  bucket: Pick<R2Bucket, 'list' | 'delete'>,
  organizationId: OrganizationId,
  path: string,
): Promise<void> {
  const prefix = mediaKey(organizationId, path);
  for (;;) {
    const { objects, truncated } = await bucket.list({ prefix });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
