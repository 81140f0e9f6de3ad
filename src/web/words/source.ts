import { catalogue } from './language.ts';
import { plural } from './numbers.ts';

const english = {
  title: 'Source',
  close: 'Close source',
  page: (page: number, of: number | null) => (of === null ? `Page ${page}` : `Page ${page} of ${of}`),
  previous: 'Page before',
  next: 'Next page',
  cited: (n: number) =>
    plural('en', n, { one: 'Cited once in this lesson', other: 'Cited # times in this lesson' }),
  missing: 'This source was removed by your organization.',
  notFound: 'The quoted words are not on this page as it stands now.',
  noPage: 'This was written by hand, so there is no page to open. Its words:',
};

export type SourceWords = typeof english;

export const words = catalogue<SourceWords>(english, {
  de: async () => (await import('./source.de.ts')).german,
});
