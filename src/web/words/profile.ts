import { catalogue } from './language.ts';

const english = {
  title: 'Profile',
  lead: 'What your tutor may know about you, and what happens with it.',
  about: 'About you',
  interests: 'Interests, separated by commas',
  interestsHint: 'Examples are taken from here where they fit.',
  goals: 'Goals, one a line',
  style: 'How you like to learn',
  styleHint: 'For example: short answers first, then details.',
  save: 'Save',
  saving: 'Saving',
  saved: 'Saved.',
  device: 'On this device',
  hear: 'Speak answers to what I say',
  hearHint: 'Off: what you say is answered in writing only.',
  shortcuts: 'Keyboard shortcuts',
  password: {
    title: 'Password',
    current: 'Current password',
    next: 'New password',
    hint: 'At least 8 characters. Everywhere else you are signed out.',
    save: 'Change password',
    saving: 'Changing',
    done: 'The password is changed. Everywhere else you are signed out.',
  },
  data: {
    title: 'Your data',
    export: 'Download all that is held on you',
    exportHint: 'A JSON file with your lessons, answers and what follows from them.',
    erase: 'Erase all that is held on you',
    eraseHint: 'Lessons, answers and what you know are gone for good. A learner’s account goes with them.',
    eraseTitle: 'Erase everything?',
    eraseConfirm: 'Your password, to be sure it is you',
    eraseAction: 'Erase it all',
    erasing: 'Erasing',
    erased: 'Everything that was held on you is erased.',
  },
};

export type ProfileWords = typeof english;

export const words = catalogue<ProfileWords>(english, {
  de: async () => (await import('./profile.de.ts')).german,
});
