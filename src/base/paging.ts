import { z } from 'zod';
import { AppError } from './errors.ts';

/** The last row that was shown: its time and id, so that a page neither repeats nor skips when rows come in between. */
export type Cursor = { at: Date; id: string };

/** On the wire a cursor is base64url of this as JSON. It names its list: in another one it would stand anywhere. */
const Written = z.tuple([z.string(), z.iso.datetime(), z.uuid()]);

const refused = (message: string, cause?: unknown): AppError =>
  new AppError('validation_error', `cursor: ${message}`, {
    details: [{ path: 'cursor', message }],
    ...(cause === undefined ? {} : { cause }),
  });

function readCursor(text: string): z.infer<typeof Written> {
  try {
    return Written.parse(JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch (cause) {
    throw refused('not one of ours', cause);
  }
}

const writeCursor = (list: string, { at, id }: Cursor): string =>
  btoa(JSON.stringify([list, at.toISOString(), id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** The pages of one list, under a name that no other list has. */
export const pagesOf = (list: string) => ({
  /** Where a page begins. Throws `validation_error` for a cursor that we did not make, or made for another list. */
  after(text: string | undefined): Cursor | undefined {
    if (text === undefined) return undefined;
    const [of, at, id] = readCursor(text);
    if (of !== list) throw refused('it is of another list; ask without it for the first page');
    return { at: new Date(at), id };
  },

  /** Cuts a list that was read with one row too many, and says where the next page begins. */
  cut<Row>(
    rows: readonly Row[],
    limit: number,
    place: (row: Row) => Cursor,
  ): { rows: Row[]; nextCursor: string | null } {
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown,
      nextCursor: rows.length > limit && last !== undefined ? writeCursor(list, place(last)) : null,
    };
  },
});
