import type { LibraryWords } from './library.ts';
import { plural } from './numbers.ts';

export const german: LibraryWords = {
  title: 'Bibliothek',
  lead: 'Alles, was Sie hier lernen können, in kleinen Stücken, jedes mit seiner Seite.',
  search: 'Fragen oder suchen, mit eigenen Worten',
  found: (n) => plural('de', n, { one: '# Stück passt', other: '# Stücke passen' }),
  none: (q) => `Nichts hier beantwortet „${q}“. Versuchen Sie andere oder weniger Wörter.`,
  empty: 'Noch gibt es nichts zu lesen. Es erscheint, sobald Ihre Organisation Nuggets veröffentlicht.',
  learn: 'Das lernen',
  opening: 'Wird geöffnet',
  topics: 'Themen',
  learnTopic: (topic) => `Eine Lektion über ${topic} beginnen`,
  page: (n) => `Seite ${n}`,
  openPage: (n) => `Seite ${n} öffnen`,
  untitled: 'Ohne Titel',
  pieces: (n) => plural('de', n, { one: '# Stück', other: '# Stücke' }),
  read: 'Ganz lesen',
};
