import type { IconName } from '../parts/icons.ts';
import type { Person } from '../who/person.ts';
import type { ShellWords } from '../words/shell.ts';

export type NavItem = { path: string; name: keyof ShellWords['pages']; icon: IconName };
export type NavGroup = { heading?: 'learn' | 'teach' | 'organization'; items: readonly NavItem[] };

const LEARN: readonly NavItem[] = [
  { path: '/', name: 'home', icon: 'house' },
  { path: '/review', name: 'review', icon: 'clock' },
  { path: '/library', name: 'library', icon: 'search' },
  { path: '/progress', name: 'progress', icon: 'chart-column' },
];

const TEACH: readonly NavItem[] = [
  { path: '/class', name: 'class', icon: 'users-round' },
  { path: '/reviews', name: 'reviews', icon: 'shield-check' },
];

const CONTENT: readonly NavItem[] = [
  { path: '/sources', name: 'sources', icon: 'upload' },
  { path: '/nuggets', name: 'nuggets', icon: 'book-open' },
  { path: '/map', name: 'map', icon: 'route' },
];

const ACTIVITY: NavItem = { path: '/analytics', name: 'analytics', icon: 'circle-dollar-sign' };

const ORGANIZATION: readonly NavItem[] = [
  { path: '/people', name: 'people', icon: 'user-round' },
  ACTIVITY,
  { path: '/settings', name: 'settings', icon: 'settings' },
];

/** What a role finds in the rail, its own work first; everybody has a learner's pages too. */
export const navOf = (role: Person['role']): readonly NavGroup[] =>
  ({
    learner: [{ items: LEARN }],
    instructor: [{ items: [...TEACH, ...CONTENT, ACTIVITY] }, { heading: 'learn' as const, items: LEARN }],
    admin: [
      { items: [...CONTENT] },
      { heading: 'organization' as const, items: [...ORGANIZATION] },
      { heading: 'teach' as const, items: TEACH },
      { heading: 'learn' as const, items: LEARN },
    ],
  })[role];

/** Whether `path` is an item's page or one below it. */
export const isUnder = (path: string, item: NavItem): boolean =>
  item.path === '/' ? path === '/' : path === item.path || path.startsWith(`${item.path}/`);
