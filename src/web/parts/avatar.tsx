/** A person's initials; decoration beside their name. */
export const Avatar = ({ name }: { name: string }) => (
  <span class="avatar" aria-hidden="true">
    {initials(name)}
  </span>
);

/** Made when a name first needs it: a phone takes tens of milliseconds to load its tables. */
let segmenter: Intl.Segmenter | undefined;

/** What a reader sees as one letter; two plain ones in a row need no table to be told apart. */
function firstLetter(word: string): string {
  if (/^[\x21-\x7e]{1,2}$/.test(word.slice(0, 2))) return word.charAt(0);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(word).containing(0)?.segment ?? '';
}

/** The first letter of the first and last word, by what a reader sees as one letter. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => firstLetter(word ?? ''))
    .join('')
    .toLocaleUpperCase();
}
