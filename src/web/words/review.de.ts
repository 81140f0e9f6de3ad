import { plural } from './numbers.ts';
import type { ReviewWords } from './review.ts';

export const german: ReviewWords = {
  title: 'Wiederholen',
  lead: 'Eine Frage zu jedem Gedanken, der verblasst, kurz bevor er verloren geht.',
  start: (n) => plural('de', n, { one: 'Mit # Gedanken beginnen', other: 'Mit # Gedanken beginnen' }),
  starting: 'Beginnt',
  minutes: (n) => `etwa ${plural('de', n, { one: '# Minute', other: '# Minuten' })}`,
  done: (done, cap) => `${done} von höchstens ${cap} heute erledigt`,
  none: 'Heute ist nichts fällig',
  noneText:
    'Was Sie lernen, kommt hier wieder, kurz bevor Sie es vergäßen. Bis dahin machen Sie mit etwas Neuem weiter.',
  home: 'Zurück zum Start',
  list: 'Heute fällig',
  goal: (n) => plural('de', n, { one: 'Wiederholung von # Gedanken', other: 'Wiederholung von # Gedanken' }),
  ask: (name) => `Bitte stellen Sie mir eine Frage zu ${name}.`,
  round: (at, of) => `Wiederholung, ${at} von ${of}`,
  about: (name) => `Zu ${name}`,
  next: (name) => `Weiter: ${name}`,
  last: 'Runde beenden',
};
