import { catalogue } from './language.ts';

export type ShortcutsWords = {
  title: string;
  on: string;
  list: readonly (readonly [keys: string, what: string])[];
};

const english: ShortcutsWords = {
  title: 'Keyboard shortcuts',
  on: 'Use single-key shortcuts',
  list: [
    ['?', 'This list'],
    ['/', 'To the message, or to search'],
    ['A – H', 'Choose an answer'],
    ['H', 'Next hint, where a question is open and no letter is chosen by it'],
    ['Esc', 'Stop the answer, close the source'],
  ],
};

export const words = catalogue<ShortcutsWords>(english, {
  de: async () => (await import('./shortcuts.de.ts')).german,
});
