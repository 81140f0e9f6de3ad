import { catalogue } from './language.ts';
import { ago, plural } from './numbers.ts';

const english = {
  greeting: { morning: 'Good morning', day: 'Good afternoon', evening: 'Good evening' },
  hello: (greeting: string, name: string) => `${greeting}, ${name}`,
  today: {
    both: (reviews: number, minutes: number) =>
      `About ${minutes} min would finish today: one step and ${plural('en', reviews, { one: '# review', other: '# reviews' })}.`,
    step: 'One step would finish today.',
    fresh: 'Nothing is due. A good day to begin something.',
  },
  resume: {
    lead: 'Continue where you stopped',
    action: 'Continue',
    seen: (time: string) => `Last here ${ago(time)}`,
    steps: (n: number) => plural('en', n, { one: '# step so far', other: '# steps so far' }),
  },
  first: {
    lead: 'Your first lesson',
    title: 'What would you like to learn?',
    text: 'Say it in your own words. Your tutor finds where to begin in your organization’s sources.',
    placeholder: 'How vaccines work',
    action: 'Start',
    busy: 'Starting',
    fresh: 'Start something new',
  },
  goal: {
    title: 'Your goal',
    none: 'Say what you are learning for, and suggestions follow it.',
    placeholder: 'Pass the exam in March',
    save: 'Set goal',
    change: 'Change',
    known: (n: number) => `${n} known`,
    of: (n: number) => plural('en', n, { one: 'of # concept met', other: 'of # concepts met' }),
  },
  week: {
    title: 'This week',
    learnt: 'learnt',
    rested: 'rest day',
    today: 'today',
    ahead: 'ahead',
    before: 'before the first day',
    streak: (weeks: number, rest: number) =>
      `${weeks > 0 ? `Any five days keep your streak of ${plural('en', weeks, { one: '# week', other: '# weeks' })}.` : 'Any five days make a week.'} ${
        rest > 0
          ? `You have ${plural('en', rest, { one: 'one rest day', other: '# rest days' })} left.`
          : 'No rest days are left this week.'
      }`,
  },
  due: {
    title: 'Due for review',
    all: (minutes: number) => `Review all, ${minutes} min`,
    seen: (time: string) => `seen ${ago(time)}`,
    chance: (percent: string) => `chance of recall ${percent}`,
    note: 'How likely you are to recall it now, and where that goes without a review.',
    none: 'Nothing is fading. What you learn comes back here just before you would forget it.',
  },
  next: {
    title: 'Next for you',
    other: 'Not these? Search the library',
    none: 'Nothing is planned yet. It follows once your sources hold published nuggets.',
    busy: 'Opening',
  },
};

export type HomeWords = typeof english;

export const words = catalogue<HomeWords>(english, { de: async () => (await import('./home.de.ts')).german });
