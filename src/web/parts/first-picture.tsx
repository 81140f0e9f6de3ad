import './first-picture.css';

/** A document, one sentence of it marked, and the two ways that lead on from there. */
export const FirstPicture = () => (
  <svg class="first-picture" viewBox="0 0 168 124" width="168" height="124" aria-hidden="true">
    <g transform="rotate(-5 54 62)">
      <rect x="12" y="8" width="84" height="108" rx="6" class="fp-page" />
      <path class="fp-lines" d="M26 32h38M26 46h56M26 84h56M26 98h32" />
      <rect x="22" y="58" width="64" height="16" rx="3" fill="var(--mark)" />
    </g>
    <path class="fp-way" d="M100 62c20 0 18-26 38-26M100 62c20 0 18 26 38 26" />
    <circle cx="100" cy="62" r="6" fill="var(--pen)" />
    <circle cx="146" cy="36" r="9" class="fp-open" />
    <circle cx="146" cy="88" r="9" class="fp-shut" />
  </svg>
);
