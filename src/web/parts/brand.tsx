/** The nugget: flat facets in the source's yellow, the same in both themes. */
export const BrandMark = () => (
  <svg viewBox="0 0 48 48" aria-hidden="true">
    <path fill="#ffe45c" d="M22 4 38 9l6 15-7 16-17 4L6 34 4 17z" />
    <path fill="#f0c92e" d="m22 4 16 5-9 13-17-3z" />
    <path fill="#d9a90f" d="m38 9 6 15-15-2z" />
    <path fill="#b98a00" d="m44 24-7 16-8-18z" />
    <path fill="#e3b718" d="M37 40 20 44l9-22z" />
    <path fill="#f7d747" d="M20 44 6 34l6-15 17 3z" />
  </svg>
);

export const Brand = ({ href = '/' }: { href?: string }) => (
  <a class="brand" href={href}>
    <BrandMark />
    Nuggets
  </a>
);
