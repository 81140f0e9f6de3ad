import type { IconName } from '../parts/icons.ts';
import type { Person } from '../who/person.ts';
import type { ShellWords } from '../words/shell.ts';

export type NavItem = { path: string; name: keyof ShellWords['pages']; icon: IconName };
/** `key`, pressed after G, leads there. */
type Page = NavItem & { key: string };
export type NavGroup = { heading?: 'learn' | 'teach' | 'organization'; items: readonly Page[] };

const LEARN: readonly Page[] = [
  { path: '/', name: 'home', icon: 'house', key: 'h' },
  { path: '/review', name: 'review', icon: 'clock', key: 'r' },
  { path: '/library', name: 'library', icon: 'search', key: 'l' },
  { path: '/progress', name: 'progress', icon: 'chart-column', key: 'k' },
];

const TEACH: readonly Page[] = [
  { path: '/class', name: 'class', icon: 'users-round', key: 'c' },
  { path: '/reviews', name: 'reviews', icon: 'shield-check', key: 'v' },
];

const CONTENT: readonly Page[] = [
  { path: '/sources', name: 'sources', icon: 'upload', key: 's' },
  { path: '/nuggets', name: 'nuggets', icon: 'book-open', key: 'n' },
  { path: '/map', name: 'map', icon: 'route', key: 'm' },
];

const ACTIVITY: Page = { path: '/analytics', name: 'analytics', icon: 'circle-dollar-sign', key: 'a' };

const ORGANIZATION: readonly Page[] = [
  { path: '/people', name: 'people', icon: 'user-round', key: 'p' },
  ACTIVITY,
  { path: '/settings', name: 'settings', icon: 'settings', key: 'e' },
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
