import { AppError } from '../base/errors.ts';
import type { NuggetId } from '../base/ids.ts';
import { mediaKey, mediaUrl, nuggetMedia } from '../library/media.ts';
import type { NuggetMetadata } from '../library/nugget.ts';
import type { Caller, Models } from '../models/port.ts';
import { hashOf } from './hash.ts';
import type { Resize } from './resize.ts';

export type ImageNeeds = {
  models: Pick<Models, 'paint'>;
  /** The part of the bucket that pictures need. */
  bucket: {
    list: (options: { prefix: string }) => Promise<{ objects: readonly { key: string }[] }>;
    put: (key: string, picture: Uint8Array, options: R2PutOptions) => Promise<unknown>;
  };
  resize: Resize;
};

export type Paintable = {
  id: NuggetId;
  title: string | null;
  metadata: NuggetMetadata | null;
  rejection?: string | null;
};

export type Painted = { imageUrl: string; imageAlt: string; widths: number[] };

/** A phone's card, a column beside the text. The picture as painted is the widest. */
const WIDTHS = [640, 320] as const;
/** A picture that claims more would take more memory to decode than the worker has. */
const MOST_PIXELS = 16_000_000;

/** What the picture should show: the idea, never its words, which painters misspell. */
export function imagePrompt({ title, metadata, rejection }: Paintable): string {
  const topics = metadata?.topics.slice(0, 5).join(', ') ?? '';
  return [
    `An illustration for a short lesson titled “${title ?? 'Untitled'}”${topics === '' ? '' : `, about ${topics}`}.`,
    'One clear scene that shows the idea itself; calm, flat, editorial style; plain background; no words, letters, logos or faces.',
    ...(rejection == null || rejection === '' ? [] : [`The last picture was rejected: ${rejection}`]),
  ].join(' ');
}

/** What the picture shows, for whoever cannot see it. */
export const imageAlt = ({ title, metadata }: Paintable): string => {
  const topics = metadata?.topics.slice(0, 3).join(', ') ?? '';
  return `Illustration: ${title ?? 'Untitled'}${topics === '' ? '' : ` (${topics})`}`;
};

/**
 * A picture in several widths in R2, under a hash of its prompt. `variant` tells one wish for a picture from the next: the
 * same prompt and variant are painted once. Throws `upstream_error` where the painter fails, refuses, or sends no PNG.
 */
export async function paintNugget(
  needs: ImageNeeds,
  caller: Caller,
  nugget: Paintable,
  variant: string,
): Promise<Painted> {
  const prompt = imagePrompt(nugget);
  const folder = `${nuggetMedia(nugget.id)}image/${hashOf(prompt, variant)}/`;
  const kept = await keptWidths(needs.bucket, mediaKey(caller.organizationId, folder));
  const widths = kept ?? (await paint(needs, caller, prompt, folder));
  return { imageUrl: mediaUrl(`${folder}${widths[0]}.png`), imageAlt: imageAlt(nugget), widths };
}

/** The widths that lie there; nothing where the picture as painted, which is stored last, is missing. */
async function keptWidths(
  bucket: Pick<ImageNeeds['bucket'], 'list'>,
  prefix: string,
): Promise<number[] | undefined> {
  const { objects } = await bucket.list({ prefix });
  const names = objects.map(({ key }) => key.slice(prefix.length));
  const isWhole = names.some((name) => name.endsWith('.png'));
  return isWhole ? names.map((name) => Number.parseInt(name, 10)).sort((a, b) => b - a) : undefined;
}

async function paint(needs: ImageNeeds, caller: Caller, prompt: string, folder: string): Promise<number[]> {
  const { image } = await needs.models.paint({ ...caller, task: 'image' }, prompt);
  const width = widthOf(image);
  const put = (name: string, bytes: Uint8Array, contentType: string) =>
    needs.bucket.put(mediaKey(caller.organizationId, folder + name), bytes, {
      httpMetadata: { contentType },
    });
  const copies = smaller(needs.resize, image);
  for (const copy of copies) await put(`${copy.width}.jpg`, copy.jpeg, 'image/jpeg');
  await put(`${width}.png`, image, 'image/png');
  return [width, ...copies.map((copy) => copy.width)];
}

const noPicture = (cause?: unknown): AppError =>
  new AppError('upstream_error', 'The image model sent something that is not a PNG picture.', { cause });

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Pixels, from the header that every PNG begins with. */
function widthOf(image: Uint8Array): number {
  if (image.length < 24 || PNG.some((byte, at) => image[at] !== byte)) throw noPicture();
  const header = new DataView(image.buffer, image.byteOffset);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) throw noPicture();
  return width;
}

function smaller(resize: Resize, image: Uint8Array) {
  try {
    return resize(image, WIDTHS);
  } catch (cause) {
    throw noPicture(cause);
  }
}
