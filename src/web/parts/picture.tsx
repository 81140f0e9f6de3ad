/**
 * A nugget's picture as large as it is shown: of the widths that were stored the browser takes the one that fits. Lessons
 * that were kept before there were widths have none.
 */
export type Pictured = {
  imageUrl: string | null;
  images?: readonly { width: number; url: string }[];
};

/** `sizes` says how wide it stands, as in CSS: `17rem`, or `(max-width: 820px) 100vw, 17rem`. Nothing where there is none. */
export const Picture = ({
  of: { imageUrl, images = [] },
  alt,
  sizes,
  later = false,
  class: style,
}: {
  of: Pictured;
  alt: string;
  sizes: string;
  /** Only when it comes near the view. */
  later?: boolean;
  class?: string;
}) =>
  imageUrl === null ? null : (
    <img
      class={style}
      src={imageUrl}
      srcset={images.map(({ url, width }) => `${url} ${width}w`).join(', ')}
      sizes={sizes}
      alt={alt}
      loading={later ? 'lazy' : 'eager'}
    />
  );
