import { catalogue } from './language.ts';
import { ago, percent, plural } from './numbers.ts';

const english = {
  title: 'Class',
  lead: (n: number) => plural('en', n, { one: '# learner', other: '# learners' }),
  heading: 'Chance of answering right, by concept',
  sort: 'Order',
  sorts: { mastery: 'By mastery', name: 'By name' },
  export: 'Export',
  notSeen: 'not seen',
  fewAnswers: 'few answers yet',
  learner: 'Learner',
  whole: 'Class',
  allConcepts: (n: number) => plural('en', n, { one: 'Show # more concept', other: 'Show # more concepts' }),
  fewer: 'Show fewer concepts',
  none: 'Nobody has learnt anything yet',
  noneText: 'Invite learners, or wait for their first answers. Then this is the picture of the class.',
  invite: 'Invite learners',
  weakest: (level: string) => `is weakest across the class, at ${level}.`,
  risk: {
    title: 'May need you',
    none: 'Nobody stands out. That is said only of who has answers to judge by.',
    see: 'See the evidence',
    kinds: {
      flagged: (n: number) =>
        `Needs a word: ${plural('en', n, { one: '# message', other: '# messages' })} had no place in a lesson`,
      gaps: (n: number) => plural('en', n, { one: '# open gap', other: '# open gaps' }),
      falling: (n: number) =>
        `Falling, by ${plural('en', n, { one: '# point', other: '# points' })} an answer on average`,
      failing: (n: number) => `Mostly wrong lately: ${percent(n)} right`,
      absent: (n: number) => `Away for ${plural('en', n, { one: '# day', other: '# days' })}`,
    },
  },
  live: {
    title: 'Learning now',
    none: 'Nobody at the moment.',
    look: (name: string) => `Look on with ${name}`,
    lookShort: 'Look on',
    started: 'began',
    active: 'is answering',
    completed: 'has finished',
    flagged: 'wrote something that has no place in a lesson',
  },
  correction: {
    act: 'Correct it',
    title: (concept: string) => `What they know of ${concept}`,
    lead: 'Your word replaces what the answers so far say. It joins the evidence with your reason, and later answers count on from there.',
    level: 'Level',
    reason: 'Reason',
    reasonHint: 'The learner reads it too.',
    needsReason: 'Say why, so that others can follow it.',
    save: 'Set the level',
    saving: 'Setting',
    done: (concept: string, level: string) => `${concept} is at ${level} now.`,
  },
  detail: {
    back: 'Back to class',
    active: (time: string) => `active ${ago(time)}`,
    never: 'no lesson yet',
    knows: 'What they know',
    nothing: 'There is no evidence yet.',
    trail: 'Evidence, newest first',
    lessons: 'Lessons',
    noLessons: 'No lessons yet.',
    look: 'Look on',
    read: 'Read',
    asked: 'Asked',
    answered: 'Answered',
    believed: 'Seems to believe',
    score: (percent: string) => `judged ${percent} right`,
    hints: (n: number) => plural('en', n, { one: 'with # hint', other: 'with # hints' }),
    kinds: {
      answer: 'An answer',
      choice: 'A choice of way',
      observation: 'Seen by the tutor',
      override: 'Set by a person',
    },
    untitled: 'A lesson',
  },
};

export type ClassWords = typeof english;

export const words = catalogue<ClassWords>(english, {
  de: async () => (await import('./class.de.ts')).german,
});
