import { catalogue } from './language.ts';
import { plural } from './numbers.ts';

/** Sources that are looked after by themselves: addresses, folders, and what gave up on the way. */
const english = {
  view: 'Sources from',
  views: { files: 'Files', urls: 'Web pages', folders: 'Folders' },
  urls: {
    lead: 'A page on the web is read again whenever it changes.',
    add: 'Watch a page',
    edit: 'Edit',
    editTitle: 'Edit the page',
    none: 'No page is watched yet',
    noneText: 'Give the address of a page, and its nuggets follow what it says.',
    url: 'Address',
    interval: 'Look every … minutes',
    intervalHint: 'From 1 minute to 1,440, a day.',
    selector: 'Part of the page',
    selectorHint: 'A CSS selector, as “main” or “#article”. Empty for what reads like the article.',
    enabled: 'Look by itself',
    auto: 'Make nuggets of what changed',
    save: 'Save',
    saving: 'Saving',
    check: 'Look now',
    checking: 'Looking',
    checked: {
      unchanged: 'It says what it said before.',
      queued: 'It has changed, and is being read.',
      failed: 'It could not be read.',
    },
    last: (time: string) => `last looked ${time}`,
    next: (time: string) => `next ${time}`,
    never: 'not looked at yet',
    paused: 'paused',
    failures: (n: number) =>
      plural('en', n, {
        one: 'It failed once. Another try follows by itself.',
        other: 'It failed # times in a row. The next tries come at growing intervals.',
      }),
    history: 'History',
    noHistory: 'It has not been read yet.',
    more: (url: string) => `More on ${url}`,
    remove: 'Stop watching',
    removed: (url: string) => `${url} is not watched any more. Its nuggets stay.`,
  },
  folders: {
    lead: 'Files that others put into the storage under a path are taken in by themselves.',
    add: 'Watch a folder',
    editTitle: 'Edit the folder',
    none: 'No folder is watched yet',
    noneText: 'Name a path in your organization’s storage. What arrives there becomes nuggets.',
    path: 'Path',
    pathHint: 'As “handbooks/2026”. Empty for all of your storage.',
    whole: 'All of the storage',
    types: 'Kinds of file',
    recursive: 'Folders within it too',
    enabled: 'Watch it',
    auto: 'Make nuggets of what arrives',
    sync: 'Take in now',
    syncing: 'Looking',
    synced: (n: number) =>
      n === 0
        ? 'There is nothing new.'
        : plural('en', n, { one: '# file is being read.', other: '# files are being read.' }),
    more: (path: string) => `More on ${path}`,
    removed: (path: string) => `${path} is not watched any more. Its nuggets stay.`,
  },
  text: {
    act: 'Write a text',
    title: 'A text of your own',
    name: 'Title',
    content: 'Text',
    contentHint: 'Markdown is understood. A heading begins a new part.',
    save: 'Make nuggets of it',
    saving: 'Handing over',
    incomplete: 'It needs a title and a text.',
  },
  letters: {
    title: (n: number) =>
      plural('en', n, { one: '# piece of work gave up', other: '# pieces of work gave up' }),
    lead: 'They were tried again and again. Once the cause is mended, give them another try.',
    again: 'Try again',
    redriven: 'It is tried again now.',
  },
};

export type WatchingWords = typeof english;

export const words = catalogue<WatchingWords>(english, {
  de: async () => (await import('./watching.de.ts')).german,
});
