import type { LessonWords } from './lesson.ts';
import { list, plural } from './numbers.ts';

export const german: LessonWords = {
  untitled: 'Eine Lektion',
  back: 'Zurück zum Start',
  finish: 'Für heute beenden',
  finishing: 'Wird beendet',
  finished: 'Beendet',
  saved: 'Gesichert',
  connecting: 'Verbindung wird aufgebaut',
  step: (place, step) => `${place}, Schritt ${step}`,
  path: {
    title: 'Ihr Weg',
    here: 'Sie sind hier',
    done: 'erledigt',
    open: 'offen',
    start: 'Der Anfang',
    empty: 'Ihr Weg erscheint hier, sobald der erste Schritt gewählt ist.',
    show: 'Weg und Können',
  },
  mastery: {
    title: 'Was Sie hier können',
    key: 'Punkt: unsere beste Schätzung. Band: wo Sie wirklich stehen könnten. Ab dem Strich bei 85 % gilt es als stark.',
    empty: 'Beantworten Sie eine Frage, dann steht hier, was Sie können.',
    gap: 'Lücke',
    answers: (n) => plural('de', n, { one: '# Beleg', other: '# Belege' }),
  },
  thread: {
    label: 'Lektion',
    you: 'Sie',
    tutor: 'Tutor',
    earlier: 'Früheres anzeigen',
    newBelow: 'Unten geht es weiter',
    thinking: 'Sucht in Ihren Quellen',
    answering: 'Der Tutor antwortet',
    stopped: 'Sie haben diese Antwort angehalten',
    continueIt: 'Weiter',
    continueWords: 'Bitte machen Sie weiter, wo Sie aufgehört haben.',
    sources: (titles, pages) =>
      `${plural('de', titles, { one: '# Quelle', other: '# Quellen' })}${
        pages.length === 0 ? '' : `, ${pages.length === 1 ? 'Seite' : 'Seiten'} ${list(pages.map(String))}`
      }`,
    copy: 'Kopieren',
    copied: 'Kopiert',
    simpler: 'Einfacher sagen',
    simplerWords: 'Bitte sagen Sie das einfacher.',
    waiting: 'Wartet auf Verbindung',
    sending: 'Wird gesendet',
    refused: (because) => `Nicht gesendet: ${because}`,
    sendAgain: 'Noch einmal senden',
    drop: 'Entfernen',
    now: (name, step) => `${name}: jetzt ${step}`,
    change: (from, to) => `${from} auf ${to}`,
    at: (level) => `bei ${level}`,
    more: (n) => plural('de', n, { one: 'und # weitere', other: 'und # weitere' }),
    why: 'Warum',
    next: (title) => `Weiter mit: ${title}`,
    emptyTitle: 'Was möchten Sie verstehen?',
    emptyLead: 'Fragen Sie alles zu Ihren Quellen. Jede Antwort zeigt die Seite, auf der sie steht.',
    firsts: [
      'Womit soll ich anfangen?',
      'Nennen Sie mir die drei Hauptgedanken.',
      'Stellen Sie mir eine Frage, um zu sehen, was ich weiß.',
    ],
  },
  cite: {
    label: (n, title, page) =>
      page === null ? `Quelle ${n}, ${title}` : `Quelle ${n}, ${title}, Seite ${page}`,
    bare: (n) => `Quelle ${n}`,
  },
  question: {
    label: 'Frage',
    answer: 'Ihre Antwort',
    check: 'Antwort prüfen',
    checking: 'Wird geprüft',
    again: 'Noch einmal',
    true: 'Wahr',
    false: 'Falsch',
    rungs: ['Anstoß', 'Hinweis', 'Vorgerechneter Schritt', 'Antwort zeigen'],
    cost: 'Hilfe zählt als schwächerer Beleg',
    order: 'In die richtige Reihenfolge bringen',
    up: (item) => `Nach oben: ${item}`,
    down: (item) => `Nach unten: ${item}`,
    over: 'Diese Frage ist abgeschlossen.',
    given: (answer) => `Ihre Antwort: ${answer}`,
  },
  ways: {
    title: (n) =>
      plural('de', n, {
        one: 'So kann es weitergehen, wenn Sie so weit sind',
        other: '# Wege weiter, wenn Sie so weit sind',
      }),
    chosen: 'gewählt',
  },
  composer: {
    label: 'Antworten oder etwas fragen',
    writing: 'Nächste Frage schreiben',
    send: 'Senden',
    stop: 'Antwort anhalten',
    tooLong: (n) => plural('de', n, { one: '# Zeichen zu viel', other: '# Zeichen zu viel' }),
    over: 'Diese Lektion ist beendet. Beginnen Sie auf der Startseite eine neue.',
  },
  link: {
    lost: (seconds) =>
      seconds > 0
        ? `Keine Verbindung. Nächster Versuch in ${seconds} s.`
        : 'Keine Verbindung. Neuer Versuch läuft.',
    now: 'Jetzt',
    notYours: 'Diese Lektion dürfen Sie nicht mehr sehen.',
    protocol: 'Die Verbindung wurde wegen eines Fehlers auf dieser Seite geschlossen. Laden Sie sie neu.',
    reload: 'Neu laden',
    looking: 'Sie schauen zu. Die lernende Person erfährt es nicht, und Sie können nicht schreiben.',
  },
  completed: {
    title: 'Fertig für heute',
    lead: 'Was sich in dieser Lektion geändert hat',
    nothing: 'Diesmal wurde nichts gemessen. Auch Lesen zählt.',
    home: 'Zurück zum Start',
  },
};
