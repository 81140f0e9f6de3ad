import type { ShellWords } from './shell.ts';

export const german: ShellWords = {
  nav: 'Seiten',
  learn: 'Lernen',
  teach: 'Lehren',
  organization: 'Organisation',
  pages: {
    home: 'Start',
    review: 'Wiederholen',
    library: 'Bibliothek',
    progress: 'Was ich kann',
    profile: 'Profil',
    class: 'Klasse',
    reviews: 'Zu prüfen',
    sources: 'Quellen',
    nuggets: 'Nuggets',
    map: 'Wege',
    people: 'Personen',
    analytics: 'Aktivität und Kosten',
    settings: 'Einstellungen',
    design: 'Gestaltung',
  },
  roles: { admin: 'Administration', instructor: 'Lehrkraft', learner: 'Lernende' },
  signOut: 'Abmelden',
  more: 'Mehr',
  account: 'Konto',
  offlineModels: 'Offline-Modelle',
  offlineModelsWhy:
    'Es ist kein Modellanbieter eingerichtet, darum antworten kleine Modelle auf diesem Rechner: Sie zitieren und fragen, ein freies Gespräch führen sie nicht.',
  offline:
    'Keine Verbindung. Was Sie geöffnet haben, bleibt lesbar; was Sie schreiben, wird gesendet, sobald Sie zurück sind.',
  broken: 'Auf dieser Seite ist etwas kaputtgegangen. Der Rest funktioniert weiter.',
  reload: 'Seite neu laden',
};
