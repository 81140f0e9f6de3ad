import { locale } from './language.ts';

/** Numbers, sizes and times as the reader's locale writes them. All are strings for show, never for sorting. */

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form a count takes in a language; `#` in it becomes the count. */
export const plural = (tag: string, n: number, forms: Forms): string =>
  (forms[new Intl.PluralRules(tag).select(n)] ?? forms.other).replace(
    '#',
    new Intl.NumberFormat(tag).format(n),
  );

export const number = (n: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(locale.value, options).format(n);

/** 0–100 as whole per cent. */
export const percent = (level: number): string => number(Math.round(level) / 100, { style: 'percent' });

/** US dollars; below one, in as many digits as tell anything, unless it is said how many. */
export const dollars = (amount: number, digits = Math.abs(amount) < 1 ? 4 : 2): string =>
  number(amount, { style: 'currency', currency: 'USD', maximumFractionDigits: digits });

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Bytes as "8.2 MB". */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** power;
  return number(value, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 1 ? 1 : 0,
  });
}

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "8 minutes ago", "in 3 days", "now"; `time` is ISO 8601. */
export function ago(time: string, now: number = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined
    ? format.format(0, 'second')
    : format.format(Math.trunc(seconds / step[1]), step[0]);
}

/** A day, as "12 December"; the year too where it is not this one. */
export function day(time: string): string {
  const date = new Date(time);
  return new Intl.DateTimeFormat(locale.value, {
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
}

/** A moment to the minute. */
export const moment = (time: string): string =>
  new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

/** Names as a list: "a, b and c". */
export const list = (items: readonly string[]): string =>
  new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(items);
