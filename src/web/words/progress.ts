import { catalogue } from './language.ts';
import { ago, day, number, plural } from './numbers.ts';

const english = {
  title: 'What I know',
  lead: 'Our best estimate, how sure it is, and where it goes if you do nothing.',
  none: 'Nothing is measured yet',
  noneText: 'Answer a question in a lesson, and what you know shows here, with the evidence behind it.',
  home: 'Back to home',
  sort: 'Order',
  sorts: { recent: 'Latest', weak: 'Weakest', fading: 'Fading soonest' },
  gap: 'gap',
  answers: (n: number) => plural('en', n, { one: '# piece of evidence', other: '# pieces of evidence' }),
  few: 'few answers yet',
  fades: (days: number) =>
    days === 0
      ? 'Below what the next steps need'
      : `Stays above what the next steps need for ${plural('en', days, { one: '# day', other: '# days' })}`,
  lasts: 'Stays above what the next steps need for a year and more',
  history: 'Over time, and without review',
  level: 'Level',
  today: 'today',
  inDays: (n: number) => plural('en', n, { one: 'in # day', other: 'in # days' }),
  evidence: 'Evidence',
  change: (change: number) => number(change, { signDisplay: 'exceptZero' }),
  at: (time: string) => day(time),
  seen: (time: string) => `last evidence ${ago(time)}`,
  review: 'Review what is due',
};

export type ProgressWords = typeof english;

export const words = catalogue<ProgressWords>(english, {
  de: async () => (await import('./progress.de.ts')).german,
});
