import { catalogue } from './language.ts';
import { percent, plural } from './numbers.ts';

const english = {
  close: 'Close',
  undo: 'Undo',
  cancel: 'Cancel',
  loading: 'Loading',
  tryAgain: 'Try again',
  back: 'Back',
  more: 'More',
  showMore: 'Show more',
  skip: 'Skip to content',
  field: { show: 'Show', hide: 'Hide' },
  minutes: (n: number) => `${n} min`,
  pages: (n: number) => plural('en', n, { one: '# page', other: '# pages' }),
  nuggets: (n: number) => plural('en', n, { one: '# nugget', other: '# nuggets' }),
  mastery: {
    steps: { new: 'New', started: 'Started', growing: 'Growing', solid: 'Solid', strong: 'Strong' },
    percent,
    between: (low: number, high: number) => `likely between ${low} and ${high} percent`,
    fewAnswers: 'few answers yet',
  },
  theme: { name: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  chart: { table: 'Show as a table', when: 'When', csv: 'Download as CSV' },
  errors: {
    offline: 'There is no connection. What is on the page stays readable.',
    unknown: 'This did not work.',
    notFound: 'This page does not exist, or is not yours to see.',
    home: 'Go home',
    reference: (id: string) => `Reference ${id}`,
  },
};

export type PartsWords = typeof english;

export const parts = catalogue<PartsWords>(english, {
  de: async () => (await import('./parts.de.ts')).german,
});
