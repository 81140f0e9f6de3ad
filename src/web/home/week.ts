/** Days on which somebody learnt, as a week with slack: some days off are part of a streak. Pure. */

/** Active days a week that keep a streak; the others are for resting. */
export const DAYS_A_WEEK = 5;

export type DayMark = 'learnt' | 'rested' | 'today' | 'ahead' | 'before';

export type Week = {
  /** From the week's first day on. */
  days: readonly { date: Date; mark: DayMark }[];
  /** Rest days that this week still has; none left is 0. */
  restLeft: number;
  /** Whole weeks in a row that were kept, this one included once it is. */
  streak: number;
};

/** A day as the API writes it, `2026-11-21`. */
const keyOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const two = (n: number): string => String(n).padStart(2, '0');

const plusDays = (date: Date, days: number): Date =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** `learnt` are days of the reader's own calendar, the first first; `firstDay`: 1 Monday to 7 Sunday, as `Intl.Locale` says it. */
export function weekOf(learnt: readonly string[], now: Date, firstDay: number): Week {
  const active = new Set(learnt);
  /** Days before the first one are nobody's rest; without any, none is. */
  const first = learnt[0];
  const start = plusDays(now, -((now.getDay() - (firstDay % 7) + 7) % 7));
  const today = keyOf(now);
  const days = Array.from({ length: 7 }, (_, i) => {
    const date = plusDays(start, i);
    const key = keyOf(date);
    const mark: DayMark = active.has(key)
      ? 'learnt'
      : key === today
        ? 'today'
        : date > now
          ? 'ahead'
          : first === undefined || key < first
            ? 'before'
            : 'rested';
    return { date, mark };
  });
  const rested = days.filter(({ mark }) => mark === 'rested').length;
  const isKept = days.filter(({ mark }) => mark === 'learnt').length >= DAYS_A_WEEK;
  return {
    days,
    restLeft: Math.max(0, 7 - DAYS_A_WEEK - rested),
    streak: weeksBefore(active, start) + (isKept ? 1 : 0),
  };
}

function weeksBefore(active: ReadonlySet<string>, start: Date): number {
  for (let weeks = 0; ; weeks++) {
    const from = plusDays(start, -7 * (weeks + 1));
    const learnt = Array.from({ length: 7 }, (_, i) => keyOf(plusDays(from, i))).filter((key) =>
      active.has(key),
    );
    if (learnt.length < DAYS_A_WEEK) return weeks;
  }
}
