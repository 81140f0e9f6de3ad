import type { ShortcutsWords } from './shortcuts.ts';

export const german: ShortcutsWords = {
  title: 'Tastenkürzel',
  on: 'Kürzel aus einer Taste verwenden',
  list: [
    ['?', 'Diese Liste'],
    ['/', 'Zur Nachricht oder zur Suche'],
    ['A – H', 'Eine Antwort wählen'],
    ['H', 'Nächster Hinweis, wenn eine Frage offen ist und kein Buchstabe sie wählt'],
    ['Esc', 'Antwort anhalten, Quelle schließen'],
  ],
};
