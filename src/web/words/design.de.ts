import type { DesignWords } from './design.ts';

export const german: DesignWords = {
  title: 'Gestaltung',
  lead: 'Die Teile, aus denen jede Seite besteht, in allen Zuständen. Tintenblau ist die lernende Person, Markergelb die Quelle, Rost ist Ärger.',
  colour: 'Farbe',
  mastery: 'Können',
  type: 'Schrift',
  buttons: 'Knöpfe',
  fields: 'Felder',
  small: 'Kleine Teile',
  states: 'Zustände',
  source: 'Die Quelle',
  art: 'Bilder für das, was keines hat',
  sample: 'Was der Tutor sagt, steht ohne Serifen, was die Quelle sagt, mit.',
  wrong: 'Das darf nicht leer sein.',
  hint: 'Ein Hinweis unter dem Feld.',
  busy: 'Wird gesichert',
  say: 'Etwas sagen',
  said: 'Das ist eine Meldung mit einem Weg zurück.',
  open: 'Dialog öffnen',
  dialog: 'Ein Dialog',
  text: 'Er hält den Fokus und gibt ihn zurück.',
};
