import { AppError } from '../base/errors.ts';
import { z } from '../base/http.ts';

/** The stretch of time a report is about. A day given without a time is meant whole, in UTC. */
export const PeriodQuery = z.object({
  from: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  to: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
});

/** `to` is the first moment that is not in it any more. */
export type Period = { from: Date; to: Date };

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const LONGEST_DAYS = 731;
/** Years of four digits: what Postgres and ISO 8601 both write without a sign. */
const [FIRST, LAST] = [Date.UTC(1970), Date.UTC(9999, 11, 31)];

/** Thirty days up to now where nothing is said. Throws `validation_error` for one that ends before it begins, or over two years. */
export function periodOf({ from, to }: z.infer<typeof PeriodQuery>, now: Date): Period {
  const end = to === undefined ? now : to.length === 10 ? new Date(Date.parse(to) + DAY_MS) : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - DEFAULT_DAYS * DAY_MS) : new Date(from);
  const problem =
    start >= end
      ? 'ends before it begins'
      : end.getTime() - start.getTime() > LONGEST_DAYS * DAY_MS
        ? 'is over two years'
        : start.getTime() < FIRST || end.getTime() > LAST
          ? 'is before 1970 or beyond 9999'
          : undefined;
  if (problem !== undefined)
    throw new AppError('validation_error', `from: the period ${problem}`, {
      details: [{ path: 'from', message: `the period ${problem}` }],
    });
  return { from: start, to: end };
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Every day of the period in order, those without a row with `empty`: a chart shows quiet days too. */
export function everyDay<Row extends { day: string }>(
  { from, to }: Period,
  rows: readonly Row[],
  empty: Omit<Row, 'day'>,
): (Row | (Omit<Row, 'day'> & { day: string }))[] {
  const known = new Map(rows.map((row) => [row.day, row]));
  const days: string[] = [];
  for (let at = Date.parse(dayOf(from)); at < to.getTime(); at += DAY_MS) days.push(dayOf(new Date(at)));
  return days.map((day) => known.get(day) ?? { ...empty, day });
}
