import { catalogue } from './language.ts';
import { dollars, number, plural } from './numbers.ts';

const english = {
  title: 'Activity and cost',
  lead: 'Who learns, what is learnt, and what it costs.',
  period: 'Period',
  days: (n: number) => `${n} days`,
  engagement: {
    title: 'Engagement',
    learners: 'Active learners',
    sessions: 'Lessons',
    completed: (n: number) => `${number(n)} finished`,
    messages: 'Messages',
    minutes: 'Minutes',
    chart: 'Messages a day',
  },
  content: {
    title: 'Content',
    documents: 'Documents',
    nuggets: 'Nuggets',
    published: (n: number) => `${number(n)} published`,
    viewed: 'Most viewed',
    views: (views: number, learners: number) =>
      `${plural('en', views, { one: '# view', other: '# views' })} by ${plural('en', learners, { one: '# learner', other: '# learners' })}`,
    none: 'Nothing was viewed in this time.',
    untitled: 'Untitled',
  },
  mastery: {
    title: 'Mastery',
    attempts: 'Answers judged',
    score: 'Right on average',
    chart: 'Right a day, on average',
    concept: 'Concept',
    learners: 'Learners',
    level: 'Average level',
    mastered: 'Known by',
    gaps: 'A gap for',
    none: 'No answers yet.',
  },
  items: {
    title: 'Questions',
    question: 'Question',
    answers: 'Answers',
    right: 'Right',
    tells: 'Tells strong from weak',
    look: 'Worth a look',
    flags: {
      too_easy: 'too easy',
      too_hard: 'too hard',
      does_not_discriminate: 'says little',
      strong_choose_wrong: 'strong learners choose a wrong option',
    },
    none: 'Questions are listed here once they have been answered often enough to judge them.',
  },
  paths: {
    title: 'Ways taken',
    completed: 'Lessons finished',
    length: 'Nuggets in a lesson (median)',
    node: 'Nugget',
    visits: 'Visits',
    revisits: 'Came back',
    left: 'Left here',
    none: 'No ways were taken yet.',
  },
  cost: {
    title: 'Cost',
    month: 'This month so far',
    forecast: (usd: number) => `at this pace ${dollars(usd)} by its end`,
    cap: (usd: number) => `of ${dollars(usd)} allowed`,
    noCap: 'no cap is set',
    setCap: 'Set a cap',
    by: 'By',
    groups: { day: 'Day', model: 'Model', task: 'Task', learner: 'Learner' },
    chart: 'US dollars a day',
    calls: 'Calls',
    usd: 'US dollars',
    none: 'No model was paid in this time.',
    nobody: 'Caused by nobody',
    csv: 'Download as CSV',
  },
};

export type AnalyticsWords = typeof english;

export const words = catalogue<AnalyticsWords>(english, {
  de: async () => (await import('./analytics.de.ts')).german,
});
