import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useResourceLater } from '../api/resource.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Brand } from '../parts/brand.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { later } from '../parts/later.tsx';
import { Menu } from '../parts/menu.tsx';
import { Band } from '../parts/states.tsx';
import { ThemeButton } from '../parts/theme.tsx';
import { homeOf, type Person, signOut } from '../who/person.ts';
import { parts } from '../words/parts.ts';
import { shell } from '../words/shell.ts';
import { health } from './health.ts';
import { isUnder, type NavItem, navOf } from './nav.ts';
import { OfflineModels } from './offline-models.tsx';
import { online } from './online.ts';
import '../style/shell.css';

const Staff = later(async () => (await import('./staff.tsx')).Staff);

/** How many tabs fit under a thumb before "More". */
const TABS = 4;

/** The frame of every signed-in page but the lesson: where one can go, who one is, and the page. */
export function Shell({ person, children }: { person: Person; children: ComponentChildren }) {
  const { path } = useLocation();
  useResourceLater(health);
  const words = shell.value;
  const groups = navOf(person.role);
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {parts.value.skip}
      </a>
      <header class="rail">
        <Brand href={homeOf(person.role)} />
        <nav aria-label={words.nav}>
          {groups.map(({ heading, items }) => (
            <>
              {heading !== undefined && <p class="nav-heading">{words[heading]}</p>}
              {items.map((item) => (
                <NavLink key={item.path} item={item} path={path} />
              ))}
            </>
          ))}
        </nav>
        <div class="rail-end">
          <OfflineModels />
          <Me person={person} />
        </div>
      </header>
      <header class="top">
        <Brand href={homeOf(person.role)} />
        <span class="end row">
          <OfflineModels />
          <ThemeButton />
        </span>
      </header>
      <main class="main" id="main" tabIndex={-1}>
        {!online.value && <Band icon="wifi-off">{words.offline}</Band>}
        {person.role !== 'learner' && <Staff />}
        {children}
      </main>
      <Tabs items={groups.flatMap(({ items }) => items)} path={path} />
    </div>
  );
}

const NavLink = ({ item, path }: { item: NavItem; path: string }) => (
  <a class="nav-link" href={item.path} aria-current={isUnder(path, item) ? 'page' : undefined}>
    <Icon name={item.icon} />
    {shell.value.pages[item.name]}
  </a>
);

function Me({ person }: { person: Person }) {
  const words = shell.value;
  return (
    <div class="me">
      <Avatar name={person.name} />
      <a class="grow quiet-link" href="/profile">
        <b>{person.name}</b>
        <span class="muted">{words.roles[person.role]}</span>
      </a>
      <ThemeButton />
      <Button kind="bare" icon="log-out" label={words.signOut} onClick={() => void signOut()} />
    </div>
  );
}

function Tabs({ items, path }: { items: readonly NavItem[]; path: string }) {
  const words = shell.value;
  const rest: readonly NavItem[] = [
    ...items.slice(TABS),
    { path: '/profile', name: 'profile', icon: 'user-round' },
  ];
  return (
    <nav class="tabs" aria-label={words.nav}>
      {items.slice(0, TABS).map((item) => (
        <a key={item.path} href={item.path} aria-current={isUnder(path, item) ? 'page' : undefined}>
          <Icon name={item.icon} />
          {words.pages[item.name]}
        </a>
      ))}
      <Menu
        label={words.more}
        look="tab"
        items={[
          ...rest.map((item) => ({ name: words.pages[item.name], icon: item.icon, href: item.path })),
          { name: words.signOut, icon: 'log-out' as const, onSelect: () => void signOut() },
        ]}
      />
    </nav>
  );
}
