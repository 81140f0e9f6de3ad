import { catalogue } from './language.ts';

const english = {
  title: 'Design',
  lead: 'The parts that every page is made of, in all their states. Pen blue is the learner, highlighter yellow the source, rust is trouble.',
  colour: 'Colour',
  mastery: 'Mastery',
  type: 'Type',
  buttons: 'Buttons',
  fields: 'Fields',
  small: 'Small parts',
  states: 'States',
  source: 'The source',
  art: 'Pictures for what has none',
  sample: 'What the tutor says is set in the sans, what the source says in the serif.',
  wrong: 'This cannot be empty.',
  hint: 'A hint below the field.',
  busy: 'Saving',
  say: 'Say something',
  said: 'This is a toast with a way back.',
  open: 'Open a dialog',
  dialog: 'A dialog',
  text: 'It keeps the focus and gives it back.',
};

export type DesignWords = typeof english;

export const words = catalogue<DesignWords>(english, {
  de: async () => (await import('./design.de.ts')).german,
});
