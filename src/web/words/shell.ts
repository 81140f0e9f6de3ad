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
  broken: 'Something on this page broke. The rest still works.',
  reload: 'Load the page again',
};

export type ShellWords = typeof english;

export const shell = catalogue<ShellWords>(english, {
  de: async () => (await import('./shell.de.ts')).german,
});
