import type { IconName } from './icons.ts';

/** One icon of the sprite; decoration only, so whatever it stands on carries the words. `flip` mirrors it in right-to-left. */
export const Icon = ({ name, small, flip }: { name: IconName; small?: boolean; flip?: boolean }) => (
  <svg class={`icon${small ? ' icon-s' : ''}${flip ? ' flip' : ''}`} aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
);
