import { signal } from '@preact/signals';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import type { IconName } from './icons.ts';

/** The theme: the system's, unless the reader chose one on this device. `theme.js` sets it before the first paint. */
const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'nuggets.theme';
const ICON: Record<Theme, IconName> = { system: 'monitor', light: 'sun', dark: 'moon' };

const saved = localStorage.getItem(KEY);
export const theme = signal<Theme>(saved === 'light' || saved === 'dark' ? saved : 'system');

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === 'system') {
    delete document.documentElement.dataset['theme'];
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset['theme'] = next;
    localStorage.setItem(KEY, next);
  }
}

/** One button through the three; what it now stands at is its name. */
export function ThemeButton() {
  const words = parts.value.theme;
  const now = theme.value;
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? 'system';
  return (
    <Button
      kind="bare"
      icon={ICON[now]}
      label={`${words.name}: ${words[now]}`}
      onClick={() => setTheme(next)}
    />
  );
}
