import { catalogue } from './language.ts';

const english = {
  signIn: {
    title: 'Welcome back',
    lead: 'Your path is where you left it.',
    email: 'Email',
    password: 'Password',
    action: 'Sign in',
    busy: 'Signing in',
    forgot: 'Forgot it? Your admin can send a new invite.',
    start: 'Start a new organization',
    missing: 'Email and password are both needed.',
  },
  register: {
    title: 'Start with your documents',
    lead: 'A new organization, with you as its admin.',
    organization: 'Organization',
    name: 'Your name',
    password: 'Password',
    passwordHint: 'At least 8 characters.',
    passwordShort: 'The password needs at least 8 characters.',
    needed: 'This is needed.',
    action: 'Create organization',
    busy: 'Creating',
    have: 'Have an account? Sign in',
  },
  join: {
    title: 'Join your organization',
    lead: 'You were invited. Choose a name and a password, and you are in.',
    action: 'Join',
    busy: 'Joining',
    broken:
      'This invite link is not whole. Open it again from the message you were sent, or ask for a new one.',
  },
  again: {
    title: 'You were signed out',
    lead: (email: string) =>
      `Sign in again as ${email}. What is on the page stays, also what you were writing.`,
    other: 'Sign in as somebody else',
  },
  show: {
    heading: 'Keeping hot food hot',
    before: 'Food on the pass is safe for as long as it stays hot. ',
    marked: 'Hold cooked food at 63 °C or above; once it drops below, it may be served for two hours only,',
    after: ' and then it is thrown away, not warmed up again. Write down the time it left the heat.',
    question: 'Your soup has stood at 58 °C since 11:30. Until when may you serve it?',
    answer: 'Half past one',
    caption:
      'A page of a document with one sentence marked, the tutor’s question about it, and a learner’s answer.',
  },
};

export type WhoWords = typeof english;

export const who = catalogue<WhoWords>(english, { de: async () => (await import('./who.de.ts')).german });
