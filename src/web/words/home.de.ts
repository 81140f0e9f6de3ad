import type { HomeWords } from './home.ts';
import { ago, plural } from './numbers.ts';

export const german: HomeWords = {
  greeting: { morning: 'Guten Morgen', day: 'Guten Tag', evening: 'Guten Abend' },
  hello: (greeting, name) => `${greeting}, ${name}`,
  today: {
    both: (reviews, minutes) =>
      `Mit etwa ${minutes} Min. ist heute geschafft: ein Schritt und ${plural('de', reviews, { one: '# Wiederholung', other: '# Wiederholungen' })}.`,
    step: 'Mit einem Schritt ist heute geschafft.',
    fresh: 'Nichts ist fällig. Ein guter Tag, etwas anzufangen.',
  },
  resume: {
    lead: 'Weiter, wo Sie aufgehört haben',
    action: 'Weiter',
    seen: (time) => `Zuletzt hier: ${ago(time)}`,
    steps: (n) => plural('de', n, { one: 'bisher # Schritt', other: 'bisher # Schritte' }),
  },
  first: {
    lead: 'Ihre erste Lektion',
    title: 'Was möchten Sie lernen?',
    text: 'Sagen Sie es mit Ihren Worten. Der Tutor findet in den Quellen Ihrer Organisation den Anfang.',
    placeholder: 'Wie Impfstoffe wirken',
    action: 'Beginnen',
    busy: 'Wird begonnen',
    fresh: 'Etwas Neues beginnen',
  },
  goal: {
    title: 'Ihr Ziel',
    none: 'Sagen Sie, wofür Sie lernen; die Vorschläge richten sich danach.',
    placeholder: 'Prüfung im März bestehen',
    save: 'Ziel setzen',
    change: 'Ändern',
    known: (n) => `${n} gekonnt`,
    of: (n) => plural('de', n, { one: 'von # Begriff', other: 'von # Begriffen' }),
  },
  week: {
    title: 'Diese Woche',
    learnt: 'gelernt',
    rested: 'Ruhetag',
    today: 'heute',
    ahead: 'kommt noch',
    before: 'vor dem ersten Tag',
    streak: (weeks, rest) =>
      `${weeks > 0 ? `Fünf beliebige Tage halten Ihre Serie von ${plural('de', weeks, { one: '# Woche', other: '# Wochen' })}.` : 'Fünf beliebige Tage machen eine Woche.'} ${
        rest > 0
          ? `Sie haben noch ${plural('de', rest, { one: 'einen Ruhetag', other: '# Ruhetage' })}.`
          : 'In dieser Woche sind keine Ruhetage mehr frei.'
      }`,
  },
  due: {
    title: 'Zu wiederholen',
    all: (minutes) => `Alles wiederholen, ${minutes} Min.`,
    seen: (time) => `gesehen ${ago(time)}`,
    chance: (percent) => `Aussicht, sich zu erinnern: ${percent}`,
    note: 'Wie wahrscheinlich Sie sich jetzt erinnern, und wohin es ohne Wiederholung geht.',
    none: 'Nichts verblasst. Was Sie lernen, kommt hier wieder, kurz bevor Sie es vergäßen.',
  },
  next: {
    title: 'Als Nächstes',
    other: 'Nichts dabei? In der Bibliothek suchen',
    none: 'Noch ist nichts geplant. Das kommt, sobald Ihre Quellen veröffentlichte Nuggets haben.',
    busy: 'Wird geöffnet',
  },
};
