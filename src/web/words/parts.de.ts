import { percent, plural } from './numbers.ts';
import type { PartsWords } from './parts.ts';

export const german: PartsWords = {
  close: 'Schließen',
  undo: 'Rückgängig',
  cancel: 'Abbrechen',
  loading: 'Wird geladen',
  tryAgain: 'Erneut versuchen',
  back: 'Zurück',
  more: 'Mehr',
  showMore: 'Mehr anzeigen',
  skip: 'Zum Inhalt springen',
  field: { show: 'Zeigen', hide: 'Verbergen' },
  minutes: (n) => `${n} Min.`,
  pages: (n) => plural('de', n, { one: '# Seite', other: '# Seiten' }),
  nuggets: (n) => plural('de', n, { one: '# Nugget', other: '# Nuggets' }),
  mastery: {
    steps: { new: 'Neu', started: 'Begonnen', growing: 'Wächst', solid: 'Sicher', strong: 'Stark' },
    percent,
    between: (low, high) => `wahrscheinlich zwischen ${low} und ${high} Prozent`,
    fewAnswers: 'noch wenige Antworten',
  },
  theme: { name: 'Farben', system: 'System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  chart: { table: 'Als Tabelle zeigen', when: 'Wann', csv: 'Als CSV herunterladen' },
  errors: {
    offline: 'Keine Verbindung. Was auf der Seite steht, bleibt lesbar.',
    unknown: 'Das hat nicht geklappt.',
    notFound: 'Diese Seite gibt es nicht, oder sie ist nicht für Sie bestimmt.',
    home: 'Zur Startseite',
    reference: (id) => `Kennung ${id}`,
  },
};
