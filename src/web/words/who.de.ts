import type { WhoWords } from './who.ts';

export const german: WhoWords = {
  signIn: {
    title: 'Willkommen zurück',
    lead: 'Ihr Weg ist da, wo Sie ihn verlassen haben.',
    email: 'E-Mail',
    password: 'Passwort',
    action: 'Anmelden',
    busy: 'Anmeldung läuft',
    forgot: 'Vergessen? Ihre Administration kann Sie neu einladen.',
    start: 'Neue Organisation anlegen',
    missing: 'E-Mail und Passwort werden beide gebraucht.',
  },
  register: {
    title: 'Beginnen Sie mit Ihren Dokumenten',
    lead: 'Eine neue Organisation, die Sie verwalten.',
    organization: 'Organisation',
    name: 'Ihr Name',
    password: 'Passwort',
    passwordHint: 'Mindestens 8 Zeichen.',
    passwordShort: 'Das Passwort braucht mindestens 8 Zeichen.',
    needed: 'Das wird gebraucht.',
    action: 'Organisation anlegen',
    busy: 'Wird angelegt',
    have: 'Schon ein Konto? Anmelden',
  },
  join: {
    title: 'Ihrer Organisation beitreten',
    lead: 'Sie wurden eingeladen. Wählen Sie Namen und Passwort, und Sie sind dabei.',
    action: 'Beitreten',
    busy: 'Beitritt läuft',
    broken:
      'Dieser Einladungslink ist unvollständig. Öffnen Sie ihn noch einmal aus der Nachricht, oder bitten Sie um einen neuen.',
  },
  again: {
    title: 'Sie wurden abgemeldet',
    lead: (email) =>
      `Melden Sie sich wieder als ${email} an. Was auf der Seite steht, bleibt, auch was Sie gerade schreiben.`,
    other: 'Als jemand anderes anmelden',
  },
  show: {
    heading: 'Heißes heiß halten',
    before: 'Speisen am Pass sind sicher, solange sie heiß bleiben. ',
    marked:
      'Gegartes bei 63 °C oder mehr halten; sinkt es darunter, darf es nur noch zwei Stunden ausgegeben werden,',
    after: ' danach wird es entsorgt, nicht wieder aufgewärmt. Schreiben Sie auf, wann es von der Hitze kam.',
    question: 'Ihre Suppe steht seit 11:30 Uhr bei 58 °C. Bis wann dürfen Sie sie ausgeben?',
    answer: 'Bis halb zwei',
    caption:
      'Eine Dokumentseite mit einem markierten Satz, die Frage des Tutors dazu und die Antwort einer Lernenden.',
  },
};
