import { catalogue } from './language.ts';
import { plural } from './numbers.ts';

const english = {
  title: 'Library',
  lead: 'Everything you can learn here, in small pieces, each with the page it stands on.',
  search: 'Ask or search in your own words',
  found: (n: number) => plural('en', n, { one: '# piece fits', other: '# pieces fit' }),
  none: (q: string) => `Nothing here answers “${q}”. Try other words, or fewer.`,
  empty: 'There is nothing to read yet. It appears once your organization has published nuggets.',
  learn: 'Learn this',
  opening: 'Opening',
  topics: 'Topics',
  learnTopic: (topic: string) => `Start a lesson on ${topic}`,
  page: (n: number) => `page ${n}`,
  openPage: (n: number) => `Open page ${n}`,
  untitled: 'Untitled',
  pieces: (n: number) => plural('en', n, { one: '# piece', other: '# pieces' }),
  read: 'Read it all',
};

export type LibraryWords = typeof english;

export const words = catalogue<LibraryWords>(english, {
  de: async () => (await import('./library.de.ts')).german,
});
