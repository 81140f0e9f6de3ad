import { catalogue } from './language.ts';

const english = {
  nav: 'Pages',
  learn: 'Learn',
  teach: 'Teach',
  organization: 'Organization',
  pages: {
    home: 'Home',
    review: 'Review',
    library: 'Library',
    progress: 'What I know',
    profile: 'Profile',
    class: 'Class',
    reviews: 'To review',
    sources: 'Sources',
    nuggets: 'Nuggets',
    map: 'Paths',
    people: 'People',
    analytics: 'Activity and cost',
    settings: 'Settings',
    design: 'Design',
  },
  roles: { admin: 'Admin', instructor: 'Instructor', learner: 'Learner' },
  signOut: 'Sign out',
  more: 'More',
  account: 'Account',
  offlineModels: 'Offline models',
  offlineModelsWhy:
    'No model provider is set up, so small models on this machine answer: they quote and ask, they do not converse freely.',
  offline: 'No connection. What you have open stays readable, and what you write is sent once you are back.',
  shortcuts: {
    title: 'Keyboard shortcuts',
    on: 'Use single-key shortcuts',
    list: [
      ['?', 'This list'],
      ['/', 'To the message, or to search'],
      ['A – H', 'Choose an answer'],
      ['H', 'Next hint, where a question is open and no letter is chosen by it'],
      ['Esc', 'Stop the answer, close the source'],
      ['G H', 'Go home'],
      ['G R', 'Go to review'],
      ['G L', 'Go to the library'],
    ] as const satisfies readonly (readonly [string, string])[],
  },
  broken: 'Something on this page broke. The rest still works.',
  reload: 'Load the page again',
};

export type ShellWords = Omit<typeof english, 'shortcuts'> & {
  shortcuts: { title: string; on: string; list: readonly (readonly [keys: string, what: string])[] };
};

export const shell = catalogue<ShellWords>(english, {
  de: async () => (await import('./shell.de.ts')).german,
});
