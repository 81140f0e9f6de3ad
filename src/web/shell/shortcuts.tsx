import { signal, useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { person } from '../who/person.ts';
import { wordsReady } from '../words/language.ts';
import { navOf } from './nav.ts';

export const KEY = 'nuggets.shortcuts';

/** Single keys can be switched off, for whoever speaks to their machine or types with one hand (WCAG 2.1.4). */
export const shortcutsOn = signal(localStorage.getItem(KEY) !== 'off');

export const listOpen = signal(false);

/** Where G and another key lead: the pages that whoever is signed in finds in the rail. */
export function pages() {
  const now = person.peek();
  return now ? navOf(now.role).flatMap(({ items }) => items) : [];
}

/** How long the second key after G may take. */
const CHORD_MS = 1200;

/** Whether a key was meant as a shortcut: not while writing, not with a modifier, not while a dialog is open. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (!shortcutsOn.peek() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
    return false;
  if (document.querySelector('dialog[open]') !== null) return false;
  const { target } = event;
  return !(
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}

/** The keys that work on every page; their list comes when it is asked for. */
export function Shortcuts() {
  const { route } = useLocation();
  const List = useSignal<FunctionComponent | null>(null);
  useEffect(() => {
    let chordUntil = 0;
    const press = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const target = pages().find(({ key }) => key === event.key.toLowerCase())?.path;
      if (event.timeStamp < chordUntil && target !== undefined) {
        chordUntil = 0;
        event.preventDefault();
        route(target);
      } else if (event.key === '?') listOpen.value = true;
      else if (event.key === 'g') chordUntil = event.timeStamp + CHORD_MS;
      else if (event.key === '/') {
        const field = document.querySelector<HTMLElement>('[data-shortcut="/"]');
        if (field === null) return;
        event.preventDefault();
        field.focus();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [route]);
  const isOpen = listOpen.value;
  useEffect(() => {
    if (!isOpen || List.peek() !== null) return;
    void import('./shortcut-list.tsx').then(async ({ ShortcutList }) => {
      await wordsReady();
      List.value = ShortcutList;
    });
  }, [isOpen]);
  return List.value === null ? null : <List.value />;
}
