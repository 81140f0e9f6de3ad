import { locale } from './language.ts';

/** Numbers, sizes and times as the reader's locale writes them. All are strings for show, never for sorting. */

/** What writes numbers and days is made once per language and form: each making loads tables for milliseconds. */
function kept<Form, Options>(
  make: new (tag: string, options?: Options) => Form,
): (tag: string, options?: Options) => Form {
  const made = new Map<string, Form>();
  return (tag, options) => {
    const key = tag + JSON.stringify(options ?? {});
    const found = made.get(key) ?? new make(tag, options);
    made.set(key, found);
    return found;
  };
}

const numberFormat = kept<Intl.NumberFormat, Intl.NumberFormatOptions>(Intl.NumberFormat);
const dateFormat = kept<Intl.DateTimeFormat, Intl.DateTimeFormatOptions>(Intl.DateTimeFormat);
const agoFormat = kept<Intl.RelativeTimeFormat, Intl.RelativeTimeFormatOptions>(Intl.RelativeTimeFormat);
const listFormat = kept<Intl.ListFormat, Intl.ListFormatOptions>(Intl.ListFormat);
const pluralRules = kept<Intl.PluralRules, Intl.PluralRulesOptions>(Intl.PluralRules);

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form a count takes in a language; `#` in it becomes the count. */
export const plural = (tag: string, n: number, forms: Forms): string =>
  (forms[pluralRules(tag).select(n)] ?? forms.other).replace('#', numberFormat(tag).format(n));

export const number = (n: number, options?: Intl.NumberFormatOptions): string =>
  numberFormat(locale.value, options).format(n);

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
  const format = agoFormat(locale.value, { numeric: 'auto' });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined
    ? format.format(0, 'second')
    : format.format(Math.trunc(seconds / step[1]), step[0]);
}

/** A day, as "12 December"; the year too where it is not this one. */
export function day(time: string): string {
  const date = new Date(time);
  return dateFormat(locale.value, {
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
}

/** A moment to the minute. */
export const moment = (time: string): string =>
  dateFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

/** A day of the week, whole or as one letter. */
export const weekday = (date: Date, length: 'long' | 'narrow'): string =>
  dateFormat(locale.value, { weekday: length }).format(date);

/** Names as a list: "a, b and c". */
export const list = (items: readonly string[]): string =>
  listFormat(locale.value, { type: 'conjunction' }).format(items);
