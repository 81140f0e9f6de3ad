import { catalogue } from './language.ts';
import { ago, day, plural } from './numbers.ts';

const english = {
  title: 'People',
  lead: 'Who learns, who teaches, who runs it.',
  search: 'Search by name or email',
  role: 'Role',
  everyone: 'Everyone',
  invite: 'Invite',
  import: 'Import a list',
  count: (n: number) => plural('en', n, { one: '# person', other: '# people' }),
  active: (time: string) => `active ${ago(time)}`,
  never: 'no lesson yet',
  changeRole: (name: string) => `Role of ${name}`,
  roleChanged: (name: string, role: string) => `${name} is now ${role} and has to sign in again.`,
  you: 'you',
  more: (name: string) => `More on ${name}`,
  evidence: 'What they know',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText:
    'The account goes, with all that is held on this learner: lessons, answers, what they know. This cannot be undone.',
  removed: (name: string) => `${name} is removed.`,
  none: 'Nobody fits.',
  invites: {
    title: 'Open invites',
    none: 'No invites are open.',
    anybody: 'whoever has the link',
    expires: (time: string) => `until ${day(time)}`,
    expired: 'expired',
    used: (time: string) => `used ${ago(time)}`,
    withdraw: 'Withdraw',
    withdrawn: 'The invite is withdrawn.',
  },
  form: {
    title: 'Invite somebody',
    email: 'Email',
    emailHint: 'Leave it empty for a link that anybody may use, once.',
    days: 'Valid for days',
    action: 'Make the link',
    busy: 'Making it',
    made: 'This link is shown once. Send it to them yourself.',
    link: 'Invite link',
    copy: 'Copy the link',
    copied: 'Copied',
    done: 'Done',
  },
  csv: {
    title: 'Import people',
    lead: 'A CSV file with the columns email, name and role. Nobody is made before you have seen every row.',
    choose: 'Choose a CSV file',
    checking: 'Reading the rows',
    fine: (n: number) => plural('en', n, { one: '# person can be added', other: '# people can be added' }),
    wrong: (n: number) => plural('en', n, { one: '# row cannot', other: '# rows cannot' }),
    row: (n: number) => `Row ${n}`,
    ok: 'can be added',
    action: (n: number) => plural('en', n, { one: 'Add # person', other: 'Add # people' }),
    busy: 'Adding',
    done: (n: number) =>
      `${plural('en', n, { one: '# person is added', other: '# people are added' })}. Send each their link.`,
    download: 'Download the links as CSV',
  },
};

export type PeopleWords = typeof english;

export const words = catalogue<PeopleWords>(english, {
  de: async () => (await import('./people.de.ts')).german,
});
