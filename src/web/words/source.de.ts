import { plural } from './numbers.ts';
import type { SourceWords } from './source.ts';

export const german: SourceWords = {
  title: 'Quelle',
  close: 'Quelle schließen',
  page: (page, of) => (of === null ? `Seite ${page}` : `Seite ${page} von ${of}`),
  previous: 'Seite davor',
  next: 'Nächste Seite',
  cited: (n) =>
    plural('de', n, { one: 'In dieser Lektion einmal zitiert', other: 'In dieser Lektion #-mal zitiert' }),
  missing: 'Diese Quelle hat Ihre Organisation entfernt.',
  notFound: 'Die zitierten Worte stehen nicht mehr auf dieser Seite.',
  noPage: 'Das wurde von Hand geschrieben, darum gibt es keine Seite. Der Wortlaut:',
};
